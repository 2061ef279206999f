package io.scorta.control.network;

import io.scorta.access.model.Peering;
import io.scorta.access.model.Vpc;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Commands on VPC peering connections, within an account and between two.
public final class Peerings {
  private static final String FAILED =
      "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range";

  private Peerings() {}

  /// Asks for a connection with another VPC. As in AWS, one that cannot be is made as well, with
  /// the status `failed`.
  public record Create(
      String vpcId, String peerVpcId, Optional<String> peerOwner, Map<String, String> tags)
      implements NetworkCommand<PeeringFacts> {
    public Create {
      tags = Map.copyOf(tags);
    }

    @Override
    public PeeringFacts run(Edit edit) {
      forgetOld(edit);
      Vpc own = edit.vpc(vpcId);
      Faults.wellFormed(ResourceKind.VPC, peerVpcId);
      if (vpcId.equals(peerVpcId)) {
        throw Faults.value("A VPC cannot be peered with itself: %s", vpcId);
      }
      String owner = peerOwner.orElse(edit.account());
      Instant now = edit.context().now();
      refuseExisting(edit, now);
      Optional<Vpc> peer = edit.draft().find(owner, NetworkKinds.VPC, peerVpcId);
      boolean possible = peer.isPresent() && !overlap(own, peer.get());
      PeeringFacts facts =
          new PeeringFacts(
              edit.newId(ResourceKind.PEERING),
              new PeeringFacts.Side(edit.account(), vpcId, own.cidrs(), false),
              new PeeringFacts.Side(
                  owner, peerVpcId, peer.map(Vpc::cidrs).orElse(List.of()), false),
              possible ? PeeringFacts.Step.ASKED : PeeringFacts.Step.FAILED,
              now,
              possible ? "Pending Acceptance by " + owner : FAILED);
      if (possible) {
        put(edit, facts);
      } else {
        edit.put(NetworkKinds.PEERING, facts.id(), facts);
      }
      edit.tag(facts.id(), tags);
      return facts;
    }

    private void refuseExisting(Edit edit, Instant now) {
      List<PeeringFacts> living =
          edit.all(NetworkKinds.PEERING).stream()
              .filter(it -> it.isActive() || it.isPending(now))
              .toList();
      if (living.stream().anyMatch(it -> it.joins(vpcId, peerVpcId))) {
        throw Refusal.of(
            "VpcPeeringConnectionAlreadyExists",
            "A VPC peering connection between %s and %s already exists",
            vpcId,
            peerVpcId);
      }
      edit.room(
          Math.toIntExact(living.stream().filter(it -> it.isActive() && it.touches(vpcId)).count()),
          Limits.PEERINGS_PER_VPC,
          "VpcPeeringConnectionsPerVpcLimitExceeded",
          "active peering connections of the VPC");
      edit.room(
          Math.toIntExact(
              living.stream()
                  .filter(it -> it.isPending(now))
                  .filter(it -> it.requester().owner().equals(edit.account()))
                  .count()),
          Limits.PEERINGS_OUTSTANDING,
          "OutstandingVpcPeeringConnectionLimitExceeded",
          "unanswered peering requests");
    }
  }

  /// Says yes to a request; only the account that was asked may.
  public record Accept(String peeringId) implements NetworkCommand<PeeringFacts> {
    @Override
    public PeeringFacts run(Edit edit) {
      PeeringFacts facts = asked(edit, peeringId, "accept");
      Optional<Vpc> one =
          edit.draft().find(facts.requester().owner(), NetworkKinds.VPC, facts.requester().vpcId());
      Optional<Vpc> other =
          edit.draft().find(facts.accepter().owner(), NetworkKinds.VPC, facts.accepter().vpcId());
      Instant now = edit.context().now();
      if (one.isEmpty() || other.isEmpty() || overlap(one.get(), other.get())) {
        PeeringFacts failed = facts.stepped(PeeringFacts.Step.FAILED, now, FAILED);
        put(edit, failed);
        return failed;
      }
      PeeringFacts accepted = facts.stepped(PeeringFacts.Step.ACCEPTED, now, "Active");
      put(edit, accepted);
      return accepted;
    }
  }

