package io.scorta.access.loopback;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.NetworkInterface.Holder;
import io.scorta.access.model.Vpc;
import io.scorta.access.policy.Party;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds whom a person means by WHO or TARGET.
///
/// Known forms: an instance's id, a network interface's id, a cluster's id (its first node) or
/// `cluster/node`, an address, `vpc-id/address` where a private address occurs in several VPCs, and
/// `outside` for a client that is nobody in particular. Only what the account owns can be meant.
public final class WhoResolver {
  private static final String OUTSIDE = "outside";
  private static final int LISTED_MAX = 12;
  private static final List<Cidr> PRIVATE =
      Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8")
          .map(Cidr::parse)
          .toList();

  /// Who was meant, or why nobody was.
  public sealed interface Answer {
    /// `label` says it in full, for instance `sessions/0001, 10.0.1.230 of vpc-1`.
    record Found(Party party, String label) implements Answer {}

    record Refused(String message) implements Answer {}
  }

  private final Network network;
  private final String account;
  private final LoopbackConfig config;

  public WhoResolver(Network network, String account, LoopbackConfig config) {
    this.network = network;
    this.account = account;
    this.config = config;
  }

  /// Somebody who connects. An Elastic IP means the interface that it is tied to.
  public Answer who(String text) {
    return find(text, Optional.empty(), true);
  }

  /// Somebody to connect to. A private address is looked for in the VPC of who connects first; an
  /// Elastic IP stays what it is.
  public Answer target(String text, Party who) {
    Optional<String> vpcId =
        who instanceof Party.Interface(String id)
            ? owned().filter(it -> it.id().equals(id)).map(NetworkInterface::vpcId).findFirst()
            : Optional.empty();
    return find(text, vpcId, false);
  }

  private Answer find(String text, Optional<String> vpcId, boolean isSource) {
    if (text.equals(OUTSIDE)) {
      return outside(config.strangerAddress());
    }
    int slash = text.indexOf('/');
    String last = text.substring(slash + 1);
    Optional<Integer> address = address(last);
    if (address.isEmpty()) {
      return named(text);
    }
    if (slash < 0) {
      return addressed(address.get(), vpcId, isSource);
    }
    String vpc = text.substring(0, slash);
    return network.vpcs().stream().anyMatch(it -> it.id().equals(vpc) && isOwn(it.owner()))
        ? addressed(address.get(), Optional.of(vpc), isSource)
        : new Answer.Refused("there is no VPC " + vpc + ": known are " + list(vpcIds()));
  }

  private Answer named(String text) {
    Comparator<NetworkInterface> order = Comparator.comparing(NetworkInterface::attachedTo);
    return owned()
        .filter(it -> isNamed(it, text))
        .min(order)
        .<Answer>map(WhoResolver::found)
        .orElseGet(() -> new Answer.Refused(unknown(text)));
  }

  private static boolean isNamed(NetworkInterface it, String text) {
    return it.id().equals(text)
        || it.attachedTo().equals(text)
        || it.holder() == Holder.CACHE_NODE && it.attachedTo().startsWith(text + "/");
  }

  private Answer addressed(int address, Optional<String> vpcId, boolean isSource) {
    Optional<ElasticIp> elastic =
        network.elasticIps().stream()
            .filter(it -> it.publicAddress() == address && isOwn(it.owner()))
            .findFirst();
    if (elastic.isPresent()) {
      return isSource ? tied(elastic.get()) : elastic(elastic.get());
    }
    List<NetworkInterface> holders = owned().filter(it -> it.address() == address).toList();
    List<NetworkInterface> near =
        holders.stream().filter(it -> it.vpcId().equals(vpcId.orElse(it.vpcId()))).toList();
    List<NetworkInterface> candidates = near.isEmpty() && isSource ? holders : near;
    if (candidates.size() == 1) {
      return found(candidates.getFirst());
    }
    if (candidates.size() > 1) {
      return new Answer.Refused(
          "%s is an address in several VPCs: say which, %s"
              .formatted(
                  Ipv4.format(address),
                  list(candidates.stream().map(it -> it.vpcId() + "/" + text(it)).toList())));
    }
    return nobody(address, vpcId);
  }

  private Answer nobody(int address, Optional<String> vpcId) {
    String text = Ipv4.format(address);
    boolean isPrivate =
        PRIVATE.stream().anyMatch(block -> block.contains(address))
            || network.vpcs().stream().anyMatch(it -> isOwn(it.owner()) && it.contains(address));
    if (!isPrivate) {
      return outside(address);
    }
    String where = vpcId.map(id -> " in " + id).orElse("");
    List<String> known =
        owned()
            .filter(it -> it.vpcId().equals(vpcId.orElse(it.vpcId())))
            .map(it -> text(it) + " (" + it.attachedTo() + ")")
            .sorted()
            .toList();
    return new Answer.Refused(
        "nobody has the address %s%s: known are %s".formatted(text, where, list(known)));
  }

  private Answer tied(ElasticIp elastic) {
    return elastic
        .association()
        .flatMap(tie -> owned().filter(it -> it.id().equals(tie.networkInterfaceId())).findFirst())
        .<Answer>map(WhoResolver::found)
        .orElseGet(
            () ->
                new Answer.Refused(
                    "Elastic IP %s is associated with nothing, so nobody connects from it"
                        .formatted(Ipv4.format(elastic.publicAddress()))));
  }

  private static Answer elastic(ElasticIp elastic) {
    String text = Ipv4.format(elastic.publicAddress());
    return new Answer.Found(new Party.Address(elastic.publicAddress()), "Elastic IP " + text);
  }

  private static Answer outside(int address) {
    return new Answer.Found(
        new Party.Address(address), Ipv4.format(address) + ", outside every VPC");
  }

  private static Answer found(NetworkInterface it) {
    return new Answer.Found(
        new Party.Interface(it.id()),
        "%s, %s of %s".formatted(it.attachedTo(), text(it), it.vpcId()));
  }

  private String unknown(String text) {
    List<String> known = new ArrayList<>();
    owned().map(NetworkInterface::attachedTo).distinct().sorted().forEach(known::add);
    return "there is no \"%s\": give an instance, a network interface, a cluster, an address or %s;"
            .formatted(text, OUTSIDE)
        + " known are "
        + list(known);
  }

  private List<String> vpcIds() {
    return network.vpcs().stream().filter(it -> isOwn(it.owner())).map(Vpc::id).toList();
  }

  private Stream<NetworkInterface> owned() {
    return network.interfaces().stream().filter(it -> isOwn(it.owner()));
  }

  private boolean isOwn(String owner) {
    return owner.equals(account);
  }

  private static Optional<Integer> address(String text) {
    try {
      return Optional.of(Ipv4.parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String text(NetworkInterface it) {
    return Ipv4.format(it.address());
  }

  private static String list(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String shown = names.stream().limit(LISTED_MAX).collect(Collectors.joining(", "));
    int more = names.size() - LISTED_MAX;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
