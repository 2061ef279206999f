package io.scorta.engine.memory;

/// The system gave no more memory. Carries the request, so that the answer can name it.
public final class MemoryExhausted extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long bytes;

  MemoryExhausted(long bytes, long reservedBytes) {
    super(
        "the system gave no %d bytes of memory; %d are reserved already"
            .formatted(bytes, reservedBytes));
    this.bytes = bytes;
  }

  /// How much was asked for.
  public long bytes() {
    return bytes;
  }
}
