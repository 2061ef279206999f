package io.scorta.access.policy;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.Network;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The compiled rules of every class, both directions, and who belongs to which class.
final class Gates {
  private final Atlas atlas;
  private final List<PolicyClass> classes = new ArrayList<>();
  private final int[] classOf;
  private final Gate[] ingress;
  private final Gate[] egress;
  private final Map<String, SecurityGroup> groups;

  Gates(Atlas atlas, Network network) {
    this.atlas = atlas;
    this.groups =
        network.securityGroups().stream()
            .collect(Collectors.toMap(SecurityGroup::id, group -> group, (_, last) -> last));
    Map<PolicyClass.Key, Integer> numbers = new HashMap<>();
    classOf = new int[atlas.size()];
    for (int i = 0; i < classOf.length; i++) {
      PolicyClass.Key key = PolicyClass.Key.of(atlas.at(i));
      Integer known = numbers.get(key);
      if (known == null) {
        known = classes.size() + 1;
        numbers.put(key, known);
        classes.add(new PolicyClass(known, key.vpcId(), key.groupIds()));
      }
      classOf[i] = known;
    }
    GateCompiler compiler =
        new GateCompiler(network.securityGroups(), classes, atlas.surroundings());
    ingress = new Gate[classes.size() + 1];
    egress = new Gate[classes.size() + 1];
    for (PolicyClass policyClass : classes) {
      ingress[policyClass.number()] = compiler.compile(policyClass, false);
      egress[policyClass.number()] = compiler.compile(policyClass, true);
    }
  }

  List<PolicyClass> classes() {
    return List.copyOf(classes);
  }

  int classOf(int number) {
    return classOf[number];
  }

  Gate gate(int policyClass, boolean outward) {
    return outward ? egress[policyClass] : ingress[policyClass];
  }

  /// What the groups of an interface say to a packet whose other end is `remote`.
  int judge(int number, boolean outward, Remote remote, Protocol protocol, int port) {
    int remoteClass =
        remote.number() == Atlas.NOBODY ? PolicySnapshot.OUTSIDE : classOf[remote.number()];
    return gate(classOf[number], outward)
        .of(protocol.number())
        .judge(remoteClass, remote.address(), port);
  }

  /// The rules that admit such a packet.
  List<String> admitting(int number, boolean outward, Remote remote, Protocol protocol, int port) {
    List<String> remoteGroups =
        remote.number() == Atlas.NOBODY ? List.of() : atlas.at(remote.number()).groupIds();
    return rules(number, outward).stream()
        .filter(rule -> rule.covers(protocol, port))
        .filter(rule -> admits(rule.peer(), remote.address(), remoteGroups))
        .map(SecurityGroupRule::id)
        .toList();
  }

  /// The rules of an interface's groups in one direction.
  List<SecurityGroupRule> rules(int number, boolean outward) {
    return atlas.at(number).groupIds().stream()
        .distinct()
        .map(groups::get)
        .filter(group -> group != null)
        .flatMap(group -> group.rules().stream())
        .filter(rule -> rule.egress() == outward)
        .toList();
  }

  private boolean admits(RulePeer peer, int remote, List<String> remoteGroups) {
    return switch (peer) {
      case RulePeer.Block(Cidr cidr) -> cidr.contains(remote);
      case RulePeer.Block6 _ -> false;
      case RulePeer.PrefixList(String id) ->
          atlas.surroundings().blocks(id).stream().anyMatch(cidr -> cidr.contains(remote));
      case RulePeer.Group(String id, _) -> remoteGroups.contains(id);
    };
  }
}
