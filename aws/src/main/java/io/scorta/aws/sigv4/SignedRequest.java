package io.scorta.aws.sigv4;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A request as it was received: nothing decoded, nothing added.
///
/// @param rawPath the path with its percent signs
/// @param rawQuery what follows the question mark, or an empty text
/// @param headers by lower-case name, each with its values in order
/// @param body all of it; not copied, and not changed by anyone
@SuppressWarnings("ArrayRecordComponent") // A body is neither compared nor printed.
public record SignedRequest(
    String method,
    String rawPath,
    String rawQuery,
    Map<String, List<String>> headers,
    byte[] body) {
  public SignedRequest {
    Map<String, List<String>> lower = new TreeMap<>();
    headers.forEach(
        (name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    headers = lower;
  }

  /// The header's first value, or an empty text.
  String header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }
}
