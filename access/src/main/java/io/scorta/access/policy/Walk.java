package io.scorta.access.policy;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Guest;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTarget;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows one packet from its sender to where it ends, through every gate that it meets.
///
/// ```
/// sender: own iptables -> source check -> egress -> route -+-- local ------> arrive
///                                                          +-- interface --> arrive
///                                                          +-- peering ----> arrive
///                                                          +-- NAT gateway -> its own source
///                                                          +-- gateway ----> Elastic IP -> arrive
///                                                                            or outside: end
/// outside: Elastic IP -> arrive
/// arrive: ingress -> destination check -> up? -+-- own address: INPUT -> listener: end
///                                              +-- guest's DNAT -> forwarding -> FORWARD
///                                                  -> guest's SNAT -> source check -> ...
/// end: the way of the answers
///
/// Between route and arrival, the network ACLs of both subnets, where they are two.
/// ```
///
/// A connection that is already open is walked by the same code; what its first packet met stands
/// in its ticket. Tracked sides pass, untracked ones are judged in both directions, the guests'
/// translations are those of its birth, as connection tracking keeps them, and all that has no
/// memory (routes, gateways, Elastic IPs, source/destination checks, forwarding, filters, whether a
/// host is up) is judged as it is now.
final class Walk {
  /// Hosts that a packet may leave, the sender included. Ends every loop of routes.
  private static final int DEPARTURES_MAX = Ticket.SIDES_MAX / 2;

  private final Atlas atlas;
  private final Past past;
  private final Journal journal;
  private final Traveller traveller = new Traveller();
  private final Checks checks;
  private @Nullable Party end;

  /// The interface that was dialled by its id.
  private int dialled = Atlas.NOBODY;

  Walk(Atlas atlas, Gates gates, Past past, Journal journal) {
    this.atlas = atlas;
    this.past = past;
    this.journal = journal;
    this.checks = new Checks(atlas, gates, past, journal, traveller);
  }

  /// Where the packet ended; absent when it was blocked on the way.
  Optional<Party> end() {
    return journal.isBlocked() ? Optional.empty() : Optional.ofNullable(end);
  }

  int port() {
    return traveller.packet.port();
  }

  /// What the connection has to remember, [Ticket#DENIED] when it may not be.
  long ticket() {
    return end().isEmpty() ? Ticket.DENIED : traveller.ticket();
  }

  void run(Flow flow) {
    traveller.packet = new Packet(0, 0, flow.protocol(), flow.port());
    switch (flow.source()) {
      case Party.Address(int address) -> fromOutside(address, flow);
      case Party.Interface(String id) -> {
        int number = atlas.number(id);
        if (number == Atlas.NOBODY) {
          checks.blocked(Stage.SOURCE, id, Reason.BAD_STATE, "does not exist");
        } else {
          fromInterface(number, flow);
        }
      }
    }
  }

  private void fromInterface(int number, Flow flow) {
    NetworkInterface sender = atlas.at(number);
    traveller.packet = traveller.packet.from(sender.address());
    traveller.hops.add(new Hop(number, sender.address(), false));
    if (!dial(sender, flow)
        || atlas.isNat(number)
            && !checks.blocked(Stage.SOURCE, number, Reason.BAD_STATE, "is a NAT gateway")
        || !atlas.isUp(number)
            && !checks.blocked(Stage.SOURCE, number, Reason.BAD_STATE, "is stopped")) {
      return;
    }
    if (traveller.packet.destination() == sender.address()) {
      listener(number);
    } else if (passesOwnRules(number, sender)) {
      leave(number);
    }
  }

  private boolean dial(NetworkInterface sender, Flow flow) {
    return switch (flow.target()) {
      case Party.Address(int address) -> {
        redirect(address);
        yield true;
      }
      case Party.Interface(String id) -> dialInterface(sender, id);
    };
  }

  private boolean dialInterface(NetworkInterface sender, String id) {
    int target = atlas.number(id);
    if (target == Atlas.NOBODY) {
      checks.blocked(Stage.HOST, id, Reason.BAD_STATE, "does not exist");
      return false;
    }
    redirect(atlas.at(target).address());
    String vpcId = atlas.at(target).vpcId();
    boolean reached =
        vpcId.equals(sender.vpcId())
            || atlas.surroundings().peersOf(sender.vpcId()).contains(vpcId);
    dialled = target;
    if (!reached) {
      checks.blocked(Stage.ROUTE, sender.id(), Reason.NO_ROUTE_TO_DESTINATION, vpcId);
      return false;
    }
    return true;
  }

