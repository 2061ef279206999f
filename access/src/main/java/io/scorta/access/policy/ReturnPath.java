package io.scorta.access.policy;

import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTarget;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether the answers find their way back to the one who asked.
///
/// From each hop the answer is routed to the source that the packet arrived with. It must come to
/// an earlier hop of the same way, and may leave out only hops that did not translate: an answer
/// that misses its translation bears an address the client never spoke to. Wherever it leaves or
/// enters a subnet it has to pass the subnet's ACL, which knows nothing of the packet before it.
final class ReturnPath {
  /// Where and why the answers get lost, and which addresses they bear there.
  record Loss(int number, int from, int towards, Reason reason, String detail) {}

  private static final int LOST = -1;

  private final Atlas atlas;
  private final List<Hop> hops;
  private final Packet last;
  private final Past past;

  /// `last` is the packet as it ended.
  ReturnPath(Atlas atlas, List<Hop> hops, Packet last, Past past) {
    this.atlas = atlas;
    this.hops = hops;
    this.last = last;
    this.past = past;
  }

  Optional<Loss> loss() {
    int at = hops.size() - 1;
    while (at > 0) {
      Optional<Loss> stopped = Optional.empty();
      int next = at - 1;
      if (!hops.get(at).isOutside()) {
        Hop hop = hops.get(at);
        NetworkInterface it = atlas.at(hop.number);
        Optional<Route> route = atlas.routes(hop.number).find(hop.arrivedFrom);
        if (route.isEmpty()) {
          return lost(hop, Reason.NO_ROUTE_TO_DESTINATION);
        }
        next = next(at, it.vpcId(), route.get().target());
        if (next == LOST) {
          return lost(hop, reason(hop, it.vpcId(), route.get().target()));
        }
        stopped = stoppedOut(at, next);
      }
      stopped = stopped.or(stoppedIn(at, next));
      if (stopped.isPresent()) {
        return stopped;
      }
      at = next;
    }
    return Optional.empty();
  }

  private boolean isBorder(int at, int next) {
    Hop one = hops.get(at);
    Hop other = hops.get(next);
    return one.isOutside()
        || other.isOutside()
        || one.byGateway
        || atlas.isBetweenSubnets(one.number, other.number);
  }

  private Optional<Loss> stoppedOut(int at, int next) {
    Hop hop = hops.get(at);
    return isBorder(at, next)
        ? stopped(hop.number, true, hop.arrivedTo, hop.arrivedFrom)
        : Optional.empty();
  }

  private Supplier<Optional<Loss>> stoppedIn(int at, int next) {
    Hop hop = hops.get(next);
    return () ->
        !hop.isOutside() && isBorder(at, next)
            ? stopped(hop.number, false, hop.leftTo, hop.leftFrom)
            : Optional.empty();
  }

  private Optional<Loss> stopped(int number, boolean egress, int from, int towards) {
    Border border = atlas.border(number);
    int remote = egress ? towards : from;
    if (border.gate(egress).admitsAnswer(last, remote, past)) {
      return Optional.empty();
    }
    int port = past.isOpen() ? past.sourcePort() : GuestPath.CLIENT_PORTS.first();
    int line = border.gate(egress).deciding(last.protocol(), remote, port);
    return Optional.of(
        new Loss(number, from, towards, Reason.SUBNET_ACL_RESTRICTION, border.line(egress, line)));
  }

  /// The place of the hop that the answer comes to.
  private int next(int at, String vpcId, RouteTarget target) {
    Hop hop = hops.get(at);
    return switch (target) {
      case RouteTarget.Local _ -> earlier(at, atlas.number(vpcId, hop.arrivedFrom));
      case RouteTarget.Interface(String id) -> {
        int number = atlas.number(id);
        yield atlas.leads(target, vpcId) && takes(number, hop.arrivedFrom)
            ? earlier(at, number)
            : LOST;
      }
      // It takes answers to what it sent, and what is routed to it here is none of those.
      case RouteTarget.NatGateway _ -> LOST;
      case RouteTarget.Gateway(String id) ->
          hop.byGateway && atlas.isAttached(id, vpcId) ? at - 1 : LOST;
      case RouteTarget.Peering(String id) -> {
        String other = atlas.surroundings().across(id, vpcId);
        yield atlas.contains(vpcId, hop.arrivedTo) && atlas.contains(other, hop.arrivedFrom)
            ? earlier(at, atlas.number(other, hop.arrivedFrom))
            : LOST;
      }
    };
  }

  private int earlier(int at, int number) {
    int source = hops.get(at).arrivedFrom;
    for (int i = at - 1; i >= 0; i--) {
      Hop hop = hops.get(i);
      if (hop.number == number && number != Atlas.NOBODY && hop.leftFrom == source) {
        return i;
      }
      // A hop that translated, or that was reached from outside, cannot be left out.
      if (hop.translated || hop.byGateway) {
        return LOST;
      }
    }
    return LOST;
  }

  private boolean takes(int number, int address) {
    NetworkInterface it = atlas.at(number);
    return it.address() == address || !it.sourceDestCheck();
  }

  private Reason reason(Hop hop, String vpcId, RouteTarget target) {
    return switch (target) {
      case RouteTarget.Gateway(String id) when !atlas.isAttached(id, vpcId) ->
          Reason.BAD_STATE_ROUTE;
      case RouteTarget.Gateway _ when atlas.elasticOfInterface(hop.number) == null ->
          Reason.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS;
      case RouteTarget.Interface _ when !atlas.leads(target, vpcId) -> Reason.BAD_STATE_ROUTE;
      case RouteTarget.Interface(String id) when !takes(atlas.number(id), hop.arrivedFrom) ->
          Reason.ENI_SOURCE_DEST_CHECK_RESTRICTION;
      case RouteTarget.NatGateway _ when !atlas.leads(target, vpcId) -> Reason.BAD_STATE_ROUTE;
      case RouteTarget.Peering _ when !atlas.leads(target, vpcId) -> Reason.BAD_STATE_ROUTE;
      default -> Reason.RETURN_PATH_DIFFERS;
    };
  }

  /// The detail names the table that misses a public route; it is empty where the packet kept an
  /// address that no table of this subnet should have to know.
  private Optional<Loss> lost(Hop hop, Reason reason) {
    String table = hop.byGateway ? atlas.routes(hop.number).tableId() : "";
    return Optional.of(new Loss(hop.number, last.destination(), hop.arrivedFrom, reason, table));
  }
}
