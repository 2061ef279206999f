package io.scorta.server.api;

import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.PeeringFacts;
import io.scorta.control.network.Peerings;
import io.scorta.control.network.RuleRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/// Security group rules in EC2's two forms: one by one, and as permissions that hold many peers.
final class RuleShapes {
  private RuleShapes() {}

  /// The rules that permissions fan out to.
  static List<RuleRequest> fanOut(List<IpPermission> permissions) {
    List<RuleRequest> rules = new ArrayList<>();
    for (IpPermission permission : permissions) {
      int before = rules.size();
      for (IpRange range : permission.ipRanges()) {
        String cidr = Accepts.required("CidrIp", range.cidrIp());
        rules.add(rule(permission, new RuleRequest.Peer.Block(cidr), range.description()));
      }
      for (Ipv6Range range : permission.ipv6Ranges()) {
        String cidr = Accepts.required("CidrIpv6", range.cidrIpv6());
        rules.add(rule(permission, new RuleRequest.Peer.Block6(cidr), range.description()));
      }
      for (UserIdGroupPair pair : permission.userIdGroupPairs()) {
        rules.add(rule(permission, group(pair), pair.description()));
      }
      for (PrefixListId list : permission.prefixListIds()) {
        String id = Accepts.required("PrefixListId", list.prefixListId());
        rules.add(rule(permission, new RuleRequest.Peer.PrefixList(id), list.description()));
      }
      if (rules.size() == before) {
        throw new FaultException(
            "MissingParameter",
            "A permission has no source or destination: give IpRanges, Ipv6Ranges or"
                + " UserIdGroupPairs");
      }
    }
    return rules;
  }

  /// The rule that ModifySecurityGroupRules states.
  static RuleRequest rule(SecurityGroupRuleRequest request) {
    List<RuleRequest.Peer> peers = new ArrayList<>();
    if (request.cidrIpv4() != null) {
      peers.add(new RuleRequest.Peer.Block(request.cidrIpv4()));
    }
    if (request.cidrIpv6() != null) {
      peers.add(new RuleRequest.Peer.Block6(request.cidrIpv6()));
    }
    if (request.referencedGroupId() != null) {
      peers.add(
          new RuleRequest.Peer.Group(
              Optional.of(request.referencedGroupId()), Optional.empty(), Optional.empty()));
    }
    if (request.prefixListId() != null) {
      peers.add(new RuleRequest.Peer.PrefixList(request.prefixListId()));
    }
    if (peers.size() != 1) {
      throw new FaultException(
          peers.isEmpty() ? "MissingParameter" : "InvalidParameterCombination",
          "A security group rule has exactly one of CidrIpv4, CidrIpv6, PrefixListId and"
              + " ReferencedGroupId");
    }
    return new RuleRequest(
        Accepts.required("IpProtocol", request.ipProtocol()),
        Optional.ofNullable(request.fromPort()),
        Optional.ofNullable(request.toPort()),
        peers.getFirst(),
        text(request.description()));
  }

  /// A group's rules of one direction, those of the same protocol and ports together.
  static List<IpPermission> merged(Ec2View view, SecurityGroup group, boolean egress) {
    Map<String, List<SecurityGroupRule>> together = new LinkedHashMap<>();
    for (SecurityGroupRule rule : group.rules()) {
      if (rule.egress() == egress) {
        String key = rule.protocol() + " " + rule.fromPort() + " " + rule.toPort();
        together.computeIfAbsent(key, _ -> new ArrayList<>()).add(rule);
      }
    }
    return together.values().stream().map(rules -> permission(view, group, rules)).toList();
  }

  /// A rule that was not found, given back as it was stated.
  static IpPermission permission(RuleRequest request) {
    var shape =
        IpPermission.builder()
            .ipProtocol(request.protocol())
            .fromPort(request.fromPort().orElse(null))
            .toPort(request.toPort().orElse(null));
    switch (request.peer()) {
      case RuleRequest.Peer.Block(String cidr) ->
          shape.ipRanges(IpRange.builder().cidrIp(cidr).build());
      case RuleRequest.Peer.Block6(String cidr) ->
          shape.ipv6Ranges(Ipv6Range.builder().cidrIpv6(cidr).build());
      case RuleRequest.Peer.PrefixList(String id) ->
          shape.prefixListIds(PrefixListId.builder().prefixListId(id).build());
      case RuleRequest.Peer.Group(var id, var name, var owner) ->
          shape.userIdGroupPairs(
              UserIdGroupPair.builder()
                  .groupId(id.orElse(null))
                  .groupName(name.orElse(null))
                  .userId(owner.orElse(null))
                  .build());
    }
    return shape.build();
  }