  private boolean passesOwnRules(int number, NetworkInterface sender) {
    Optional<Guest> guest = atlas.guest(number);
    if (guest.isEmpty()) {
      return true;
    }
    GuestPath rules = new GuestPath(guest.get(), sender.address());
    Packet before = traveller.packet;
    if (past.usesRulesOfNow()) {
      traveller.packet = rules.sent(before);
    }
    Packet sent = traveller.packet;
    if (!checks.filter(
        Stage.SOURCE_GUEST, number, "OUTPUT", way -> rules.admitsOutput(sent, way))) {
      return false;
    }
    if (past.usesRulesOfNow()) {
      traveller.packet = rules.departed(sent);
    }
    if (!traveller.packet.equals(before)) {
      traveller.translated();
    }
    return true;
  }

  private void fromOutside(int address, Flow flow) {
    traveller.packet = traveller.packet.from(address);
    traveller.hops.add(new Hop(Atlas.NOBODY, address, false));
    if ((Outside.isReserved(address) || atlas.elasticOf(address) != null)
        && !checks.blocked(
            Stage.GATEWAY, Ipv4.format(address), Reason.IGW_REJECTS_SPOOFED_TRAFFIC, "")) {
      return;
    }
    switch (flow.target()) {
      case Party.Address(int dialled) -> fromGateway(dialled);
      case Party.Interface(String id) -> toInterfaceFromOutside(id);
    }
  }

  private void toInterfaceFromOutside(String id) {
    int number = atlas.number(id);
    if (number == Atlas.NOBODY) {
      checks.blocked(Stage.HOST, id, Reason.BAD_STATE, "does not exist");
      return;
    }
    ElasticIp elastic = atlas.elasticOfInterface(number);
    if (elastic != null) {
      fromGateway(elastic.publicAddress());
      return;
    }
    redirect(atlas.at(number).address());
    if (checks.blocked(Stage.GATEWAY, number, Reason.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS, "")) {
      arrive(number, true, true);
    }
  }

  private void leave(int number) {
    NetworkInterface it = atlas.at(number);
    int source = traveller.packet.source();
    traveller.here().leftFrom = source;
    traveller.here().leftTo = traveller.packet.destination();
    if (traveller.hops.size() > DEPARTURES_MAX) {
      checks.blocked(Stage.ROUTE, number, Reason.TOO_MANY_HOPS, "");
      return;
    }
    if (source != it.address()
        && it.sourceDestCheck()
        && !checks.blocked(
            Stage.SOURCE_CHECK, number, Reason.ENI_SOURCE_DEST_CHECK_RESTRICTION, "")) {
      return;
    }
    if (atlas.isNat(number) || checks.egress(number)) {
      route(number, it);
    }
  }

  private void route(int number, NetworkInterface it) {
    RouteLookup routes = atlas.routes(number);
    Optional<Route> route = routes.find(traveller.packet.destination());
    if (route.isEmpty()) {
      checks.blocked(Stage.ROUTE, number, Reason.NO_ROUTE_TO_DESTINATION, routes.tableId());
      return;
    }
    RouteTarget target = route.get().target();
    String line = route.get().destination() + " " + named(target);
    if (!atlas.leads(target, it.vpcId())) {
      boolean shadows = routes.leadsElsewhere(traveller.packet.destination(), atlas, it.vpcId());
      Reason reason = shadows ? Reason.MORE_SPECIFIC_ROUTE : Reason.BAD_STATE_ROUTE;
      checks.blocked(Stage.ROUTE, number, reason, routes.tableId() + " " + line);
      return;
    }
    checks.open(Stage.ROUTE, it.id(), routes.tableId(), line);
    switch (target) {
      case RouteTarget.Local _ -> local(number, it);
      case RouteTarget.Interface(String id) -> hand(number, atlas.number(id));
      case RouteTarget.NatGateway(_, String id) -> hand(number, atlas.number(id));
      case RouteTarget.Gateway _ -> toGateway(number, it);
      case RouteTarget.Peering(String id) -> acrossPeering(number, it, id);
    }
  }

  /// From one interface to another, past the border of their subnets where there is one.
  private void hand(int from, int to) {
    boolean border = atlas.isBetweenSubnets(from, to);
    if (!border || checks.border(from, true)) {
      arrive(to, false, border);
    }
  }

