package io.scorta.access.policy;

/// One host on a packet's way: the sender, the guests that forward it, and the one that it ends at.
///
/// A number of `Atlas.NOBODY` is a host outside. `arrivedFrom` is the source that the packet bore
/// when it came in, `leftFrom` the one it bore when it went out.
final class Hop {
  final int number;
  final int arrivedFrom;
  final boolean byGateway;

  /// The destination that the packet bore when it came in, and when it went out.
  int arrivedTo;

  int leftTo;
  int leftFrom;
  boolean translated;

  Hop(int number, int arrivedFrom, boolean byGateway) {
    this.number = number;
    this.arrivedFrom = arrivedFrom;
    this.byGateway = byGateway;
    this.leftFrom = arrivedFrom;
  }

  boolean isOutside() {
    return number == Atlas.NOBODY;
  }
}
