package io.scorta.engine.loop;

import java.net.InetSocketAddress;

/// An address cannot be listened on; the message names it and says why.
public final class ListenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why an address was refused.
  public enum Cause {
    IN_USE,
    NOT_AVAILABLE,
    NO_PERMISSION,
    OTHER
  }

  private final Cause reason;

  ListenException(InetSocketAddress address, Cause reason, String detail) {
    super("cannot listen on %s:%d: %s".formatted(host(address), address.getPort(), detail));
    this.reason = reason;
  }

  private static String host(InetSocketAddress address) {
    return address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
  }

  public Cause reason() {
    return reason;
  }
}
