package io.scorta.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of words in aligned columns.
final class Table {
  private static final String GAP = "  ";
  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    this.head = List.of(head);
  }

  void add(String... row) {
    rows.add(Arrays.asList(row));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void print(PrintWriter out) {
    int[] widths = head.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    out.println(line(head, widths));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private static String line(List<String> words, int[] widths) {
    StringBuilder line = new StringBuilder(GAP);
    for (int i = 0; i < widths.length; i++) {
      String word = words.get(i);
      line.append(word).append(" ".repeat(widths[i] - word.length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
