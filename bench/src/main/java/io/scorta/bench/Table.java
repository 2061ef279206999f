package io.scorta.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The rows of a measurement with the facts of the machine they were taken on.
final class Table {
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
    facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("kernel", System.getProperty("os.version"));
    facts.put("java", Runtime.version().toString());
    facts.put("processor", processor());
  }

  Table fact(String name, String value) {
    facts.put(name, value);
    return this;
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  /// Prints the table, writes it as JSON where asked, and answers exit code 0.
  int show(PrintStream out, @Nullable Path json) throws IOException {
    facts.forEach((name, value) -> out.printf("%s: %s%n", name, value));
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? row.get(i) + pad : pad + row.get(i)).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
    if (json != null) {
      Files.writeString(json, toJson());
    }
    return 0;
  }

  private String toJson() {
    List<Map<String, String>> objects = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      Map<String, String> object = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        object.put(rows.getFirst().get(i), row.get(i));
      }
      objects.add(object);
    }
    return JsonMapper.shared()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(Map.of("facts", facts, "rows", objects))
        + "\n";
  }

  private static String processor() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo"))
          .lines()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException _) {
      return "unknown";
    }
  }
}
