package io.scorta.access.policy;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Turns the rules of the groups of a class into its two gates.
///
/// A rule that names a group becomes one entry for every class that carries the group, whatever the
/// number of its members; a member that joins later only has to find its class.
final class GateCompiler {
  static final PortRange ALL_PORTS = new PortRange(0, PortRange.PORT_MAX);
  private static final int ICMP_MAX = 255;

  private final Map<String, SecurityGroup> groups;
  private final Surroundings surroundings;

  /// The numbers of the classes that carry a group, by VPC and group.
  private final Map<String, Map<String, List<Integer>>> carriers = new HashMap<>();

  GateCompiler(List<SecurityGroup> groups, List<PolicyClass> classes, Surroundings surroundings) {
    this.surroundings = surroundings;
    this.groups =
        groups.stream().collect(Collectors.toMap(SecurityGroup::id, group -> group, (_, b) -> b));
    for (PolicyClass policyClass : classes) {
      Map<String, List<Integer>> ofVpc =
          carriers.computeIfAbsent(policyClass.vpcId(), _ -> new HashMap<>());
      for (String groupId : policyClass.groupIds()) {
        ofVpc.computeIfAbsent(groupId, _ -> new ArrayList<>()).add(policyClass.number());
      }
    }
  }

  Gate compile(PolicyClass policyClass, boolean egress) {
    List<SecurityGroupRule> rules = rules(policyClass, egress);
    if (rules.isEmpty()) {
      return Gate.CLOSED;
    }
    List<SecurityGroupRule> answers = rules(policyClass, !egress);
    Set<Integer> protocols =
        rules.stream().map(rule -> rule.protocol().number()).collect(Collectors.toSet());
    Map<Integer, PortGate> named = new HashMap<>();
    for (int number : protocols) {
      if (number >= 0 && number != Gate.TCP) {
        named.put(number, portGate(policyClass, rules, answers, new Protocol(number)));
      }
    }
    // A rule for all protocols opens UDP as well, and there the question of tracking arises.
    named.computeIfAbsent(
        Protocol.UDP.number(), _ -> portGate(policyClass, rules, answers, Protocol.UDP));
    return new Gate(
        portGate(policyClass, rules, answers, Protocol.TCP),
        named,
        portGate(policyClass, rules, answers, Protocol.ALL));
  }

  private List<SecurityGroupRule> rules(PolicyClass policyClass, boolean egress) {
    List<SecurityGroupRule> rules = new ArrayList<>();
    for (String groupId : policyClass.groupIds()) {
      SecurityGroup group = groups.get(groupId);
      if (group != null) {
        group.rules().stream().filter(rule -> rule.egress() == egress).forEach(rules::add);
      }
    }
    return rules;
  }

  private PortGate portGate(
      PolicyClass policyClass,
      List<SecurityGroupRule> rules,
      List<SecurityGroupRule> answers,
      Protocol protocol) {
    List<PortRange> open = new ArrayList<>();
    List<Box> boxes = new ArrayList<>();
    Map<Integer, List<PortRange>> byClass = new TreeMap<>();
    for (SecurityGroupRule rule : rules) {
      if (!rule.protocol().equals(Protocol.ALL) && !rule.protocol().equals(protocol)) {
        continue;
      }
      Optional<PortRange> range = ports(rule);
      if (range.isEmpty()) {
        continue;
      }
      PortRange ports = range.get();
      switch (rule.peer()) {
        case RulePeer.Block(Cidr cidr) when cidr.isAnywhere() -> open.add(ports);
        case RulePeer.Block(Cidr cidr) -> boxes.add(box(cidr, ports));
        case RulePeer.Block6(_) -> {}
        case RulePeer.PrefixList(String id) -> {
          for (Cidr cidr : surroundings.blocks(id)) {
            boxes.add(box(cidr, ports));
          }
        }
        case RulePeer.Group(String groupId, _) -> {
          for (int number : carriersOf(policyClass.vpcId(), groupId)) {
            byClass.computeIfAbsent(number, _ -> new ArrayList<>()).add(ports);
          }
        }
      }
    }
    return new PortGate(
        PortSet.of(open),
        protocol.hasPorts() && answersPass(answers, protocol),
        byClass.keySet().stream().mapToInt(Integer::intValue).toArray(),
        byClass.values().stream().map(PortSet::of).toArray(PortSet[]::new),
        Boxes.of(boxes));
  }

  private List<Integer> carriersOf(String vpcId, String groupId) {
    List<Integer> own = carriers.getOrDefault(vpcId, Map.of()).getOrDefault(groupId, List.of());
    if (surroundings.peersOf(vpcId).isEmpty()) {
      return own;
    }
    List<Integer> all = new ArrayList<>(own);
    for (String peer : surroundings.peersOf(vpcId)) {
      all.addAll(carriers.getOrDefault(peer, Map.of()).getOrDefault(groupId, List.of()));
    }
    return all;
  }

  /// Whether a rule of the other direction lets every answer out, wherever it goes.
  private static boolean answersPass(List<SecurityGroupRule> answers, Protocol protocol) {
    return answers.stream()
        .filter(rule -> rule.peer() instanceof RulePeer.Block(Cidr cidr) && cidr.isAnywhere())
        .filter(rule -> rule.protocol().equals(Protocol.ALL) || rule.protocol().equals(protocol))
        .anyMatch(rule -> ports(rule).equals(Optional.of(ALL_PORTS)));
  }

  /// The rule's ports in the one number space that every protocol shares; see [Flow]. Absent when
  /// the rule's numbers are no range, and then it admits nothing.
  private static Optional<PortRange> ports(SecurityGroupRule rule) {
    return ports(rule.protocol(), rule.fromPort(), rule.toPort());
  }

  /// As [#ports(SecurityGroupRule)], for the numbers of any rule.
  static Optional<PortRange> ports(Protocol protocol, int from, int to) {
    if (protocol.hasPorts()) {
      return range(Math.max(0, from), Math.min(PortRange.PORT_MAX, to));
    }
    if (protocol.equals(Protocol.ICMP) && from >= 0) {
      int type = from << 8;
      return from > ICMP_MAX || to > ICMP_MAX
          ? Optional.empty()
          : to < 0 ? range(type, type | ICMP_MAX) : range(type | to, type | to);
    }
    return Optional.of(ALL_PORTS);
  }

  private static Optional<PortRange> range(int first, int last) {
    return first > last ? Optional.empty() : Optional.of(new PortRange(first, last));
  }

  private static Box box(Cidr cidr, PortRange ports) {
    int last = (int) (Integer.toUnsignedLong(cidr.base()) + cidr.size() - 1);
    return new Box(cidr.base(), last, ports.first(), ports.last());
  }
}
