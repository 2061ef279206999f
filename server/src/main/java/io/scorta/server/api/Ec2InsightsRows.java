package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.Insights;
import io.scorta.control.network.InsightsAnalysis;
import io.scorta.control.network.InsightsPath;
import io.scorta.control.network.NetworkKinds;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInsightsPathRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInsightsPathResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInsightsAnalysisRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInsightsAnalysisResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInsightsPathRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInsightsPathResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInsightsAnalysesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInsightsAnalysesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInsightsPathsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInsightsPathsResponse;
import software.amazon.awssdk.services.ec2.model.NetworkInsightsPath;
import software.amazon.awssdk.services.ec2.model.StartNetworkInsightsAnalysisRequest;
import software.amazon.awssdk.services.ec2.model.StartNetworkInsightsAnalysisResponse;

/// EC2's actions on reachability: paths, and what the policy in force says about them.
final class Ec2InsightsRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "CreateNetworkInsightsPath",
              CreateNetworkInsightsPathRequest::builder,
              Ec2InsightsRows::create),
          row(
              "DeleteNetworkInsightsPath",
              DeleteNetworkInsightsPathRequest::builder,
              Ec2InsightsRows::delete),
          row(
              "DescribeNetworkInsightsPaths",
              DescribeNetworkInsightsPathsRequest::builder,
              Ec2InsightsRows::describe),
          row(
              "StartNetworkInsightsAnalysis",
              StartNetworkInsightsAnalysisRequest::builder,
              Ec2InsightsRows::start),
          row(
              "DescribeNetworkInsightsAnalyses",
              DescribeNetworkInsightsAnalysesRequest::builder,
              Ec2InsightsRows::describeAnalyses),
          row(
              "DeleteNetworkInsightsAnalysis",
              DeleteNetworkInsightsAnalysisRequest::builder,
              Ec2InsightsRows::deleteAnalysis));

  private static final Pages PAGES =
      new Pages(100, 1, 100, "MaxResults", "NextToken", "InvalidNextToken");

  private Ec2InsightsRows() {}

  private static CreateNetworkInsightsPathResponse create(
      CreateNetworkInsightsPathRequest request, Call call) {
    Accepts.only(
        request,
        "Source",
        "SourceIp",
        "Destination",
        "DestinationIp",
        "Protocol",
        "DestinationPort",
        "TagSpecifications");
    InsightsPath.End source = end(Accepts.required("Source", request.source()), request.sourceIp());
    InsightsPath.End destination = end(request.destination(), request.destinationIp());
    if (destination.id().isEmpty() && destination.address().isEmpty()) {
      throw new FaultException(
          "MissingParameter", "The request must contain Destination or DestinationIp");
    }
    InsightsFlow.check(source);
    InsightsFlow.check(destination);
    InsightsPath path =
        call.submit(
            new Insights.CreatePath(
                source,
                destination,
                Accepts.required("Protocol", request.protocolAsString()),
                Optional.ofNullable(request.destinationPort()),
                Ec2View.tagsFor(ResourceKind.INSIGHTS_PATH, request.tagSpecifications())));
    return CreateNetworkInsightsPathResponse.builder()
        .networkInsightsPath(shape(Ec2View.of(call), path))
        .build();
  }

  /// A resource may be named by its ARN as well.
  private static InsightsPath.End end(@Nullable String resource, @Nullable String address) {
    String text = Optional.ofNullable(resource).orElse("");
    String id = text.startsWith("arn:") ? text.substring(text.lastIndexOf('/') + 1) : text;
    return new InsightsPath.End(id, Optional.ofNullable(address).orElse(""));
  }

  private static DeleteNetworkInsightsPathResponse delete(
      DeleteNetworkInsightsPathRequest request, Call call) {
    String id = Accepts.required("NetworkInsightsPathId", request.networkInsightsPathId());
    call.submit(new Insights.DeletePath(id));
    return DeleteNetworkInsightsPathResponse.builder().networkInsightsPathId(id).build();
  }

  private static DescribeNetworkInsightsPathsResponse describe(
      DescribeNetworkInsightsPathsRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    Filters<InsightsPath> filters =
        Filters.<InsightsPath>none()
            .with("source", it -> it.source().id())
            .with("destination", it -> it.destination().id())
            .with("protocol", InsightsPath::protocol)
            .withTags(it -> view.tagMap(it.id()));
    Pages.Page<InsightsPath> page =
        PAGES.page(
            filters.select(
                request.filters(),
                view.named(
                    NetworkKinds.INSIGHTS_PATH,
                    ResourceKind.INSIGHTS_PATH,
                    request.networkInsightsPathIds())),
            InsightsPath::id,
            request.nextToken(),
            request.maxResults());
    return DescribeNetworkInsightsPathsResponse.builder()
        .networkInsightsPaths(page.items().stream().map(it -> shape(view, it)).toList())
        .nextToken(page.marker())
        .build();
  }

  private static StartNetworkInsightsAnalysisResponse start(
      StartNetworkInsightsAnalysisRequest request, Call call) {
    Accepts.only(request, "NetworkInsightsPathId", "TagSpecifications");
    String id = Accepts.required("NetworkInsightsPathId", request.networkInsightsPathId());
    InsightsPath path =
        Ec2View.of(call)
            .named(NetworkKinds.INSIGHTS_PATH, ResourceKind.INSIGHTS_PATH, List.of(id))
            .getFirst();
    call.awaitNetwork();
    InsightsFlow.Answer answer = new InsightsFlow(Ec2View.of(call), call.policy()).ask(path);
    InsightsAnalysis analysis =
        call.submit(
            new Insights.Keep(
                id,
                answer.reachable(),
                answer.steps(),
                Ec2View.tagsFor(ResourceKind.INSIGHTS_ANALYSIS, request.tagSpecifications())));
    return StartNetworkInsightsAnalysisResponse.builder()
        .networkInsightsAnalysis(InsightsShapes.analysis(Ec2View.of(call), analysis))
        .build();
  }

  private static DescribeNetworkInsightsAnalysesResponse describeAnalyses(
      DescribeNetworkInsightsAnalysesRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<InsightsAnalysis> named =
        view
            .named(
                NetworkKinds.INSIGHTS_ANALYSIS,
                ResourceKind.INSIGHTS_ANALYSIS,
                request.networkInsightsAnalysisIds())
            .stream()
            .filter(
                it ->
                    request.networkInsightsPathId() == null
                        || request.networkInsightsPathId().equals(it.pathId()))
            .filter(
                it ->
                    request.analysisStartTime() == null
                        || !it.startedAt().isBefore(request.analysisStartTime()))
            .filter(
                it ->
                    request.analysisEndTime() == null
                        || !it.startedAt().isAfter(request.analysisEndTime()))
            .toList();
    Filters<InsightsAnalysis> filters =
        Filters.<InsightsAnalysis>none()
            .with("path-found", it -> Boolean.toString(it.reachable()))
            .with("status", _ -> InsightsShapes.STATUS)
            .withTags(it -> view.tagMap(it.id()));
    Pages.Page<InsightsAnalysis> page =
        PAGES.page(
            filters.select(request.filters(), named),
            InsightsAnalysis::id,
            request.nextToken(),
            request.maxResults());
    return DescribeNetworkInsightsAnalysesResponse.builder()
        .networkInsightsAnalyses(
            page.items().stream().map(it -> InsightsShapes.analysis(view, it)).toList())
        .nextToken(page.marker())
        .build();
  }

  private static DeleteNetworkInsightsAnalysisResponse deleteAnalysis(
      DeleteNetworkInsightsAnalysisRequest request, Call call) {
    String id = Accepts.required("NetworkInsightsAnalysisId", request.networkInsightsAnalysisId());
    call.submit(new Insights.DeleteAnalysis(id));
    return DeleteNetworkInsightsAnalysisResponse.builder().networkInsightsAnalysisId(id).build();
  }

  private static NetworkInsightsPath shape(Ec2View view, InsightsPath path) {
    return NetworkInsightsPath.builder()
        .networkInsightsPathId(path.id())
        .networkInsightsPathArn(view.arn(ResourceKind.INSIGHTS_PATH, path.id()))
        .createdDate(path.createdAt())
        .source(absent(path.source().id()))
        .sourceArn(arn(view, path.source().id()))
        .sourceIp(absent(path.source().address()))
        .destination(absent(path.destination().id()))
        .destinationArn(arn(view, path.destination().id()))
        .destinationIp(absent(path.destination().address()))
        .protocol(path.protocol())
        .destinationPort(path.port().orElse(null))
        .tags(view.tags(path.id()))
        .build();
  }

  private static @Nullable String absent(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String arn(Ec2View view, String id) {
    return ResourceKind.ofId(id).map(kind -> view.arn(kind, id)).orElse(null);
  }
}
