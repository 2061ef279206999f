package io.scorta.access.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The inside of an instance as far as packets are concerned, and the files that outlive a stop.
///
/// `ipForward` and `tables` are the running kernel's state: they are gone after a stop and come
/// back from `files` at the next start, as on a real host.
public record Guest(boolean ipForward, List<NatRule> tables, Map<String, String> files) {
  public Guest {
    tables = List.copyOf(tables);
    files = Map.copyOf(new TreeMap<>(files));
  }

  /// One rule of the guest's iptables, in order of its chain.
  ///
  /// `matches` and `target` are kept as parsed: see the fields of each.
  public record NatRule(String table, String chain, Match match, Target target) {}

  /// What a rule asks of a packet; an empty or absent part matches everything.
  ///
  /// `fromPort`/`toPort` are the destination's ports, -1 for any.
  public record Match(
      String inInterface,
      String outInterface,
      Protocol protocol,
      Cidr source,
      Cidr destination,
      int fromPort,
      int toPort) {}

  /// What a rule does with a packet that matches.
  public sealed interface Target {
    /// Rewrites the destination; port 0 keeps the port.
    record Dnat(int address, int port) implements Target {}

    /// Rewrites the source.
    record Snat(int address) implements Target {}

    /// Rewrites the source to the outgoing interface's address.
    record Masquerade() implements Target {}

    /// Sends the packet to the host itself; port 0 keeps the port.
    record Redirect(int port) implements Target {}

    record Accept() implements Target {}

    record Drop() implements Target {}
  }
}
