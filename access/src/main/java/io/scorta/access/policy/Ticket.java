package io.scorta.access.policy;

/// What an admitted connection has to remember until it ends, in one non-negative `long`.
///
/// ```
///   62   61        60         59 ... 48        47 ... 16          15 ... 0
///    0   chained   rewritten  untracked sides  forwarded address  forwarded port
/// ```
///
/// Side `2k` is the egress of hop `k`, side `2k - 1` its ingress; hop 0 is the source. A forwarded
/// port of 0 says that no guest translated the connection; in place of the address then stands how
/// many hosts forwarded it. Otherwise hop 1 sent it on to the forwarded address and port, and wrote
/// its own address into it when the `rewritten` bit is set. `chained` marks a translation that this
/// form cannot hold (more than one hop, or not the first).
public final class Ticket {
  /// What `admit` answers for a connection that may not be.
  public static final long DENIED = -1;

  static final int SIDES_MAX = 12;
  private static final int ADDRESS_SHIFT = 16;
  private static final int SIDE_SHIFT = 48;
  private static final long REWRITTEN = 1L << 60;
  private static final long CHAINED = 1L << 61;
  private static final int PORT_MASK = 0xffff;

  private Ticket() {}

  /// Whether the security group on this side judges every packet of the connection.
  public static boolean isUntracked(long ticket, int side) {
    return (ticket >>> SIDE_SHIFT + side & 1) != 0;
  }

  /// Whether a guest's NAT rules translated the connection.
  public static boolean isTranslated(long ticket) {
    return forwardedPort(ticket) != 0;
  }

  /// The private address to which the last translation sent the connection.
  public static int forwardedAddress(long ticket) {
    return (int) (ticket >>> ADDRESS_SHIFT);
  }

  /// The port to which the last translation sent the connection, 0 when there was none.
  public static int forwardedPort(long ticket) {
    return (int) (ticket & PORT_MASK);
  }

  static long untracked(int side) {
    return 1L << SIDE_SHIFT + side;
  }

  static long untranslated(int forwarders) {
    return (long) forwarders << ADDRESS_SHIFT;
  }

  static long forwarded(int address, int port, boolean rewritten) {
    return Integer.toUnsignedLong(address) << ADDRESS_SHIFT | port | (rewritten ? REWRITTEN : 0);
  }

  static long chained(int address, int port) {
    return forwarded(address, port, false) | CHAINED;
  }

  static boolean isRewritten(long ticket) {
    return (ticket & REWRITTEN) != 0;
  }

  static boolean isChained(long ticket) {
    return (ticket & CHAINED) != 0;
  }

  /// Whether both connections took the same way, as far as tickets tell; their sides may differ.
  static boolean sameWay(long one, long other) {
    long mask = ~(((1L << SIDES_MAX) - 1) << SIDE_SHIFT);
    return (one & mask) == (other & mask);
  }
}