  /// One rule of a group.
  static software.amazon.awssdk.services.ec2.model.SecurityGroupRule shape(
      Ec2View view, SecurityGroup group, SecurityGroupRule rule) {
    var shape =
        software.amazon.awssdk.services.ec2.model.SecurityGroupRule.builder()
            .securityGroupRuleId(rule.id())
            .securityGroupRuleArn(view.arn(ResourceKind.SECURITY_GROUP_RULE, rule.id()))
            .groupId(group.id())
            .groupOwnerId(group.owner())
            .isEgress(rule.egress())
            .ipProtocol(rule.protocol().toString())
            .fromPort(rule.fromPort())
            .toPort(rule.toPort())
            .description(absent(rule.description()))
            .tags(view.tags(rule.id()));
    switch (rule.peer()) {
      case RulePeer.Block(var cidr) -> shape.cidrIpv4(cidr.toString());
      case RulePeer.Block6(String cidr) -> shape.cidrIpv6(cidr);
      case RulePeer.PrefixList(String id) -> shape.prefixListId(id);
      case RulePeer.Group(String id, String owner) -> {
        UserIdGroupPair pair = pair(view, group, id, owner);
        shape.referencedGroupInfo(
            peer ->
                peer.groupId(id)
                    .userId(owner)
                    .vpcId(pair.vpcId())
                    .vpcPeeringConnectionId(pair.vpcPeeringConnectionId())
                    .peeringStatus(pair.peeringStatus()));
      }
    }
    return shape.build();
  }

  /// One rule that was taken from a group.
  static RevokedSecurityGroupRule revoked(SecurityGroup group, SecurityGroupRule rule) {
    var shape =
        RevokedSecurityGroupRule.builder()
            .securityGroupRuleId(rule.id())
            .groupId(group.id())
            .isEgress(rule.egress())
            .ipProtocol(rule.protocol().toString())
            .fromPort(rule.fromPort())
            .toPort(rule.toPort())
            .description(absent(rule.description()));
    switch (rule.peer()) {
      case RulePeer.Block(var cidr) -> shape.cidrIpv4(cidr.toString());
      case RulePeer.Block6(String cidr) -> shape.cidrIpv6(cidr);
      case RulePeer.Group(String id, _) -> shape.referencedGroupId(id);
      case RulePeer.PrefixList(String id) -> shape.prefixListId(id);
    }
    return shape.build();
  }

  private static IpPermission permission(
      Ec2View view, SecurityGroup group, List<SecurityGroupRule> rules) {
    SecurityGroupRule first = rules.getFirst();
    List<IpRange> blocks = new ArrayList<>();
    List<Ipv6Range> blocks6 = new ArrayList<>();
    List<UserIdGroupPair> groups = new ArrayList<>();
    List<PrefixListId> lists = new ArrayList<>();
    for (SecurityGroupRule rule : rules) {
      String description = absent(rule.description());
      switch (rule.peer()) {
        case RulePeer.Block(var cidr) ->
            blocks.add(IpRange.builder().cidrIp(cidr.toString()).description(description).build());
        case RulePeer.Block6(String cidr) ->
            blocks6.add(Ipv6Range.builder().cidrIpv6(cidr).description(description).build());
        case RulePeer.PrefixList(String id) ->
            lists.add(PrefixListId.builder().prefixListId(id).description(description).build());
        case RulePeer.Group(String id, String owner) ->
            groups.add(pair(view, group, id, owner).toBuilder().description(description).build());
      }
    }
    boolean whole = first.protocol().number() < 0;
    return IpPermission.builder()
        .ipProtocol(first.protocol().toString())
        .fromPort(whole ? null : first.fromPort())
        .toPort(whole ? null : first.toPort())
        .ipRanges(blocks)
        .ipv6Ranges(blocks6)
        .userIdGroupPairs(groups)
        .prefixListIds(lists)
        .build();
  }

  /// The group that a rule names; where it is not of the rule's own VPC, also by which peering.
  private static UserIdGroupPair pair(Ec2View view, SecurityGroup group, String id, String owner) {
    var shape = UserIdGroupPair.builder().groupId(id).userId(owner);
    Optional<String> vpcId =
        view.state().find(owner, NetworkKinds.SECURITY_GROUP, id).map(SecurityGroup::vpcId);
    if (vpcId.isPresent() && !vpcId.get().equals(group.vpcId())) {
      Optional<PeeringFacts> peering =
          Peerings.between(view.state(), view.account(), group.vpcId(), vpcId.get());
      shape
          .vpcId(vpcId.get())
          .vpcPeeringConnectionId(peering.map(PeeringFacts::id).orElse(null))
          .peeringStatus(peering.isPresent() ? "active" : "deleted");
    }
    return shape.build();
  }

  private static RuleRequest rule(
      IpPermission permission, RuleRequest.Peer peer, @Nullable String description) {
    return new RuleRequest(
        Accepts.required("IpProtocol", permission.ipProtocol()),
        Optional.ofNullable(permission.fromPort()),
        Optional.ofNullable(permission.toPort()),
        peer,
        text(description));
  }

  private static RuleRequest.Peer group(UserIdGroupPair pair) {
    Accepts.only(pair, "GroupId", "GroupName", "UserId", "Description", "VpcId", "PeeringStatus");
    if (pair.groupId() == null && pair.groupName() == null) {
      throw new FaultException(
          "MissingParameter", "A group pair names no group: give GroupId or GroupName");
    }
    return new RuleRequest.Peer.Group(
        Optional.ofNullable(pair.groupId()),
        Optional.ofNullable(pair.groupName()),
        Optional.ofNullable(pair.userId()));
  }

  private static String text(@Nullable String description) {
    return description == null ? "" : description;
  }

  private static @Nullable String absent(String description) {
    return description.isEmpty() ? null : description;
  }
}
