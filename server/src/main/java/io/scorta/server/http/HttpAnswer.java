package io.scorta.server.http;

import java.nio.charset.StandardCharsets;

/// What goes back to the caller.
@SuppressWarnings("ArrayRecordComponent") // A body is neither compared nor printed.
public record HttpAnswer(int status, String contentType, byte[] body) {
  /// An answer with a text for its body.
  public static HttpAnswer text(int status, String contentType, String body) {
    return new HttpAnswer(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }
}