  /// Says no to a request; only the account that was asked may.
  public record Reject(String peeringId) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      PeeringFacts facts = asked(edit, peeringId, "reject");
      put(edit, facts.stepped(PeeringFacts.Step.REJECTED, edit.context().now(), "Rejected"));
      return true;
    }
  }

  /// Ends a connection from either side, or takes a request back. Routes over it lead nowhere then,
  /// and rules that name the other side's groups admit nothing.
  public record Delete(String peeringId) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      PeeringFacts facts = require(edit, peeringId);
      Instant now = edit.context().now();
      boolean own = facts.requester().owner().equals(edit.account());
      if (!facts.isActive() && !(facts.isPending(now) && own)) {
        throw transition(facts, now, "deleted");
      }
      put(edit, facts.stepped(PeeringFacts.Step.DELETED, now, "Deleted by " + edit.account()));
      return true;
    }
  }

  /// Says for a side whether it resolves the other's public names to private addresses.
  public record ModifyOptions(
      String peeringId, Optional<Boolean> requesterDns, Optional<Boolean> accepterDns)
      implements NetworkCommand<PeeringFacts> {
    @Override
    public PeeringFacts run(Edit edit) {
      PeeringFacts facts = require(edit, peeringId);
      if (!facts.isActive()) {
        throw Refusal.of(
            "OperationNotPermitted",
            "Peering connection %s is %s: its options can be changed while it is active",
            peeringId,
            facts.status(edit.context().now()));
      }
      PeeringFacts changed =
          facts.with(
              requesterDns.map(on -> own(edit, facts.requester(), on)).orElse(facts.requester()),
              accepterDns.map(on -> own(edit, facts.accepter(), on)).orElse(facts.accepter()));
      put(edit, changed);
      return changed;
    }

    private static PeeringFacts.Side own(Edit edit, PeeringFacts.Side side, boolean on) {
      if (!side.owner().equals(edit.account())) {
        throw Refusal.of(
            "OperationNotPermitted",
            "User %s cannot modify the options of account %s's side of the peering connection",
            edit.account(),
            side.owner());
      }
      return side.resolving(on);
    }
  }

  /// The active connections of all accounts, each once, as the policy sees them.
  static List<Peering> active(State state) {
    return state.everywhere(NetworkKinds.PEERING).stream()
        .filter(PeeringFacts::isActive)
        .map(
            it ->
                new Peering(
                    it.id(),
                    new Peering.Side(it.requester().owner(), it.requester().vpcId()),
                    new Peering.Side(it.accepter().owner(), it.accepter().vpcId()),
                    true))
        .distinct()
        .toList();
  }

  /// The active connection between two VPCs, if there is one.
  public static Optional<PeeringFacts> between(
      State state, String account, String one, String other) {
    return state.all(account, NetworkKinds.PEERING).stream()
        .filter(it -> it.isActive() && it.joins(one, other))
        .findFirst();
  }

  /// A connection that holds a VPC in place, if there is one.
  static Optional<PeeringFacts> holding(Edit edit, String vpcId) {
    return edit.all(NetworkKinds.PEERING).stream()
        .filter(it -> it.touches(vpcId))
        .filter(it -> it.isActive() || it.isPending(edit.context().now()))
        .findFirst();
  }

  static PeeringFacts require(Edit edit, String id) {
    PeeringFacts facts = edit.require(NetworkKinds.PEERING, ResourceKind.PEERING, id);
    if (!facts.shows(edit.context().now())) {
      throw Faults.notFound(ResourceKind.PEERING, id);
    }
    return facts;
  }

  private static PeeringFacts asked(Edit edit, String id, String verb) {
    PeeringFacts facts = require(edit, id);
    Instant now = edit.context().now();
    if (!facts.accepter().owner().equals(edit.account())) {
      throw Refusal.of(
          "OperationNotPermitted", "User %s cannot %s peering %s", edit.account(), verb, id);
    }
    if (!facts.isPending(now)) {
      throw transition(facts, now, verb.equals("accept") ? "provisioning" : "rejected");
    }
    return facts;
  }

  private static Refusal transition(PeeringFacts facts, Instant now, String towards) {
    return Refusal.of(
        "InvalidStateTransition",
        "Invalid state transition for %s, attempted to transition from %s to %s",
        facts.id(),
        facts.status(now),
        towards);
  }

  private static boolean overlap(Vpc one, Vpc other) {
    return one.cidrs().stream().anyMatch(it -> other.cidrs().stream().anyMatch(it::overlaps));
  }

  /// Both accounts keep the record.
  private static void put(Edit edit, PeeringFacts facts) {
    Stream.of(facts.requester().owner(), facts.accepter().owner())
        .distinct()
        .forEach(owner -> edit.draft().put(owner, NetworkKinds.PEERING, facts.id(), facts));
  }

  private static void forgetOld(Edit edit) {
    for (PeeringFacts facts : edit.all(NetworkKinds.PEERING)) {
      if (!facts.shows(edit.context().now())) {
        edit.remove(NetworkKinds.PEERING, facts.id());
      }
    }
  }
}
