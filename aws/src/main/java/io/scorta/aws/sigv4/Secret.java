package io.scorta.aws.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A secret access key. Its text is taken out on purpose only, and never by printing it.
public final class Secret {
  private final String text;

  public Secret(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a secret access key is empty: give at least a character");
    }
    this.text = text;
  }

  /// The secret in the clear, for signing and for the owner's eyes.
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
