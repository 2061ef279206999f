package io.scorta.access.model;

/// A block of IPv4 addresses: the base address and how many leading bits are fixed, 0 to 32.
///
/// The host bits of the base are always zero.
public record Cidr(int base, int bits) implements Comparable<Cidr> {
  public static final Cidr ANYWHERE = new Cidr(0, 0);
  private static final int BITS_MAX = 32;

  public Cidr {
    if (bits < 0 || bits > BITS_MAX) {
      throw new IllegalArgumentException("prefix length " + bits + ": give 0 to " + BITS_MAX);
    }
    base &= mask(bits);
  }

  /// The block of `10.0.0.0/16`; host bits in the text are cleared.
  ///
  /// @throws IllegalArgumentException when the text is not a block
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a CIDR block: give one such as 10.0.0.0/16");
    }
    String length = text.substring(slash + 1);
    if (length.isEmpty() || length.length() > 2 || !length.chars().allMatch(Character::isDigit)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a CIDR block: the prefix length must be 0 to " + BITS_MAX);
    }
    return new Cidr(Ipv4.parse(text.substring(0, slash)), Integer.parseInt(length));
  }

  /// The block of exactly one address.
  public static Cidr of(int address) {
    return new Cidr(address, BITS_MAX);
  }

  public boolean contains(int address) {
    return (address & mask(bits)) == base;
  }

  public boolean contains(Cidr other) {
    return other.bits >= bits && contains(other.base);
  }

  public boolean overlaps(Cidr other) {
    return contains(other.base) || other.contains(base);
  }

  /// How many addresses the block holds, 1 to 2^32.
  public long size() {
    return 1L << (BITS_MAX - bits);
  }

  public boolean isAnywhere() {
    return bits == 0;
  }

  @Override
  public int compareTo(Cidr other) {
    int byBase = Integer.compareUnsigned(base, other.base);
    return byBase != 0 ? byBase : Integer.compare(bits, other.bits);
  }

  @Override
  public String toString() {
    return Ipv4.format(base) + "/" + bits;
  }

  private static int mask(int bits) {
    return bits == 0 ? 0 : -1 << (BITS_MAX - bits);
  }
}
