package io.scorta.access.kernel;

/// The kernel, or a program that speaks to it, refused what the network needs. The message says
/// what was attempted and what to do.
public final class KernelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public KernelException(String message) {
    super(message);
  }

  public KernelException(String message, Throwable cause) {
    super(message, cause);
  }
}
