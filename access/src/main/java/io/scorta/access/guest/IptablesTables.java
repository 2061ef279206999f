package io.scorta.access.guest;

import io.scorta.access.guest.IptablesRequest.Action;
import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestChain.Policy;
import io.scorta.access.model.GuestRule;
import io.scorta.access.model.GuestTable;
import io.scorta.access.model.GuestTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Carries out what changes a table. Every method answers with the new table and leaves the old.
final class IptablesTables {
  private static final int CHAIN_CHARACTERS_MAX = 28;

  private IptablesTables() {}

  /// The table after the request, which is one that changes or checks it.
  static GuestTable change(GuestTable table, IptablesRequest request) {
    request.rules().forEach(rule -> RuleCheck.jump(table, rule));
    GuestTable after =
        switch (request.action()) {
          case APPEND, INSERT, REPLACE -> put(table, request);
          case DELETE ->
              request.number() > 0 ? deleteNumber(table, request) : delete(table, request);
          case CHECK -> check(table, request);
          case FLUSH -> flush(table, request.chain());
          case ZERO -> zero(table, request.chain());
          case NEW_CHAIN -> newChain(table, request.chain());
          case DELETE_CHAIN -> deleteChains(table, request.chain());
          case RENAME_CHAIN -> rename(table, request.chain(), request.argument());
          case POLICY -> policy(table, request.chain(), request.argument());
          case LIST, LIST_RULES -> table;
        };
    refuseTooMany(after);
    return after;
  }

  static void checkNewName(String name) {
    if (name.startsWith("-") || name.startsWith("!")) {
      throw IptablesFaults.usage("chain name not allowed to start with `" + name.charAt(0) + "'");
    }
    if (name.length() > CHAIN_CHARACTERS_MAX) {
      throw IptablesFaults.usage(
          "chain name `%s' too long (must be under %d chars)"
              .formatted(name, CHAIN_CHARACTERS_MAX + 1));
    }
    if (TargetExtensions.NAMES.contains(name)) {
      throw IptablesFaults.usage("chain name may not clash with target name");
    }
    if (name.isEmpty() || name.chars().anyMatch(Character::isWhitespace)) {
      throw IptablesFaults.usage("Invalid chain name `" + name + "'");
    }
  }

  static GuestTable newChain(GuestTable table, String name) {
    if (table.chain(name).isPresent()) {
      throw IptablesFaults.plain("Chain already exists.");
    }
    List<GuestChain> chains = new ArrayList<>(table.chains());
    chains.add(new GuestChain(name, Optional.empty(), List.of()));
    return sorted(table.name(), chains);
  }

  static GuestTable withPolicy(GuestTable table, GuestChain chain, Policy policy) {
    return with(table, new GuestChain(chain.name(), Optional.of(policy), chain.rules()));
  }

  private static GuestTable put(GuestTable table, IptablesRequest request) {
    String name = request.chain();
    String operation =
        switch (request.action()) {
          case INSERT -> "RULE_INSERT";
          case REPLACE -> "RULE_REPLACE";
          default -> "RULE_APPEND";
        };
    GuestChain chain = table.chain(name).orElseThrow(IptablesFaults::noChain);
    List<GuestRule> rules = new ArrayList<>(chain.rules());
    switch (request.action()) {
      case INSERT -> rules.addAll(insertionPoint(rules, request.number()), request.rules());
      case REPLACE -> replace(rules, request);
      default -> rules.addAll(request.rules());
    }
    GuestTable after = with(table, chain, rules);
    RuleCheck.kernel(after, operation, name);
    return after;
  }

  private static int insertionPoint(List<GuestRule> rules, int number) {
    int at = Math.max(number, 1) - 1;
    if (at > rules.size()) {
      throw IptablesFaults.plain("Index of insertion too big.");
    }
    return at;
  }

  private static void replace(List<GuestRule> rules, IptablesRequest request) {
    if (request.rules().size() != 1) {
      throw IptablesFaults.usage("Replacement rule does not specify a unique address");
    }
    if (request.number() > rules.size()) {
      throw IptablesFaults.plain("Index of replacement too big.");
    }
    rules.set(request.number() - 1, request.rules().getFirst());
  }

  private static GuestTable deleteNumber(GuestTable table, IptablesRequest request) {
    GuestChain chain = table.chain(request.chain()).orElseThrow(IptablesFaults::noChain);
    if (request.number() > chain.rules().size()) {
      throw IptablesFaults.plain("Index of deletion too big.");
    }
    List<GuestRule> rules = new ArrayList<>(chain.rules());
    rules.remove(request.number() - 1);
    return with(table, chain, rules);
  }

  private static GuestTable delete(GuestTable table, IptablesRequest request) {
    GuestChain chain = table.chain(request.chain()).orElseThrow(IptablesFaults::noRule);
    List<GuestRule> rules = new ArrayList<>(chain.rules());
    for (GuestRule rule : request.rules()) {
      if (!rules.remove(rule)) {
        throw IptablesFaults.noRule();
      }
    }
    return with(table, chain, rules);
  }

