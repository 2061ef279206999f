package io.scorta.aws.codec;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The parameters of a Query request: names and values, each name once, in the order they came.
public final class Form {
  private static final String INVALID = "InvalidParameterValue";
  private static final int HEX = 16;
  private final Map<String, String> values;

  private Form(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /// Reads a query string and a form body together; a name may stand in only one of them, once.
  public static Form parse(String rawQuery, byte[] body) {
    if (body.length > Limits.BODY_BYTES_MAX || rawQuery.length() > Limits.BODY_BYTES_MAX) {
      throw WireFault.of(
          INVALID, "The request is larger than %d bytes: send less", Limits.BODY_BYTES_MAX);
    }
    Map<String, String> values = new LinkedHashMap<>();
    parseInto(values, rawQuery);
    parseInto(values, new String(body, StandardCharsets.UTF_8));
    return new Form(values);
  }

  /// The parameters of a map, for callers that have them already.
  public static Form of(Map<String, String> values) {
    return new Form(new LinkedHashMap<>(values));
  }

  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public Map<String, String> values() {
    return values;
  }

  private static void parseInto(Map<String, String> values, String text) {
    int start = 0;
    while (start < text.length()) { // Each round moves past one '&'.
      int ampersand = text.indexOf('&', start);
      int end = ampersand < 0 ? text.length() : ampersand;
      if (end > start) {
        add(values, text.substring(start, end));
      }
      start = end + 1;
    }
  }

  private static void add(Map<String, String> values, String pair) {
    int equals = pair.indexOf('=');
    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
    if (values.size() >= Limits.PARAMETERS_MAX) {
      throw WireFault.of(
          INVALID, "The request has more than %d parameters: send fewer", Limits.PARAMETERS_MAX);
    }
    if (values.putIfAbsent(name, value) != null) {
      throw WireFault.of(INVALID, "The parameter %s is given more than once", name);
    }
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text.replace('+', ' ');
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '%') {
        int high = i + 2 < in.length ? Character.digit(in[i + 1], HEX) : -1;
        int low = i + 2 < in.length ? Character.digit(in[i + 2], HEX) : -1;
        if (high < 0 || low < 0) {
          throw WireFault.of(
              "MalformedQueryString", "The parameters contain a %% without two hex digits");
        }
        out[length++] = (byte) (high * HEX + low);
        i += 2;
      } else {
        out[length++] = in[i] == '+' ? (byte) ' ' : in[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }
}
