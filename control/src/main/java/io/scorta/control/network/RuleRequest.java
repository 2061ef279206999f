package io.scorta.control.network;

import java.util.Optional;

/// One rule as a caller states it: not yet checked, its group perhaps only named.
public record RuleRequest(
    String protocol,
    Optional<Integer> fromPort,
    Optional<Integer> toPort,
    Peer peer,
    String description) {

  /// The other end as a caller states it.
  public sealed interface Peer {
    record Block(String cidr) implements Peer {}

    record Block6(String cidr) implements Peer {}

    record Group(Optional<String> id, Optional<String> name, Optional<String> owner)
        implements Peer {}

    record PrefixList(String id) implements Peer {}
  }
}
