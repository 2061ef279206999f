package io.scorta.access.guest;

import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestRule;
import io.scorta.access.model.GuestTable;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.Protocol;

/// What the kernel and the tool refuse about a rule in its place.
final class RuleCheck {
  private static final String INVALID = "Invalid argument";
  private static final String INHIBITED =
      """

      The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.

      """;

  private RuleCheck() {}

  /// Refuses a target that goes against the purpose of a table.
  static void purpose(String table, GuestTarget target) {
    if (target instanceof GuestTarget.Drop && table.equals(GuestTable.NAT)) {
      throw IptablesFaults.usage(INHIBITED);
    }
  }

  /// Refuses a jump to a chain that the table does not have.
  static void jump(GuestTable table, GuestRule rule) {
    if (rule.target().orElse(null) instanceof GuestTarget.Jump(String to)
        && table.chain(to).isEmpty()) {
      throw IptablesFaults.usage("Chain '" + to + "' does not exist");
    }
  }

  /// Refuses a table in which a rule stands where the kernel does not let it.
  ///
  /// A loop of chains is refused only where packets can come into it.
  static void kernel(GuestTable table, String operation, String chain) {
    for (GuestChain each : table.chains()) {
      for (GuestRule rule : each.rules()) {
        if (ChainReach.target(table, rule).filter(GuestChain::isBuiltIn).isPresent()) {
          throw refused(operation, "No such file or directory", chain);
        }
        if (!isSound(table, rule)) {
          throw refused(operation, INVALID, chain);
        }
      }
    }
    ChainReach reach = new ChainReach(table);
    for (GuestChain each : table.chains()) {
      if (each.isBuiltIn()) {
        if (reach.isTooLong(each)) {
          throw refused(operation, "Too many links", chain);
        }
        if (!reach.isAllowed(each)) {
          throw refused(operation, INVALID, chain);
        }
      }
    }
  }

  private static CommandFailure refused(String operation, String reason, String chain) {
    return IptablesFaults.kernel(operation, reason, "rule in chain " + chain);
  }

  private static boolean isSound(GuestTable table, GuestRule rule) {
    boolean isNat = table.name().equals(GuestTable.NAT);
    for (GuestMatch match : rule.matches()) {
      boolean isWrong =
          switch (match) {
            case GuestMatch.Ports ports -> !isAbout(rule, ports.protocol());
            case GuestMatch.Source source -> source.negated() && source.block().isAnywhere();
            case GuestMatch.Destination to -> to.negated() && to.block().isAnywhere();
            default -> false;
          };
      if (isWrong) {
        return false;
      }
    }
    return rule.target()
        .map(
            target ->
                switch (target) {
                  case GuestTarget.Dnat _,
                      GuestTarget.Snat _,
                      GuestTarget.Masquerade _,
                      GuestTarget.Redirect _ ->
                      isNat;
                  case GuestTarget.Reject(String with) ->
                      !isNat && (!with.equals("tcp-reset") || isAbout(rule, Protocol.TCP));
                  case GuestTarget.Drop _ -> !isNat;
                  case GuestTarget.Accept _, GuestTarget.Return _, GuestTarget.Jump _ -> true;
                })
        .orElse(true);
  }

  private static boolean isAbout(GuestRule rule, Protocol protocol) {
    return rule.matches().contains(new GuestMatch.OfProtocol(protocol, false));
  }
}