  /// A peering takes only what goes from one of the two VPCs to the other.
  private void acrossPeering(int number, NetworkInterface it, String peeringId) {
    Packet packet = traveller.packet;
    String other = atlas.surroundings().across(peeringId, it.vpcId());
    if (!atlas.contains(it.vpcId(), packet.source())
        || !atlas.contains(other, packet.destination())) {
      checks.blocked(Stage.PEERING, number, Reason.PCX_REQUIRES_ADDRESS_IN_VPC_CIDR, peeringId);
      return;
    }
    int next = atlas.number(other, packet.destination());
    if (next == Atlas.NOBODY) {
      checks.blocked(Stage.PEERING, number, Reason.BAD_STATE, "nobody has the address");
    } else if (isAnother(next, packet.destination())) {
      checks.blocked(
          Stage.PEERING, number, Reason.NO_ROUTE_TO_DESTINATION, atlas.at(dialled).vpcId());
    } else {
      checks.open(Stage.PEERING, it.id(), peeringId, other);
      hand(number, next);
    }
  }

  /// Whether the address that was dialled belongs to another interface here: two VPCs that are both
  /// peered with a third may use the same addresses.
  private boolean isAnother(int next, int destination) {
    return dialled != Atlas.NOBODY && next != dialled && atlas.at(dialled).address() == destination;
  }

  private static String named(RouteTarget target) {
    return switch (target) {
      case RouteTarget.Local _ -> "local";
      case RouteTarget.Interface(String id) -> id;
      case RouteTarget.Gateway(String id) -> id;
      case RouteTarget.Peering(String id) -> id;
      case RouteTarget.NatGateway(String id, _) -> id;
    };
  }

  private void local(int number, NetworkInterface it) {
    int next = atlas.number(it.vpcId(), traveller.packet.destination());
    if (next == Atlas.NOBODY) {
      checks.blocked(Stage.ROUTE, number, Reason.BAD_STATE, "nobody has the address");
    } else if (isAnother(next, traveller.packet.destination())) {
      checks.blocked(
          Stage.ROUTE, number, Reason.NO_ROUTE_TO_DESTINATION, atlas.at(dialled).vpcId());
    } else {
      hand(number, next);
    }
  }

  private void toGateway(int number, NetworkInterface it) {
    Packet packet = traveller.packet;
    if (!checks.border(number, true)) {
      return;
    }
    ElasticIp own = atlas.elasticOfInterface(number);
    if (own == null || own.association().orElseThrow().privateAddress() != packet.source()) {
      checks.blocked(Stage.GATEWAY, number, Reason.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS, "");
      return;
    }
    traveller.packet = packet.from(own.publicAddress());
    if (atlas.elasticOf(packet.destination()) != null) {
      fromGateway(packet.destination());
    } else if (Outside.isReserved(packet.destination())) {
      checks.blocked(Stage.GATEWAY, number, Reason.NO_ROUTE_TO_DESTINATION, "");
    } else {
      checks.open(Stage.GATEWAY, it.id(), own.allocationId(), "out");
      traveller.hops.add(new Hop(Atlas.NOBODY, own.publicAddress(), true));
      finish(new Party.Address(packet.destination()));
    }
  }

  private void fromGateway(int publicAddress) {
    redirect(publicAddress);
    ElasticIp elastic = atlas.elasticOf(publicAddress);
    ElasticIp.Association tie = elastic == null ? null : elastic.association().orElse(null);
    int number = tie == null ? Atlas.NOBODY : atlas.number(tie.networkInterfaceId());
    String at = Ipv4.format(publicAddress);
    if (elastic == null || tie == null || number == Atlas.NOBODY) {
      checks.blocked(Stage.GATEWAY, at, Reason.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS, "");
      return;
    }
    String vpcId = atlas.at(number).vpcId();
    if (atlas.gatewayOf(vpcId) != null) {
      checks.open(Stage.GATEWAY, at, elastic.allocationId(), "in");
    } else if (!checks.blocked(Stage.GATEWAY, at, Reason.BAD_STATE, vpcId)) {
      return;
    }
    redirect(tie.privateAddress());
    arrive(number, true, true);
  }

  private void redirect(int destination) {
    traveller.packet = traveller.packet.to(destination, traveller.packet.port());
  }

