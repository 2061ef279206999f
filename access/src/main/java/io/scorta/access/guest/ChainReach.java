package io.scorta.access.guest;

import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestRule;
import io.scorta.access.model.GuestTable;
import io.scorta.access.model.GuestTarget;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where packets can get from a table's built-in chains, and what that may cost.
///
/// Chains that jump to chains multiply the rules that one packet meets. The limits hold the work of
/// everything that follows a packet through a guest, here and in the policy.
final class ChainReach {
  private final GuestTable table;

  /// The rules that a packet may meet in a chain and below, and how deep it may get.
  private final Map<String, Extent> extents = new HashMap<>();

  private final Set<String> above = new HashSet<>();

  private record Extent(long rules, int depth) {}

  ChainReach(GuestTable table) {
    this.table = table;
  }

  /// Whether chains jump in a circle, too deep, or over and over to the same rules.
  boolean isTooLong(GuestChain builtIn) {
    return extent(builtIn)
        .filter(it -> it.rules() <= GuestLimits.RULES_MET_MAX)
        .filter(it -> it.depth() <= GuestLimits.JUMPS_MAX)
        .isEmpty();
  }

  /// Whether every rule that packets of a built-in chain can come to may stand there.
  boolean isAllowed(GuestChain builtIn) {
    return isAllowed(builtIn, builtIn.name(), new HashSet<>());
  }

  /// The chain that a rule jumps to.
  static Optional<GuestChain> target(GuestTable table, GuestRule rule) {
    return rule.target().orElse(null) instanceof GuestTarget.Jump(String to)
        ? table.chain(to)
        : Optional.empty();
  }

  /// The extent of a chain; nothing when it is part of a circle.
  private Optional<Extent> extent(GuestChain at) {
    Extent known = extents.get(at.name());
    if (known != null) {
      return Optional.of(known);
    }
    if (!above.add(at.name())) {
      return Optional.empty();
    }
    long rules = at.rules().size();
    int depth = 0;
    for (GuestRule rule : at.rules()) {
      Optional<GuestChain> next = target(table, rule);
      if (next.isPresent()) {
        Optional<Extent> below = extent(next.get());
        if (below.isEmpty()) {
          return below;
        }
        rules = Math.min(rules + below.get().rules(), Integer.MAX_VALUE);
        depth = Math.max(depth, below.get().depth() + 1);
      }
    }
    above.remove(at.name());
    Extent extent = new Extent(rules, depth);
    extents.put(at.name(), extent);
    return Optional.of(extent);
  }

  private boolean isAllowed(GuestChain at, String builtIn, Set<String> seen) {
    if (!seen.add(at.name())) {
      return true;
    }
    for (GuestRule rule : at.rules()) {
      boolean isFine =
          rule.target().map(target -> isAllowed(target, builtIn)).orElse(true)
              && target(table, rule).map(to -> isAllowed(to, builtIn, seen)).orElse(true);
      if (!isFine) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(GuestTarget target, String builtIn) {
    return switch (target) {
      case GuestTarget.Dnat _, GuestTarget.Redirect _ ->
          builtIn.equals("PREROUTING") || builtIn.equals("OUTPUT");
      case GuestTarget.Snat _ -> builtIn.equals("POSTROUTING") || builtIn.equals("INPUT");
      case GuestTarget.Masquerade _ -> builtIn.equals("POSTROUTING");
      case GuestTarget.Accept _,
          GuestTarget.Drop _,
          GuestTarget.Reject _,
          GuestTarget.Return _,
          GuestTarget.Jump _ ->
          true;
    };
  }
}
