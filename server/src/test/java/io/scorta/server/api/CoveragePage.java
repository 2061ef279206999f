package io.scorta.server.api;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.sts.StsClient;

/// The page that lists every action of the services, as the SDK knows them, and which have a row.
final class CoveragePage {
  private static final String REQUEST = "Request";

  private CoveragePage() {}

  static String text(List<ActionTable> tables) {
    StringBuilder page =
        new StringBuilder(
            """
            # API coverage

            Every action of the three services, from the AWS SDK's own clients. What is not
            built answers `InvalidAction`. This page is generated from the tables of actions, and
            a test compares them. This writes it anew:

                %s
            """
                .formatted(CoverageTest.COMMAND));
    tables.forEach(table -> section(page, table));
    return page.toString();
  }

  /// The actions of a service, by the requests of its client.
  static SortedSet<String> actions(Service service) {
    return Arrays.stream(client(service).getMethods())
        .filter(method -> SdkPojo.class.isAssignableFrom(method.getReturnType()))
        .filter(method -> method.getParameterCount() == 1)
        .map(Method::getParameterTypes)
        .map(types -> types[0].getSimpleName())
        .filter(name -> name.endsWith(REQUEST))
        .map(name -> name.substring(0, name.length() - REQUEST.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Class<? extends SdkClient> client(Service service) {
    return switch (service) {
      case ELASTICACHE -> ElastiCacheClient.class;
      case EC2 -> Ec2Client.class;
      case STS -> StsClient.class;
    };
  }

  private static void section(StringBuilder page, ActionTable table) {
    SortedSet<String> missing = actions(table.service());
    int all = missing.size();
    missing.removeAll(table.actions());
    page.append(
        "\n## %s, version %s: %d of %d actions\n"
            .formatted(
                table.service().scope(), table.service().version(), all - missing.size(), all));
    list(page, "Built", table.actions());
    list(page, "Not built", missing);
  }

  private static void list(StringBuilder page, String title, Iterable<String> actions) {
    if (actions.iterator().hasNext()) {
      page.append("\n### ").append(title).append("\n\n");
      actions.forEach(action -> page.append("- ").append(action).append('\n'));
    }
  }
}