  private void arrive(int number, boolean byGateway, boolean border) {
    NetworkInterface it = atlas.at(number);
    traveller.hops.add(new Hop(number, traveller.packet.source(), byGateway));
    traveller.here().arrivedTo = traveller.packet.destination();
    if (border && !checks.border(number, false)) {
      return;
    }
    if (atlas.isNat(number)) {
      throughNatGateway(number, it);
      return;
    }
    if (!checks.ingress(number)) {
      return;
    }
    // As Linux does: what claims to come from the host itself cannot have come by its link.
    if (traveller.packet.source() == it.address()
        && !checks.blocked(Stage.HOST, number, Reason.BAD_STATE, "takes nothing from itself")) {
      return;
    }
    boolean own = traveller.packet.destination() == it.address();
    if (!own
        && it.sourceDestCheck()
        && !checks.blocked(
            Stage.DESTINATION_CHECK, number, Reason.ENI_SOURCE_DEST_CHECK_RESTRICTION, "")) {
      return;
    }
    if (!atlas.isUp(number)
        && !checks.blocked(Stage.HOST, number, Reason.BAD_STATE, "is stopped")) {
      return;
    }
    Optional<Guest> guest = atlas.guest(number);
    if (guest.isPresent()) {
      throughGuest(number, it, new GuestPath(guest.get(), it.address()));
    } else if (own) {
      listener(number);
    } else {
      checks.blocked(Stage.FORWARDING, number, Reason.GUEST_FORWARDING_OFF, "no instance");
    }
  }

  /// A NAT gateway sends on in its own name what comes from inside; nothing is for itself.
  private void throughNatGateway(int number, NetworkInterface it) {
    if (traveller.packet.destination() == it.address()) {
      checks.blocked(Stage.LISTENER, number, Reason.NO_LISTENER, "");
      return;
    }
    traveller.packet = traveller.packet.from(it.address());
    traveller.rewritten(true);
    checks.open(Stage.TRANSLATION, it.id(), it.attachedTo(), "NAT gateway");
    leave(number);
  }

  private void throughGuest(int number, NetworkInterface it, GuestPath rules) {
    Packet before = traveller.packet;
    Packet packet = arrived(rules, before);
    traveller.packet = packet;
    if (!packet.equals(before)) {
      traveller.translated();
      checks.translation(it.id(), "PREROUTING", () -> rules.arrivalRule(before));
    }
    if (packet.destination() == it.address()) {
      if (checks.filter(Stage.FILTER, number, "INPUT", way -> rules.admitsInput(packet, way))) {
        listener(number);
      }
      return;
    }
    if (!rules.forwards()
        && !checks.blocked(Stage.FORWARDING, number, Reason.GUEST_FORWARDING_OFF, "")) {
      return;
    }
    boolean diverted = packet.destination() != before.destination();
    if (checks.filter(
        Stage.FILTER, number, "FORWARD", way -> rules.admitsForward(packet, way, diverted))) {
      traveller.packet = departed(rules, it, packet);
      if (!traveller.packet.equals(packet)) {
        traveller.rewritten(traveller.packet.source() == it.address());
        checks.translation(it.id(), "POSTROUTING", () -> rules.departureRule(packet));
      }
      leave(number);
    }
  }

  private Packet arrived(GuestPath rules, Packet packet) {
    if (past.usesRulesOfNow()) {
      return rules.arrived(packet);
    }
    long ticket = past.ticket();
    return Ticket.isTranslated(ticket) && traveller.isAtFirstGuest()
        ? packet.to(Ticket.forwardedAddress(ticket), Ticket.forwardedPort(ticket))
        : packet;
  }

  private Packet departed(GuestPath rules, NetworkInterface it, Packet packet) {
    if (past.usesRulesOfNow()) {
      return rules.departed(packet);
    }
    return Ticket.isRewritten(past.ticket()) && traveller.isAtFirstGuest()
        ? packet.from(it.address())
        : packet;
  }

  private void listener(int number) {
    NetworkInterface it = atlas.at(number);
    Packet packet = traveller.packet;
    if (!packet.protocol().hasPorts() || atlas.listens(number, packet.port())) {
      checks.open(Stage.LISTENER, it.id(), "", "");
    } else if (!checks.blocked(Stage.LISTENER, number, Reason.NO_LISTENER, "")) {
      return;
    }
    finish(new Party.Interface(it.id()));
  }

  private void finish(Party party) {
    Packet packet = traveller.packet;
    Optional<ReturnPath.Loss> lost = new ReturnPath(atlas, traveller.hops, packet, past).loss();
    if (lost.isPresent()) {
      ReturnPath.Loss it = lost.get();
      traveller.packet = packet.from(it.from()).to(it.towards(), packet.port());
      checks.blocked(Stage.RETURN, it.number(), it.reason(), it.detail());
      return;
    }
    checks.open(Stage.RETURN, party.toString(), "", "");
    end = party;
  }
}
