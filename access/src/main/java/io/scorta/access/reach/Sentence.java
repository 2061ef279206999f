package io.scorta.access.reach;

import io.scorta.access.model.Instance;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkAclEntry;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.policy.Packet;
import io.scorta.access.policy.Reason;
import io.scorta.access.policy.Step;
import io.scorta.access.policy.Tracking;
import java.util.Optional;

/// Says in one sentence what happened at a step.
final class Sentence {
  private final Network network;

  Sentence(Network network) {
    this.network = network;
  }

  String of(Step step) {
    String who = named(step.at());
    Packet packet = step.packet();
    return switch (step.stage()) {
      case SOURCE -> who + " " + step.detail() + ", so it sends nothing";
      case SOURCE_GUEST -> who + " drops it by its own iptables, chain " + step.detail();
      case SOURCE_CHECK ->
          "%s may not send as %s while its source/destination check is on"
              .formatted(who, Ipv4.format(packet.source()));
      case EGRESS -> gate(step, who, "out to " + Ipv4.format(packet.destination()));
      case INGRESS -> gate(step, who, "in from " + Ipv4.format(packet.source()));
      case ROUTE -> route(step, who);
      case SUBNET_EGRESS -> border(step, who, "leave");
      case SUBNET_INGRESS -> border(step, who, "enter");
      case PEERING -> peering(step, who);
      case GATEWAY -> gateway(step, who);
      case DESTINATION_CHECK ->
          "%s may not receive what is meant for %s while its source/destination check is on"
              .formatted(who, Ipv4.format(packet.destination()));
      case HOST -> who + " " + step.detail() + ", so it answers nothing";
      case TRANSLATION -> translation(step, who);
      case FORWARDING -> who + " does not forward: net.ipv4.ip_forward is 0";
      case FILTER -> who + " drops it in its filter table, chain " + step.detail();
      case LISTENER ->
          "%s %s on port %d"
              .formatted(who, step.isOpen() ? "listens" : "does not listen", packet.port());
      case RETURN -> answers(step, who);
    };
  }

  private static String translation(Step step, String who) {
    Packet packet = step.packet();
    if (step.detail().equals("NAT gateway")) {
      return "%s sends it on as %s: the NAT gateway %s"
          .formatted(who, Ipv4.format(packet.source()), String.join("", step.ruleIds()));
    }
    return "%s translates by its iptables rule \"%s\" to %s -> %s:%d (AWS's analyser sees no such)"
        .formatted(
            who,
            String.join("", step.ruleIds()),
            Ipv4.format(packet.source()),
            Ipv4.format(packet.destination()),
            packet.port());
  }

  private static String gate(Step step, String who, String direction) {
    String what =
        "%s port %d/%s".formatted(direction, step.packet().port(), step.packet().protocol());
    if (!step.isOpen()) {
      return step.blocked().get() == Reason.SG_REFERENCES_NOT_PRESERVED
          ? "%s: no rule admits %s; a rule names the group of an earlier host, whose address the"
                  .formatted(who, what)
              + " packet no longer bears"
          : "%s: no rule of its groups admits %s".formatted(who, what);
    }
    String tracking =
        step.tracking() == Tracking.UNTRACKED
            ? "untracked: revoking ends open connections at once"
            : "tracked: open connections outlive a revoke";
    return "%s: %s by %s (%s)".formatted(who, what, String.join(", ", step.ruleIds()), tracking);
  }

  private static String route(Step step, String who) {
    String to = Ipv4.format(step.packet().destination());
    if (step.isOpen()) {
      return "%s: route %s in %s leads to %s"
          .formatted(who, step.detail(), String.join(", ", step.ruleIds()), to);
    }
    return switch (step.blocked().get()) {
      case BAD_STATE_ROUTE -> "%s: the route %s is a blackhole".formatted(who, step.detail());
      case MORE_SPECIFIC_ROUTE ->
          "%s: the route %s is a blackhole and hides one that would lead there"
              .formatted(who, step.detail());
      case BAD_STATE -> "%s: nobody in the VPC has the address %s".formatted(who, to);
      case TOO_MANY_HOPS -> who + ": the packet goes round in circles";
      default -> "%s: no route leads to %s".formatted(who, to);
    };
  }

