package io.scorta.access.model;

/// IPv4 addresses as an `int` in network order, and their dotted text.
public final class Ipv4 {
  private static final int OCTETS = 4;
  private static final int OCTET_MAX = 255;
  private static final int OCTET_DIGITS_MAX = 3;

  private Ipv4() {}

  /// The address of a dotted quad such as `10.0.1.230`.
  ///
  /// @throws IllegalArgumentException when the text is not one
  public static int parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != OCTETS) {
      throw notAnAddress(text);
    }
    int address = 0;
    for (String part : parts) {
      address = address << 8 | octet(part, text);
    }
    return address;
  }

  /// The dotted quad of an address.
  public static String format(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }

  private static int octet(String part, String text) {
    if (part.isEmpty()
        || part.length() > OCTET_DIGITS_MAX
        || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw notAnAddress(text);
    }
    int octet = Integer.parseInt(part);
    if (octet > OCTET_MAX) {
      throw notAnAddress(text);
    }
    return octet;
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is not an IPv4 address: give four numbers such as 10.0.1.230");
  }
}
