package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.control.state.Refusal;

/// Turns a rule as a caller states it into the rule as it is kept, or refuses it.
record RuleReader(Edit edit, SecurityGroup group, boolean egress) {
  private static final int PORT_MAX = 65535;
  private static final int ICMP_MAX = 255;

  /// The rule with the given id.
  SecurityGroupRule read(RuleRequest request, String id) {
    Protocol protocol = protocol(request.protocol());
    int from = request.fromPort().orElse(-1);
    int to = request.toPort().orElse(-1);
    if (protocol.hasPorts()) {
      requirePorts(request);
      checkPorts(from, to);
    } else if (protocol.equals(Protocol.ICMP) || protocol.equals(Protocol.ICMPV6)) {
      checkIcmp(from, to);
    } else {
      from = -1;
      to = -1;
    }
    SecurityGroups.checkText("rule description", request.description());
    return new SecurityGroupRule(
        id, egress, protocol, from, to, peer(request.peer()), request.description());
  }

  static Protocol protocol(String text) {
    try {
      return Protocol.parse(text);
    } catch (IllegalArgumentException refused) {
      throw Faults.value(
          "Invalid value '%s' for IP protocol. %s", text, String.valueOf(refused.getMessage()));
    }
  }

  private static void requirePorts(RuleRequest request) {
    if (request.fromPort().isEmpty() || request.toPort().isEmpty()) {
      throw Faults.value(
          "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
    }
  }

  static void checkPorts(int from, int to) {
    if (from < 0 || to > PORT_MAX || from > to) {
      throw Faults.value(
          "Invalid value '%d-%d' for portRange. Give ports 0 to %d, the lower one first.",
          from, to, PORT_MAX);
    }
  }

  static void checkIcmp(int type, int code) {
    if (type < -1 || type > ICMP_MAX || code < -1 || code > ICMP_MAX || type == -1 && code != -1) {
      throw Faults.value(
          "Invalid value '%d, %d' for ICMP type and code. Give -1 to %d; code -1 where the type is"
              + " -1.",
          type, code, ICMP_MAX);
    }
  }

  private RulePeer peer(RuleRequest.Peer peer) {
    return switch (peer) {
      case RuleRequest.Peer.Block(String cidr) -> new RulePeer.Block(block(cidr));
      case RuleRequest.Peer.Block6(String cidr) ->
          new RulePeer.Block6(
              Ipv6Block.canonical(cidr)
                  .orElseThrow(
                      () ->
                          Faults.value(
                              "CIDR block %s is malformed: invalid CIDR, give one such as"
                                  + " 2001:db8::/32",
                              cidr)));
      case RuleRequest.Peer.Group named -> group(named);
      case RuleRequest.Peer.PrefixList(String id) ->
          new RulePeer.PrefixList(PrefixLists.require(edit, id).id());
    };
  }

  private static Cidr block(String text) {
    try {
      return Cidr.parse(text);
    } catch (IllegalArgumentException _) {
      throw Faults.value(
          "CIDR block %s is malformed: invalid CIDR, give one such as 10.0.0.0/16", text);
    }
  }

  private RulePeer group(RuleRequest.Peer.Group named) {
    String owner = named.owner().orElse(edit.account());
    if (!owner.equals(edit.account())) {
      return foreign(owner, named.id().or(named::name).orElse(""));
    }
    SecurityGroup found =
        named.id().isPresent() ? edit.group(named.id().get()) : byName(named.name().orElse(""));
    if (!isReached(found)) {
      throw Refusal.of(
          "InvalidGroup.NotFound",
          "You have specified two resources that belong to different networks: %s is in %s, %s in"
              + " %s",
          group.id(),
          group.vpcId(),
          found.id(),
          found.vpcId());
    }
    return new RulePeer.Group(found.id(), found.owner());
  }

  /// A group of another account is known by its id over an active peering, and in EC2-Classic.
  private RulePeer foreign(String owner, String id) {
    SecurityGroup found =
        edit.draft()
            .find(owner, NetworkKinds.SECURITY_GROUP, id)
            .or(() -> Classic.named(edit.draft().state(), owner, id))
            .filter(this::isReached)
            .orElseThrow(() -> unknown(id));
    return new RulePeer.Group(found.id(), found.owner());
  }

  private boolean isReached(SecurityGroup found) {
    return GroupVpcs.isUsable(edit.draft().state(), edit.account(), found, group.vpcId())
        || Peerings.between(edit.draft().state(), edit.account(), group.vpcId(), found.vpcId())
            .isPresent();
  }

  private SecurityGroup byName(String name) {
    if (!Classic.is(group.vpcId()) && !edit.vpc(group.vpcId()).isDefault()) {
      throw Faults.value(
          "Invalid value '%s' for groupName. Groups of a VPC that is not the default one are named"
              + " by their id.",
          name);
    }
    return SecurityGroups.named(edit, group.vpcId(), name).orElseThrow(() -> unknown(name));
  }

  private static Refusal unknown(String group) {
    return Refusal.of("InvalidGroup.NotFound", "The security group '%s' does not exist", group);
  }
}
