package io.scorta.access.loopback;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Network;
import io.scorta.access.policy.Party;
import java.util.OptionalInt;

/// The addresses of this machine by which one party connects to another: what the client has to
/// bind, and what it has to dial.
public record LoopbackDial(int source, int target) {
  /// The outside address of a party that needs an alias before it can dial; see
  /// [AliasBook#withOutside].
  public static OptionalInt outsideOf(Party who) {
    return who instanceof Party.Address(int address)
        ? OptionalInt.of(address)
        : OptionalInt.empty();
  }

  /// How `who` dials `target`.
  ///
  /// Somebody outside dials an interface at its Elastic IP when it has one.
  ///
  /// @throws IllegalArgumentException when one of them has no alias: an outside target never has
  public static LoopbackDial of(Network network, AliasBook book, Party who, Party target) {
    OptionalInt from =
        switch (who) {
          case Party.Interface(String id) -> book.aliasOfInterface(id);
          case Party.Address(int address) -> book.aliasOfOutside(address);
        };
    OptionalInt to =
        switch (target) {
          case Party.Interface(String id) ->
              who instanceof Party.Address
                  ? publicAlias(network, book, id)
                  : book.aliasOfInterface(id);
          case Party.Address(int address) -> book.aliasOfElastic(address);
        };
    return new LoopbackDial(
        from.orElseThrow(() -> new IllegalArgumentException(who + " has no alias address")),
        to.orElseThrow(() -> new IllegalArgumentException("nobody answers at " + target)));
  }

  private static OptionalInt publicAlias(Network network, AliasBook book, String id) {
    return network.elasticIps().stream()
        .filter(
            it ->
                it.association()
                    .map(ElasticIp.Association::networkInterfaceId)
                    .filter(id::equals)
                    .isPresent())
        .findFirst()
        .map(it -> book.aliasOfElastic(it.publicAddress()))
        .orElseGet(() -> book.aliasOfInterface(id));
  }
}
