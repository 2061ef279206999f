package io.scorta.control.network;

import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands on paths whose reachability is asked about, and on the answers.
public final class Insights {
  private static final int PORT_MAX = 65_535;

  private Insights() {}

  public record CreatePath(
      InsightsPath.End source,
      InsightsPath.End destination,
      String protocol,
      Optional<Integer> port,
      Map<String, String> tags)
      implements NetworkCommand<InsightsPath> {
    public CreatePath {
      tags = Map.copyOf(tags);
    }

    @Override
    public InsightsPath run(Edit edit) {
      if (!protocol.equals("tcp") && !protocol.equals("udp")) {
        throw Faults.value(
            "Value (%s) for parameter Protocol is invalid: give tcp or udp", protocol);
      }
      if (port.filter(it -> it < 0 || it > PORT_MAX).isPresent()) {
        throw Faults.value(
            "Value (%d) for parameter DestinationPort is invalid: give 0 to %d",
            port.get(), PORT_MAX);
      }
      edit.room(
          edit.all(NetworkKinds.INSIGHTS_PATH).size(),
          Limits.INSIGHTS_PATHS,
          "NetworkInsightsPathLimitExceeded",
          "network insights paths");
      InsightsPath path =
          new InsightsPath(
              edit.newId(ResourceKind.INSIGHTS_PATH),
              edit.account(),
              edit.context().now(),
              source,
              destination,
              protocol,
              port);
      edit.put(NetworkKinds.INSIGHTS_PATH, path.id(), path);
      edit.tag(path.id(), tags);
      return path;
    }
  }

  public record DeletePath(String id) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      edit.require(NetworkKinds.INSIGHTS_PATH, ResourceKind.INSIGHTS_PATH, id);
      edit.all(NetworkKinds.INSIGHTS_ANALYSIS).stream()
          .filter(it -> it.pathId().equals(id))
          .findFirst()
          .ifPresent(
              it -> {
                throw Refusal.of(
                    "AnalysisExistsForNetworkInsightsPath",
                    "The path %s has the analysis %s: delete it first",
                    id,
                    it.id());
              });
      edit.remove(NetworkKinds.INSIGHTS_PATH, id);
      return true;
    }
  }

  /// Keeps an answer.
  public record Keep(
      String pathId, boolean reachable, List<InsightsAnalysis.Seen> steps, Map<String, String> tags)
      implements NetworkCommand<InsightsAnalysis> {
    public Keep {
      steps = List.copyOf(steps);
      tags = Map.copyOf(tags);
    }

    @Override
    public InsightsAnalysis run(Edit edit) {
      edit.require(NetworkKinds.INSIGHTS_PATH, ResourceKind.INSIGHTS_PATH, pathId);
      edit.room(
          edit.all(NetworkKinds.INSIGHTS_ANALYSIS).size(),
          Limits.INSIGHTS_ANALYSES,
          "NetworkInsightsAnalysisLimitExceeded",
          "network insights analyses");
      InsightsAnalysis analysis =
          new InsightsAnalysis(
              edit.newId(ResourceKind.INSIGHTS_ANALYSIS),
              edit.account(),
              pathId,
              edit.context().now(),
              reachable,
              steps);
      edit.put(NetworkKinds.INSIGHTS_ANALYSIS, analysis.id(), analysis);
      edit.tag(analysis.id(), tags);
      return analysis;
    }
  }

  public record DeleteAnalysis(String id) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      edit.require(NetworkKinds.INSIGHTS_ANALYSIS, ResourceKind.INSIGHTS_ANALYSIS, id);
      edit.remove(NetworkKinds.INSIGHTS_ANALYSIS, id);
      return true;
    }
  }
}
