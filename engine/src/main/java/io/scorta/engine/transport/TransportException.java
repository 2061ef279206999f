package io.scorta.engine.transport;

/// A socket operation that the system refused, other than the outcomes that every server meets.
public final class TransportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why an operation was refused, as far as callers tell reasons apart.
  public enum Reason {
    ADDRESS_IN_USE,
    ADDRESS_NOT_AVAILABLE,
    NO_PERMISSION,
    OTHER
  }

  private final Reason reason;

  public TransportException(String operation, Reason reason, String detail) {
    super("%s: %s".formatted(operation, detail));
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
