package io.scorta.aws.codec;

/// A request that cannot be read: AWS's error code, and a message that names the parameter.
public final class WireFault extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String code;

  private WireFault(String code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /// A fault with a formatted message.
  public static WireFault of(String code, String message, Object... arguments) {
    return new WireFault(code, message.formatted(arguments));
  }

  public String code() {
    return code;
  }

  /// The text for the caller; never null.
  public String message() {
    return String.valueOf(getMessage());
  }
}
