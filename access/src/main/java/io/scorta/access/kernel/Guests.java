package io.scorta.access.kernel;

import io.scorta.access.model.Ipv4;
import java.util.Collection;
import java.util.List;

/// Sets up the namespaces of those who hold an address: a loopback, one link, one way out.
final class Guests {
  private final Tools tools;
  private final Namespaces namespaces;
  private final NamespaceMaker maker;
  private long settled;

  Guests(Tools tools, Namespaces namespaces, NamespaceMaker maker) {
    this.tools = tools;
    this.maker = maker;
    this.namespaces = namespaces;
  }

  /// Makes the namespaces; what was there under their names is gone.
  void make(Collection<Namespace> wanted) {
    remove(wanted);
    namespaces.make(wanted.stream().filter(it -> !maker.make(it)).toList());
  }

  /// Gives the holder its address on its end of the link, `eth0`, and its way out.
  ///
  /// @return a number that no other call returns
  long settle(Namespace guest, int address, String router) {
    tools.ip(
        guest,
        List.of(
            "link set lo up",
            "addr add %s/32 dev eth0".formatted(Ipv4.format(address)),
            "link set eth0 up",
            "route add %s dev eth0 scope link".formatted(router),
            "route add default via %s dev eth0".formatted(router)));
    Settings.host(guest);
    return ++settled;
  }

  /// Makes a settled holder a NAT gateway: it sends on in its own name, and nothing is for itself.
  void translate(Namespace guest) {
    LoadedRules.load(tools, guest, "nat-gateway.nft");
    Settings.forwarding(guest, true);
  }

  /// Removes those that are there, and ends what lives in them.
  void remove(Collection<Namespace> unwanted) {
    unwanted.forEach(maker::leave);
    List<Namespace> there = namespaces.existing();
    namespaces.remove(unwanted.stream().filter(there::contains).toList());
  }
}
