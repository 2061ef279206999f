package io.scorta.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "What runs: caches, instances, addresses and aliases, and the network's limits.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private final Talk talk = new Talk();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    JsonNode status = talk.call("status", Map.of());
    PrintWriter out = spec.commandLine().getOut();
    JsonNode network = status.path("network");
    fact(out, "api", "http://" + talk.api());
    fact(out, "region", text(status, "region"));
    fact(out, "account", text(status, "account"));
    fact(out, "data", text(status, "data"));
    fact(out, "network", text(network, "name") + " (" + text(network, "why") + ")");
    section(out, "caches", caches(status.path("caches")));
    section(out, "instances", instances(status.path("instances")));
    section(out, "elastic IPs", elasticIps(status.path("elasticIps")));
    list(out, "troubles", network.path("troubles"));
    list(out, "limits of this network", network.path("limits"));
    return 0;
  }

  private static void list(PrintWriter out, String title, JsonNode sentences) {
    if (!sentences.isEmpty()) {
      out.println();
      out.println(title(title));
    }
    for (JsonNode sentence : sentences) {
      out.println("  - " + sentence.asString());
    }
  }

  private static Table caches(JsonNode caches) {
    Table table = new Table("CLUSTER", "NODE", "ENGINE", "STATE", "ADDRESS", "ALIAS", "");
    for (JsonNode cache : caches) {
      String port = ":" + cache.path("port").asInt();
      table.add(
          text(cache, "cluster"),
          text(cache, "node"),
          text(cache, "engine"),
          text(cache, "state"),
          text(cache, "address") + port,
          text(cache, "alias") + port,
          text(cache, "message"));
    }
    return table;
  }

  private static Table instances(JsonNode instances) {
    Table table = new Table("INSTANCE", "STATE", "ADDRESS", "ALIAS", "PUBLIC ADDRESS");
    for (JsonNode instance : instances) {
      table.add(
          text(instance, "id"),
          text(instance, "state"),
          text(instance, "address"),
          text(instance, "alias"),
          text(instance, "publicAddress"));
    }
    return table;
  }

  private static Table elasticIps(JsonNode addresses) {
    Table table = new Table("ADDRESS", "ALIAS", "ALLOCATION", "STANDS FOR");
    for (JsonNode one : addresses) {
      table.add(
          text(one, "address"), text(one, "alias"), text(one, "allocation"), text(one, "holder"));
    }
    return table;
  }

  private static void fact(PrintWriter out, String name, String value) {
    out.printf("%-8s %s%n", name, value);
  }

  private static void section(PrintWriter out, String title, Table table) {
    if (!table.isEmpty()) {
      out.println();
      out.println(title(title));
      table.print(out);
    }
  }

  private static String title(String text) {
    Ansi ansi = Screen.isTerminal() ? Ansi.AUTO : Ansi.OFF;
    return ansi.string("@|bold " + text + "|@");
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
