package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The pool of public addresses that all accounts share, and the addresses lent from it.
///
/// Elastic IPs are taken from a fixed address upwards, lent addresses from the top downwards, so
/// that the former stay predictable.
final class PublicAddresses {
  private static final Cidr POOL = Cidr.parse("203.0.113.0/24");
  private static final int FIRST_OFFSET = 73;

  /// Usable addresses: all but the first and the last of the pool.
  private static final int USABLE = 254;

  private PublicAddresses() {}

  /// The next free address for an Elastic IP.
  static int next(Edit edit) {
    Set<Integer> taken = taken(edit.draft().state());
    for (int i = 0; i < USABLE; i++) {
      int address = at((FIRST_OFFSET - 1 + i) % USABLE + 1);
      if (!taken.contains(address)) {
        return address;
      }
    }
    throw exhausted();
  }

  /// The address that is asked for, when it is in the pool and free.
  static int asked(Edit edit, String text) {
    int address = parse(text);
    if (!POOL.contains(address) || address == at(0) || address == at(USABLE + 1)) {
      throw Refusal.of(
          "InvalidAddress.NotFound",
          "Address '%s' not found: the public addresses here are those of %s",
          text,
          POOL);
    }
    if (taken(edit.draft().state()).contains(address)) {
      throw Refusal.of("AddressInUse", "Address '%s' is allocated already: ask for another", text);
    }
    return address;
  }

  /// The address of a text.
  static int parse(String text) {
    try {
      return Ipv4.parse(text);
    } catch (IllegalArgumentException _) {
      throw Faults.value(
          "Value (%s) for parameter publicIp is invalid. Invalid IPv4 address", text);
    }
  }

  /// Gives a starting instance's interface a public address, unless it has an Elastic IP.
  static void lend(Edit edit, NetworkInterface to) {
    if (ElasticIps.ofInterface(edit.draft().state(), edit.account(), to.id()).isPresent()) {
      return;
    }
    Set<Integer> taken = taken(edit.draft().state());
    for (int offset = USABLE; offset > 0; offset--) {
      if (!taken.contains(at(offset))) {
        String id = edit.newId(ResourceKind.ADDRESS_ASSOCIATION);
        edit.put(
            NetworkKinds.LENT_IP,
            to.id(),
            new ElasticIp(
                "",
                edit.account(),
                at(offset),
                Optional.of(new ElasticIp.Association(id, to.id(), to.address()))));
        return;
      }
    }
    throw exhausted();
  }

  /// Takes a lent address back, if the interface has one.
  static void takeBack(Edit edit, String networkInterfaceId) {
    if (edit.find(NetworkKinds.LENT_IP, networkInterfaceId).isPresent()) {
      edit.draft().remove(edit.account(), NetworkKinds.LENT_IP, networkInterfaceId);
    }
  }

  private static Set<Integer> taken(State state) {
    Set<Integer> taken = new HashSet<>();
    state.everywhere(NetworkKinds.ELASTIC_IP).forEach(ip -> taken.add(ip.publicAddress()));
    state.everywhere(NetworkKinds.LENT_IP).forEach(ip -> taken.add(ip.publicAddress()));
    return taken;
  }

  private static int at(int offset) {
    return POOL.base() + offset;
  }

  private static Refusal exhausted() {
    return Refusal.of(
        "InsufficientAddressCapacity",
        "Every public address of %s is taken: release one first",
        POOL);
  }
}