  private static GuestTable check(GuestTable table, IptablesRequest request) {
    GuestChain chain = table.chain(request.chain()).orElseThrow(IptablesFaults::noRule);
    if (!chain.rules().containsAll(request.rules())) {
      throw IptablesFaults.noRule();
    }
    return table;
  }

  private static GuestTable flush(GuestTable table, String name) {
    GuestTable after = table;
    for (GuestChain chain : chosen(table, name)) {
      after = with(after, chain, List.of());
    }
    return after;
  }

  private static GuestTable zero(GuestTable table, String name) {
    chosen(table, name);
    return table;
  }

  private static GuestTable deleteChains(GuestTable table, String name) {
    List<GuestChain> gone =
        chosen(table, name).stream().filter(chain -> !chain.isBuiltIn()).toList();
    if (!name.isEmpty() && gone.isEmpty()) {
      throw IptablesFaults.noChain();
    }
    List<GuestChain> left = new ArrayList<>(table.chains());
    for (GuestChain chain : gone.reversed()) {
      if (!chain.rules().isEmpty() || references(table, chain.name()) > 0) {
        throw IptablesFaults.kernel(
            "CHAIN_DEL", "Device or resource busy", "chain " + chain.name());
      }
      left.remove(chain);
    }
    return new GuestTable(table.name(), left);
  }

  private static GuestTable rename(GuestTable table, String from, String to) {
    checkNewName(to);
    GuestChain chain = table.chain(from).orElseThrow(IptablesFaults::noChain);
    if (chain.isBuiltIn()) {
      throw IptablesFaults.noChain();
    }
    if (table.chain(to).isPresent()) {
      throw IptablesFaults.plain("Chain already exists.");
    }
    List<GuestChain> chains = new ArrayList<>();
    for (GuestChain each : table.chains()) {
      List<GuestRule> rules = each.rules().stream().map(rule -> renamed(rule, from, to)).toList();
      chains.add(new GuestChain(each.equals(chain) ? to : each.name(), each.policy(), rules));
    }
    return sorted(table.name(), chains);
  }

  private static GuestRule renamed(GuestRule rule, String from, String to) {
    GuestTarget jump = new GuestTarget.Jump(from);
    return rule.target().equals(Optional.of(jump))
        ? new GuestRule(rule.matches(), Optional.of(new GuestTarget.Jump(to)))
        : rule;
  }

  private static GuestTable policy(GuestTable table, String name, String text) {
    Policy policy =
        switch (text) {
          case "ACCEPT" -> Policy.ACCEPT;
          case "DROP" -> Policy.DROP;
          default ->
              throw IptablesFaults.plain("Bad policy name. Run `dmesg' for more information.");
        };
    GuestChain chain =
        table
            .chain(name)
            .filter(GuestChain::isBuiltIn)
            .orElseThrow(() -> IptablesFaults.plain("Bad built-in chain name."));
    if (policy == Policy.DROP && table.name().equals(GuestTable.NAT)) {
      throw IptablesFaults.notOffered("policy DROP in table \"nat\"");
    }
    return withPolicy(table, chain, policy);
  }

  /// How many rules of the table jump to a chain.
  static long references(GuestTable table, String chain) {
    Optional<GuestTarget> jump = Optional.of(new GuestTarget.Jump(chain));
    return table.chains().stream()
        .flatMap(each -> each.rules().stream())
        .filter(rule -> rule.target().equals(jump))
        .count();
  }

  private static List<GuestChain> chosen(GuestTable table, String name) {
    return name.isEmpty()
        ? table.chains()
        : List.of(table.chain(name).orElseThrow(IptablesFaults::noChain));
  }

  private static GuestTable with(GuestTable table, GuestChain chain, List<GuestRule> rules) {
    return with(table, new GuestChain(chain.name(), chain.policy(), rules));
  }

  private static GuestTable with(GuestTable table, GuestChain changed) {
    return new GuestTable(
        table.name(),
        table.chains().stream()
            .map(chain -> chain.name().equals(changed.name()) ? changed : chain)
            .toList());
  }

  /// Built-in chains first, as they are; then the user's by name, as the tool lists them.
  private static GuestTable sorted(String name, List<GuestChain> chains) {
    List<GuestChain> ordered = new ArrayList<>(chains);
    ordered.sort(
        Comparator.comparing((GuestChain chain) -> !chain.isBuiltIn())
            .thenComparing(chain -> chain.isBuiltIn() ? "" : chain.name()));
    return new GuestTable(name, ordered);
  }

  private static void refuseTooMany(GuestTable table) {
    int rules = table.chains().stream().mapToInt(chain -> chain.rules().size()).sum();
    if (rules > GuestLimits.RULES_MAX) {
      throw IptablesFaults.plain(
          "table \"%s\" would hold %d rules; a simulated instance holds up to %d."
              .formatted(table.name(), rules, GuestLimits.RULES_MAX));
    }
    if (table.chains().size() > GuestLimits.CHAINS_MAX) {
      throw IptablesFaults.plain(
          "table \"%s\" would hold more than %d chains."
              .formatted(table.name(), GuestLimits.CHAINS_MAX));
    }
  }

  /// Whether the request looks only.
  static boolean isReading(Action action) {
    return action == Action.LIST || action == Action.LIST_RULES;
  }
}
