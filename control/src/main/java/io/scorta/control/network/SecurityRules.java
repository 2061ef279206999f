package io.scorta.control.network;

import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Commands on the rules of a security group. Each changes all that it names, or nothing.
public final class SecurityRules {
  private static final String DUPLICATE = "InvalidPermission.Duplicate";
  private static final String NOT_FOUND = "InvalidPermission.NotFound";

  private SecurityRules() {}

  /// Which rules of which group.
  public record Side(SecurityGroups.Reference group, boolean egress) {}

  /// A group's rules that a command changed, and the group as it is now.
  public record Changed(SecurityGroup group, List<SecurityGroupRule> rules) {
    public Changed {
      rules = List.copyOf(rules);
    }
  }

  /// Adds rules; the reply holds the new ones, with their ids.
  public record Authorize(Side side, List<RuleRequest> requests, Map<String, String> tags)
      implements NetworkCommand<Changed> {
    public Authorize {
      requests = List.copyOf(requests);
      tags = Map.copyOf(tags);
    }

    @Override
    public Changed run(Edit edit) {
      SecurityGroup group = SecurityGroups.resolve(edit, side.group());
      requireSome(requests.isEmpty());
      if (side.egress() && Classic.is(group.vpcId())) {
        throw Faults.value(
            "Only Amazon VPC security groups may be used with this operation: %s is of EC2-Classic",
            group.id());
      }
      RuleReader reader = new RuleReader(edit, group, side.egress());
      List<SecurityGroupRule> added = new ArrayList<>();
      for (RuleRequest request : requests) {
        SecurityGroupRule rule = reader.read(request, edit.newId(ResourceKind.SECURITY_GROUP_RULE));
        if (added.stream().anyMatch(rule::sameAs)) {
          throw Faults.value("The same permission must not appear multiple times: %s", text(rule));
        }
        added.add(rule);
      }
      List<SecurityGroupRule> rules = new ArrayList<>(group.rules());
      rules.addAll(added);
      SecurityGroup changed = store(edit, group, rules);
      added.forEach(rule -> edit.tag(rule.id(), tags));
      return new Changed(changed, added);
    }
  }

  /// Takes rules away, named by their ids or by their exact properties.
  public record Revoke(Side side, List<RuleRequest> requests, List<String> ruleIds)
      implements NetworkCommand<Revoked> {
    public Revoke {
      requests = List.copyOf(requests);
      ruleIds = List.copyOf(ruleIds);
    }

    @Override
    public Revoked run(Edit edit) {
      SecurityGroup group = SecurityGroups.resolve(edit, side.group());
      requireSome(requests.isEmpty() && ruleIds.isEmpty());
      Set<String> gone = new HashSet<>();
      ruleIds.forEach(id -> gone.add(byId(group, side.egress(), id).id()));
      List<RuleRequest> unknown = new ArrayList<>();
      RuleReader reader = new RuleReader(edit, group, side.egress());
      boolean tolerant = Classic.is(group.vpcId()) || edit.vpc(group.vpcId()).isDefault();
      for (RuleRequest request : requests) {
        Optional<SecurityGroupRule> found = matching(group, reader.read(request, ""));
        if (found.isEmpty() && !tolerant) {
          throw notInGroup(group, reader.read(request, ""));
        }
        found.ifPresentOrElse(rule -> gone.add(rule.id()), () -> unknown.add(request));
      }
      List<SecurityGroupRule> removed = new ArrayList<>();
      List<SecurityGroupRule> left = new ArrayList<>();
      group.rules().forEach(rule -> (gone.contains(rule.id()) ? removed : left).add(rule));
      SecurityGroup changed = store(edit, group, left);
      gone.forEach(edit::untag);
      return new Revoked(changed, removed, unknown);
    }
  }

  /// What a revoke took away, and what it did not find in a group of the default VPC.
  public record Revoked(
      SecurityGroup group, List<SecurityGroupRule> rules, List<RuleRequest> unknown) {
    public Revoked {
      rules = List.copyOf(rules);
      unknown = List.copyOf(unknown);
    }
  }

  /// Gives rules new properties; they keep their ids and directions.
  public record Modify(SecurityGroups.Reference reference, Map<String, RuleRequest> byRuleId)
      implements NetworkCommand<Boolean> {
    public Modify {
      byRuleId = Map.copyOf(byRuleId);
    }

    @Override
    public Boolean run(Edit edit) {
      SecurityGroup group = SecurityGroups.resolve(edit, reference);
      requireSome(byRuleId.isEmpty());
      Map<String, SecurityGroupRule> changed = new HashMap<>();
      byRuleId.forEach(
          (id, request) -> {
            boolean egress = byId(group, id).egress();
            changed.put(id, new RuleReader(edit, group, egress).read(request, id));
          });
      store(
          edit,
          group,
          group.rules().stream().map(rule -> changed.getOrDefault(rule.id(), rule)).toList());
      return true;
    }
  }

