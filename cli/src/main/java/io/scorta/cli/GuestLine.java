package io.scorta.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// Runs one command line on a host through the API, and passes on what it printed.
record GuestLine(Talk talk, String host, Optional<String> from) {
  private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

  /// The exit code of the command.
  int run(String line, CommandLine to) {
    Map<String, String> arguments = new HashMap<>(Map.of("instance", host, "command", line));
    from.ifPresent(who -> arguments.put("from", who));
    JsonNode answer = talk.call("guest", arguments);
    show(to.getOut(), answer.path("output").asString(""));
    show(to.getErr(), answer.path("errors").asString(""));
    return answer.path("exit").asInt(0);
  }

  /// One word is a command line as it stands; several are a program and its arguments.
  static String of(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : words.stream().map(GuestLine::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static void show(PrintWriter to, String text) {
    to.print(text);
    to.flush();
  }
}
