package io.scorta.access.policy;

import io.scorta.access.model.Protocol;
import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroupRule;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Judges a traveller at one point of its way and writes the outcome into the journal.
///
/// Every method answers whether the walk goes on.
final class Checks {
  private final Atlas atlas;
  private final Gates gates;
  private final Past past;
  private final Journal journal;
  private final Traveller traveller;

  Checks(Atlas atlas, Gates gates, Past past, Journal journal, Traveller traveller) {
    this.atlas = atlas;
    this.gates = gates;
    this.past = past;
    this.journal = journal;
    this.traveller = traveller;
  }

  /// The outbound rules of the interface that the packet leaves by.
  boolean egress(int number) {
    int side = 2 * (traveller.hops.size() - 1);
    int remote = traveller.packet.destination();
    return judge(Stage.EGRESS, number, side, new Remote(remote, atlas.remote(number, remote)));
  }

  /// The inbound rules of the interface that the packet arrives at.
  boolean ingress(int number) {
    int side = 2 * (traveller.hops.size() - 1) - 1;
    int remote = traveller.packet.source();
    return judge(
        Stage.INGRESS, number, side, new Remote(remote, atlas.number(vpcBefore(number), remote)));
  }

  /// The VPC that the packet came from on its last hop.
  private String vpcBefore(int number) {
    int before = traveller.hops.size() - 2;
    boolean known = before >= 0 && !traveller.hops.get(before).isOutside();
    return known && !traveller.here().byGateway
        ? atlas.at(traveller.hops.get(before).number).vpcId()
        : atlas.at(number).vpcId();
  }

  /// The network ACL of an interface's subnet, for a packet that leaves or enters the subnet. It
  /// has no memory: a packet of an open connection is judged like the first.
  boolean border(int number, boolean egress) {
    Border border = atlas.border(number);
    Packet packet = traveller.packet;
    int remote = egress ? packet.destination() : packet.source();
    Stage stage = egress ? Stage.SUBNET_EGRESS : Stage.SUBNET_INGRESS;
    if (!border.gate(egress).admits(packet.protocol(), remote, packet.port())) {
      return blocked(
          stage, number, Reason.SUBNET_ACL_RESTRICTION, border.line(egress, packet, remote));
    }
    if (!journal.isSilent() && !border.aclId().isEmpty()) {
      open(stage, atlas.at(number).id(), border.aclId(), border.line(egress, packet, remote));
    }
    return true;
  }

  /// The filter table of a guest; `admits` asks one of its chains about one packet of the
  /// connection. All packets that the connection will need have to pass.
  boolean filter(Stage stage, int number, String chain, Predicate<GuestPath.Way> admits) {
    if (!past.isOpen() && !admits.test(GuestPath.Way.FIRST)) {
      return blocked(stage, number, Reason.GUEST_FILTER_RESTRICTION, chain);
    }
    if (!admits.test(GuestPath.Way.LATER)) {
      return blocked(stage, number, Reason.GUEST_FILTER_RESTRICTION, chain + ", later packets");
    }
    if (!admits.test(GuestPath.Way.ANSWER)) {
      return blocked(stage, number, Reason.GUEST_FILTER_RESTRICTION, chain + ", answers");
    }
    return true;
  }

  boolean open(Stage stage, String at, String rule, String detail) {
    if (!journal.isSilent()) {
      List<String> rules = rule.isEmpty() ? List.of() : List.of(rule);
      journal.note(
          new Step(stage, at, traveller.packet, Optional.empty(), rules, Tracking.NONE, detail));
    }
    return true;
  }

  void translation(String at, String chain, Supplier<String> rule) {
    if (!journal.isSilent()) {
      open(Stage.TRANSLATION, at, rule.get(), chain);
    }
  }

  boolean blocked(Stage stage, int number, Reason reason, String detail) {
    return blocked(stage, atlas.at(number).id(), reason, detail);
  }

  boolean blocked(Stage stage, String at, Reason reason, String detail) {
    if (journal.isSilent()) {
      return journal.blockSilently();
    }
    return journal.note(
        new Step(
            stage, at, traveller.packet, Optional.of(reason), List.of(), Tracking.NONE, detail));
  }

  private boolean judge(Stage stage, int number, int side, Remote remote) {
    boolean outward = stage == Stage.EGRESS;
    int judged = judged(number, outward, side, remote);
    if (judged == PortGate.DENIED) {
      return journal.isSilent()
          ? journal.blockSilently()
          : blocked(stage, number, mismatch(number, outward), "");
    }
    if (judged == PortGate.UNTRACKED) {
      traveller.remember(Ticket.untracked(side));
    }
    if (!journal.isSilent()) {
      journal.note(admitted(stage, number, remote, judged));
    }
    return true;
  }

  private int judged(int number, boolean outward, int side, Remote remote) {
    Protocol protocol = traveller.packet.protocol();
    if (!past.isOpen()) {
      return gates.judge(number, outward, remote, protocol, traveller.packet.port());
    }
    if (!past.isUntracked(side)) {
      return PortGate.TRACKED;
    }
    boolean packets =
        gates.judge(number, outward, remote, protocol, traveller.packet.port()) != PortGate.DENIED;
    boolean answers =
        gates.judge(number, !outward, remote, protocol, past.sourcePort()) != PortGate.DENIED;
    return packets && answers ? PortGate.UNTRACKED : PortGate.DENIED;
  }

  /// Why no rule admits the packet. A rule that names a group of an earlier host was probably meant
  /// for it, but the packet no longer bears that host's address.
  private Reason mismatch(int number, boolean outward) {
    List<SecurityGroupRule> rules = gates.rules(number, outward);
    if (rules.isEmpty()) {
      return Reason.SG_HAS_NO_RULES;
    }
    Packet packet = traveller.packet;
    boolean lost =
        !outward
            && rules.stream()
                .filter(rule -> rule.covers(packet.protocol(), packet.port()))
                .anyMatch(rule -> namesEarlierHost(rule.peer()));
    return lost ? Reason.SG_REFERENCES_NOT_PRESERVED : Reason.ENI_SG_RULES_MISMATCH;
  }

  private boolean namesEarlierHost(RulePeer peer) {
    return peer instanceof RulePeer.Group(String groupId, _)
        && traveller.hops.stream()
            .limit(traveller.hops.size() - 1L)
            .filter(hop -> !hop.isOutside())
            .anyMatch(hop -> atlas.at(hop.number).groupIds().contains(groupId));
  }

  private Step admitted(Stage stage, int number, Remote remote, int judged) {
    Packet packet = traveller.packet;
    return new Step(
        stage,
        atlas.at(number).id(),
        packet,
        Optional.empty(),
        gates.admitting(number, stage == Stage.EGRESS, remote, packet.protocol(), packet.port()),
        judged == PortGate.UNTRACKED ? Tracking.UNTRACKED : Tracking.TRACKED,
        "");
  }
}
