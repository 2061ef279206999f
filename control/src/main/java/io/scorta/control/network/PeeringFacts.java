package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A peering connection as both its accounts see it; each has the same record.
///
/// `step` is what was last decided about it, `since` when. A request that nobody answered lapses by
/// itself: see [#status].
public record PeeringFacts(
    String id, Side requester, Side accepter, Step step, Instant since, String message) {
  /// How long a request waits for its answer.
  public static final Duration PENDING = Duration.ofDays(7);

  /// How long one that came to nothing still shows.
  static final Duration SHOWN = Duration.ofHours(2);

  /// One of the two VPCs, its blocks when the connection was asked for, and whether it resolves the
  /// other side's public names to private addresses.
  public record Side(String owner, String vpcId, List<Cidr> cidrs, boolean dnsResolution) {
    public Side {
      cidrs = List.copyOf(cidrs);
    }

    Side resolving(boolean on) {
      return new Side(owner, vpcId, cidrs, on);
    }
  }

  /// What was decided.
  public enum Step {
    ASKED,
    ACCEPTED,
    REJECTED,
    FAILED,
    DELETED
  }

  /// The status in the API's words.
  public String status(Instant now) {
    return switch (step) {
      case ASKED -> isLapsed(now) ? "expired" : "pending-acceptance";
      case ACCEPTED -> "active";
      case REJECTED -> "rejected";
      case FAILED -> "failed";
      case DELETED -> "deleted";
    };
  }

  /// When an unanswered request lapses.
  public Instant expiresAt() {
    return since.plus(PENDING);
  }

  /// Whether it still shows.
  public boolean shows(Instant now) {
    return switch (step) {
      case ACCEPTED -> true;
      case ASKED -> expiresAt().plus(SHOWN).isAfter(now);
      case REJECTED, FAILED, DELETED -> since.plus(SHOWN).isAfter(now);
    };
  }

  public boolean isPending(Instant now) {
    return step == Step.ASKED && !isLapsed(now);
  }

  public boolean isActive() {
    return step == Step.ACCEPTED;
  }

  /// Whether it lies between these two VPCs, in either direction.
  boolean joins(String one, String other) {
    return requester.vpcId().equals(one) && accepter.vpcId().equals(other)
        || requester.vpcId().equals(other) && accepter.vpcId().equals(one);
  }

  public boolean touches(String vpcId) {
    return requester.vpcId().equals(vpcId) || accepter.vpcId().equals(vpcId);
  }

  PeeringFacts stepped(Step next, Instant at, String text) {
    return new PeeringFacts(id, requester, accepter, next, at, text);
  }

  PeeringFacts with(Side newRequester, Side newAccepter) {
    return new PeeringFacts(id, newRequester, newAccepter, step, since, message);
  }

  private boolean isLapsed(Instant now) {
    return !expiresAt().isAfter(now);
  }
}
