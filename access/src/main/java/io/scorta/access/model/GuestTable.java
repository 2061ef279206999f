package io.scorta.access.model;

import java.util.List;
import java.util.Optional;

/// One table of a guest's iptables, `nat` or `filter`, with its chains in the order they are
/// listed.
///
/// The built-in chains come first and are always there.
public record GuestTable(String name, List<GuestChain> chains) {
  public static final String NAT = "nat";
  public static final String FILTER = "filter";

  public GuestTable {
    chains = List.copyOf(chains);
  }

  /// Both tables without a rule, every policy ACCEPT.
  public static List<GuestTable> initial() {
    return List.of(
        of(FILTER, "INPUT", "FORWARD", "OUTPUT"),
        of(NAT, "PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"));
  }

  public Optional<GuestChain> chain(String chainName) {
    return chains.stream().filter(chain -> chain.name().equals(chainName)).findFirst();
  }

  private static GuestTable of(String name, String... chains) {
    return new GuestTable(name, List.of(chains).stream().map(GuestChain::builtIn).toList());
  }
}