  /// Gives rules new descriptions; they are named by their ids or by their exact properties.
  public record Describe(Side side, List<RuleRequest> requests, Map<String, String> byRuleId)
      implements NetworkCommand<Boolean> {
    public Describe {
      requests = List.copyOf(requests);
      byRuleId = Map.copyOf(byRuleId);
    }

    @Override
    public Boolean run(Edit edit) {
      SecurityGroup group = SecurityGroups.resolve(edit, side.group());
      requireSome(requests.isEmpty() && byRuleId.isEmpty());
      Map<String, String> texts = new HashMap<>();
      byRuleId.forEach(
          (id, text) -> {
            SecurityGroups.checkText("rule description", text);
            texts.put(byId(group, side.egress(), id).id(), text);
          });
      RuleReader reader = new RuleReader(edit, group, side.egress());
      for (RuleRequest request : requests) {
        SecurityGroupRule wanted = reader.read(request, "");
        SecurityGroupRule rule =
            matching(group, wanted).orElseThrow(() -> notInGroup(group, wanted));
        texts.put(rule.id(), request.description());
      }
      store(
          edit,
          group,
          group.rules().stream()
              .map(rule -> described(rule, texts.getOrDefault(rule.id(), rule.description())))
              .toList());
      return true;
    }
  }

  /// A rule in AWS's words.
  static String text(SecurityGroupRule rule) {
    String peer =
        switch (rule.peer()) {
          case RulePeer.Block(var cidr) -> cidr.toString();
          case RulePeer.Block6(String cidr) -> cidr;
          case RulePeer.Group(String id, _) -> id;
          case RulePeer.PrefixList(String id) -> id;
        };
    String protocol =
        rule.protocol().number() < 0 ? "ALL" : rule.protocol().toString().toUpperCase(Locale.ROOT);
    String ports =
        rule.protocol().hasPorts()
            ? ", from port: " + rule.fromPort() + ", to port: " + rule.toPort()
            : "";
    return "\"peer: " + peer + ", " + protocol + ports + ", ALLOW\"";
  }

  private static void requireSome(boolean none) {
    if (none) {
      throw Refusal.of(
          "MissingParameter",
          "The request names no rule: give IpPermissions or the ids of security group rules");
    }
  }

  private static SecurityGroupRule byId(SecurityGroup group, String id) {
    Faults.wellFormed(ResourceKind.SECURITY_GROUP_RULE, id);
    return group.rules().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Faults.notFound(ResourceKind.SECURITY_GROUP_RULE, id));
  }

  private static SecurityGroupRule byId(SecurityGroup group, boolean egress, String id) {
    SecurityGroupRule rule = byId(group, id);
    if (rule.egress() != egress) {
      throw Faults.value(
          "The security group rule '%s' is an %s rule: use the action of that direction",
          id, rule.egress() ? "egress" : "ingress");
    }
    return rule;
  }

  private static Optional<SecurityGroupRule> matching(
      SecurityGroup group, SecurityGroupRule wanted) {
    return group.rules().stream().filter(wanted::sameAs).findFirst();
  }

  private static Refusal notInGroup(SecurityGroup group, SecurityGroupRule rule) {
    return Refusal.of(
        NOT_FOUND,
        "The specified rule does not exist in this security group: %s in %s",
        text(rule),
        group.id());
  }

  /// Keeps the rules, which must differ from each other and stay within the limit.
  private static SecurityGroup store(
      Edit edit, SecurityGroup group, List<SecurityGroupRule> rules) {
    refuseDuplicates(rules);
    refuseTooMany(edit, group, rules);
    SecurityGroup changed =
        new SecurityGroup(
            group.id(), group.vpcId(), group.owner(), group.name(), group.description(), rules);
    edit.put(NetworkKinds.SECURITY_GROUP, group.id(), changed);
    return changed;
  }

  private static void refuseDuplicates(List<SecurityGroupRule> rules) {
    Set<SecurityGroupRule> seen = new HashSet<>();
    for (SecurityGroupRule rule : rules) {
      if (!seen.add(identity(rule))) {
        throw Refusal.of(DUPLICATE, "the specified rule %s already exists", text(rule));
      }
    }
  }

  /// Refuses more rules than a group may have in a direction; a prefix list counts with its size.
  static void refuseTooMany(Edit edit, SecurityGroup group, List<SecurityGroupRule> rules) {
    Map<String, Integer> counts = new HashMap<>();
    for (SecurityGroupRule rule : rules) {
      String family = rule.peer() instanceof RulePeer.Block6 ? "IPv6" : "IPv4";
      String which = family + (rule.egress() ? " egress" : " ingress");
      if (counts.merge(which, weight(edit, rule), Integer::sum) > Limits.RULES_PER_SECURITY_GROUP) {
        throw Refusal.of(
            "RulesPerSecurityGroupLimitExceeded",
            "The maximum number of rules per security group has been reached: %s may have %d %s"
                + " rules",
            group.id(),
            Limits.RULES_PER_SECURITY_GROUP,
            which);
      }
    }
  }

  private static int weight(Edit edit, SecurityGroupRule rule) {
    return rule.peer() instanceof RulePeer.PrefixList(String id) ? PrefixLists.weight(edit, id) : 1;
  }

  private static SecurityGroupRule identity(SecurityGroupRule rule) {
    return new SecurityGroupRule(
        "", rule.egress(), rule.protocol(), rule.fromPort(), rule.toPort(), rule.peer(), "");
  }

  private static SecurityGroupRule described(SecurityGroupRule rule, String text) {
    return new SecurityGroupRule(
        rule.id(),
        rule.egress(),
        rule.protocol(),
        rule.fromPort(),
        rule.toPort(),
        rule.peer(),
        text);
  }
}
