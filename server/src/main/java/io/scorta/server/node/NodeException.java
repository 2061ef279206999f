package io.scorta.server.node;

/// A node could not be started, changed or made reachable; the message is for its owner.
public final class NodeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