  /// The detail is the ACL, the direction, and the number of the line that decided.
  private static String border(Step step, String who, String verb) {
    String[] parts = step.detail().split(" ");
    return "%s: line %s of the %s lines of %s %s the packet %s the subnet"
        .formatted(
            who,
            parts[2].equals(Integer.toString(NetworkAclEntry.LAST)) ? "*" : parts[2],
            parts[1],
            parts[0],
            step.isOpen() ? "lets" : "does not let",
            verb);
  }

  private static String peering(Step step, String who) {
    String to = Ipv4.format(step.packet().destination());
    if (step.isOpen()) {
      return "%s: the peering %s leads to %s in %s"
          .formatted(who, String.join(", ", step.ruleIds()), to, step.detail());
    }
    return switch (step.blocked().get()) {
      case PCX_REQUIRES_ADDRESS_IN_VPC_CIDR ->
          "%s: the peering %s takes nothing from or to addresses outside its VPCs, and %s -> %s is"
              .formatted(who, step.detail(), Ipv4.format(step.packet().source()), to);
      case BAD_STATE -> "%s: nobody in the peered VPC has the address %s".formatted(who, to);
      default -> "%s: the peering leads to another VPC that also uses %s".formatted(who, to);
    };
  }

  private static String gateway(Step step, String who) {
    if (step.isOpen()) {
      return "the internet gateway translates by %s".formatted(String.join(", ", step.ruleIds()));
    }
    return switch (step.blocked().get()) {
      case IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS ->
          who + " has no Elastic IP, so the internet gateway lets nothing of it out";
      case IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS ->
          who + " has no Elastic IP, so nothing comes in from outside";
      case IGW_REJECTS_SPOOFED_TRAFFIC -> who + " is not an address that exists outside";
      case BAD_STATE -> "no internet gateway is attached to " + step.detail();
      default -> Ipv4.format(step.packet().destination()) + " is not a public address";
    };
  }

  private static String answers(Step step, String who) {
    if (step.isOpen()) {
      return "the answers find their way back";
    }
    String to = Ipv4.format(step.packet().destination());
    return switch (step.blocked().get()) {
      case NO_ROUTE_TO_DESTINATION ->
          step.detail().isEmpty()
              ? "%s knows no way back to %s".formatted(who, to)
              : "%s is not in a public subnet: %s has no route to an internet gateway"
                  .formatted(who, step.detail());
      case SUBNET_ACL_RESTRICTION ->
          "%s: the answers to %s are stopped by line %s of the %s lines of %s"
              .formatted(
                  who,
                  to,
                  step.detail().split(" ")[2],
                  step.detail().split(" ")[1],
                  step.detail().split(" ")[0]);
      case BAD_STATE_ROUTE -> "%s: the route back to %s is a blackhole".formatted(who, to);
      default ->
          "%s: the answers to %s do not come back by the host that translated".formatted(who, to);
    };
  }

  /// The id with what a reader knows it by.
  String named(String id) {
    return byId(id)
        .map(
            it ->
                "%s (%s%s)"
                    .formatted(
                        id,
                        instanceOf(id).map(name -> name + ", ").orElse(""),
                        Ipv4.format(it.address())))
        .orElse(id);
  }

  Optional<NetworkInterface> byId(String id) {
    return network.interfaces().stream().filter(it -> it.id().equals(id)).findFirst();
  }

  Optional<NetworkInterface> byAddress(String vpcId, int address) {
    return network.interfaces().stream()
        .filter(it -> it.vpcId().equals(vpcId) && it.address() == address)
        .findFirst();
  }

  private Optional<String> instanceOf(String interfaceId) {
    return network.instances().stream()
        .filter(it -> it.networkInterfaceId().equals(interfaceId))
        .map(Instance::id)
        .findFirst();
  }
}
