package io.scorta.it;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One reply in RESP2 or RESP3, kept as the bytes that came, so that two can be compared exactly.
///
/// @param line the first line, with its type and without its end
/// @param text the content of a bulk or verbatim string, else empty
/// @param parts the elements of an aggregate, in order
record Reply(String line, String text, List<Reply> parts) {
  static Reply read(InputStream in) throws IOException {
    String line = line(in);
    return switch (line.charAt(0)) {
      case '$', '=' -> {
        int length = Integer.parseInt(line.substring(1));
        if (length < 0) {
          yield new Reply(line, "", List.of());
        }
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length != length + 2) {
          throw new EOFException("the connection ended within a string");
        }
        yield new Reply(line, new String(bytes, 0, length, StandardCharsets.ISO_8859_1), List.of());
      }
      case '*', '~', '>', '%' -> {
        int count = Integer.parseInt(line.substring(1)) * (line.charAt(0) == '%' ? 2 : 1);
        List<Reply> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          parts.add(read(in));
        }
        yield new Reply(line, "", parts);
      }
      case '+', '-', ':', '_', ',', '#', '(' -> new Reply(line, "", List.of());
      default -> throw new IOException("not a reply: " + line);
    };
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("the connection ended after \"" + line + "\"");
      }
      if (c == '\r') {
        if (in.read() != '\n') {
          throw new IOException("a line without an end: " + line);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
      }
      line.write(c);
    }
  }

  boolean isError() {
    return line.charAt(0) == '-';
  }

  boolean isPush() {
    return line.charAt(0) == '>';
  }

  /// All of it in one line, exact.
  String exact() {
    StringBuilder all = new StringBuilder(line);
    if (!text.isEmpty()) {
      all.append(' ').append('"').append(shown()).append('"');
    }
    for (Reply part : parts) {
      all.append(" [").append(part.exact()).append(']');
    }
    return all.toString();
  }

  private String shown() {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      shown.append(c >= ' ' && c < 0x7f ? String.valueOf(c) : "\\x%02x".formatted((int) c));
    }
    return shown.toString();
  }

  /// As [#exact], with the elements in groups of `group` put in an order of their own.
  String sorted(int group) {
    List<String> groups = new ArrayList<>();
    for (int i = 0; i + group <= parts.size(); i += group) {
      StringBuilder one = new StringBuilder();
      for (Reply part : parts.subList(i, i + group)) {
        one.append(" [").append(part.exact()).append(']');
      }
      groups.add(one.toString());
    }
    groups.sort(null);
    return line + String.join("", groups);
  }

  /// Types and counts without the contents, for what is random.
  String shape() {
    StringBuilder all = new StringBuilder();
    boolean bare = parts.isEmpty() && line.charAt(0) != '$';
    all.append(isError() || bare ? line : line.charAt(0));
    if (!parts.isEmpty()) {
      all.append(parts.size());
    }
    for (Reply part : parts) {
      all.append(" [").append(part.line().charAt(0)).append(part.parts().size()).append(']');
    }
    return all.toString();
  }
}
