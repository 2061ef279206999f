package io.scorta.access.policy;

import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTarget;
import java.util.List;
import java.util.Optional;

/// Whether the answers find their way back to the one who asked.
///
/// From each hop the answer is routed to the source that the packet arrived with. It must come to
/// an earlier hop of the same way, and may leave out only hops that did not translate: an answer
/// that misses its translation bears an address the client never spoke to.
final class ReturnPath {
  /// Where and why the answers get lost.
  record Loss(int number, int towards, Reason reason, String detail) {}

  private static final int LOST = -1;

  private final Atlas atlas;
  private final List<Hop> hops;

  ReturnPath(Atlas atlas, List<Hop> hops) {
    this.atlas = atlas;
    this.hops = hops;
  }

  Optional<Loss> loss() {
    int at = hops.size() - 1;
    while (at > 0) {
      Hop hop = hops.get(at);
      if (hop.isOutside()) {
        at--;
        continue;
      }
      NetworkInterface it = atlas.at(hop.number);
      Optional<Route> route = atlas.routes(hop.number).find(hop.arrivedFrom);
      if (route.isEmpty()) {
        return lost(hop, Reason.NO_ROUTE_TO_DESTINATION);
      }
      int next = next(at, it.vpcId(), route.get().target());
      if (next == LOST) {
        return lost(hop, reason(hop, it.vpcId(), route.get().target()));
      }
      at = next;
    }
    return Optional.empty();
  }

  /// The place of the hop that the answer comes to.
  private int next(int at, String vpcId, RouteTarget target) {
    Hop hop = hops.get(at);
    return switch (target) {
      case RouteTarget.Local _ -> earlier(at, atlas.number(vpcId, hop.arrivedFrom));
      case RouteTarget.Interface(String id) -> {
        int number = atlas.number(id);
        yield number != Atlas.NOBODY && takes(number, hop.arrivedFrom) ? earlier(at, number) : LOST;
      }
      case RouteTarget.Gateway(String id) ->
          hop.byGateway && atlas.isAttached(id, vpcId) ? at - 1 : LOST;
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
      case RouteTarget.Interface(String id) when atlas.number(id) == Atlas.NOBODY ->
          Reason.BAD_STATE_ROUTE;
      case RouteTarget.Interface(String id) when !takes(atlas.number(id), hop.arrivedFrom) ->
          Reason.ENI_SOURCE_DEST_CHECK_RESTRICTION;
      default -> Reason.RETURN_PATH_DIFFERS;
    };
  }

  /// The detail names the table that misses a public route; it is empty where the packet kept an
  /// address that no table of this subnet should have to know.
  private Optional<Loss> lost(Hop hop, Reason reason) {
    String table = hop.byGateway ? atlas.routes(hop.number).tableId() : "";
    return Optional.of(new Loss(hop.number, hop.arrivedFrom, reason, table));
  }
}
