package io.scorta.access.loopback;

import io.scorta.access.model.Ipv4;

/// How the loopback realiser treats strangers and refusals.
///
/// A client whose source address is nobody's alias, 127.0.0.1 for instance, counts as the outside
/// address `strangerAddress`, never as anybody. `resetDenied` resets a refused connection at once;
/// otherwise it is held without an answer, as a dropped packet gives none.
public record LoopbackConfig(int strangerAddress, boolean resetDenied) {
  /// Strangers come from the first address of a block that is kept for documentation.
  public static final LoopbackConfig DEFAULT = new LoopbackConfig(Ipv4.parse("192.0.2.1"), false);
}
