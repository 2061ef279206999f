package io.scorta.server.http;

/// What one caller, and all together, may ask of the door.
final class Limits {
  /// Bytes of a request's body; a larger one is answered 413.
  static final int BODY_BYTES_MAX = 1024 * 1024;

  /// Bytes of the request line, in which a presigned request carries its parameters.
  static final int PROLOGUE_BYTES_MAX = 64 * 1024;

  /// Bytes of all headers together.
  static final int HEADERS_BYTES_MAX = 32 * 1024;

  /// Connections open at once; more wait in the backlog.
  static final int CONNECTIONS_MAX = 4096;

  /// Requests being answered at once; more are answered 503.
  static final int REQUESTS_MAX = 1024;

  private Limits() {}
}
