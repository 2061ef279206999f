package io.scorta.control.state;

import java.util.SplittableRandom;

/// Makes new ids from a seed that the caller drew; the same seed gives the same ids.
///
/// Lives for one decision and is used by one thread.
public final class Mint {
  private static final int AWS_ID_DIGITS = 17;
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private final SplittableRandom random;

  public Mint(long seed) {
    random = new SplittableRandom(seed);
  }

  /// An id of AWS's long form: the prefix, a hyphen and 17 hexadecimal digits.
  public String id(String prefix) {
    StringBuilder id = new StringBuilder(prefix).append('-');
    for (int i = 0; i < AWS_ID_DIGITS; i++) {
      id.append(HEX[random.nextInt(HEX.length)]);
    }
    return id.toString();
  }

  /// A number from 0 to `bound` - 1.
  public int below(int bound) {
    return random.nextInt(bound);
  }
}
