package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.GroupVpcs;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.PeeringFacts;
import io.scorta.control.network.Peerings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupReferencesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupReferencesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeStaleSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeStaleSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.GetSecurityGroupsForVpcRequest;
import software.amazon.awssdk.services.ec2.model.GetSecurityGroupsForVpcResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroupForVpc;
import software.amazon.awssdk.services.ec2.model.SecurityGroupReference;
import software.amazon.awssdk.services.ec2.model.StaleIpPermission;
import software.amazon.awssdk.services.ec2.model.StaleSecurityGroup;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/// EC2's actions on who names whose security groups, across peering connections above all.
final class Ec2GroupReferenceRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "DescribeSecurityGroupReferences",
              DescribeSecurityGroupReferencesRequest::builder,
              Ec2GroupReferenceRows::references),
          row(
              "DescribeStaleSecurityGroups",
              DescribeStaleSecurityGroupsRequest::builder,
              Ec2GroupReferenceRows::stale),
          row(
              "GetSecurityGroupsForVpc",
              GetSecurityGroupsForVpcRequest::builder,
              Ec2GroupReferenceRows::forVpc));

  private Ec2GroupReferenceRows() {}

  private static DescribeSecurityGroupReferencesResponse references(
      DescribeSecurityGroupReferencesRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    Set<SecurityGroupReference> found = new LinkedHashSet<>();
    for (SecurityGroup own :
        view.named(
            NetworkKinds.SECURITY_GROUP,
            ResourceKind.SECURITY_GROUP,
            Accepts.some("GroupId", request.groupId()))) {
      for (SecurityGroup other : view.state().everywhere(NetworkKinds.SECURITY_GROUP)) {
        Optional<PeeringFacts> peering =
            names(other, own.id())
                ? Peerings.between(view.state(), view.account(), own.vpcId(), other.vpcId())
                : Optional.empty();
        peering.ifPresent(
            it ->
                found.add(
                    SecurityGroupReference.builder()
                        .groupId(own.id())
                        .referencingVpcId(other.vpcId())
                        .vpcPeeringConnectionId(it.id())
                        .build()));
      }
    }
    return DescribeSecurityGroupReferencesResponse.builder()
        .securityGroupReferenceSet(found)
        .build();
  }

  private static boolean names(SecurityGroup group, String id) {
    return group.rules().stream()
        .anyMatch(it -> it.peer() instanceof RulePeer.Group(String peer, _) && peer.equals(id));
  }

  private static DescribeStaleSecurityGroupsResponse stale(
      DescribeStaleSecurityGroupsRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    String vpcId = Accepts.required("VpcId", request.vpcId());
    view.named(NetworkKinds.VPC, ResourceKind.VPC, List.of(vpcId));
    List<SecurityGroup> groups =
        view.all(NetworkKinds.SECURITY_GROUP).stream()
            .filter(group -> group.vpcId().equals(vpcId))
            .filter(group -> group.rules().stream().anyMatch(it -> isStale(view, group, it)))
            .toList();
    Pages.Page<SecurityGroup> page =
        Pages.EC2.page(groups, SecurityGroup::id, request.nextToken(), request.maxResults());
    return DescribeStaleSecurityGroupsResponse.builder()
        .staleSecurityGroupSet(page.items().stream().map(it -> stale(view, it)).toList())
        .nextToken(page.marker())
        .build();
  }

  /// A rule is stale when the group it names is gone, or no active peering leads to it.
  private static boolean isStale(Ec2View view, SecurityGroup group, SecurityGroupRule rule) {
    if (!(rule.peer() instanceof RulePeer.Group(String id, String owner))) {
      return false;
    }
    Optional<SecurityGroup> named = view.state().find(owner, NetworkKinds.SECURITY_GROUP, id);
    return named.isEmpty()
        || !named.get().vpcId().equals(group.vpcId())
            && Peerings.between(view.state(), view.account(), group.vpcId(), named.get().vpcId())
                .isEmpty();
  }

  private static StaleSecurityGroup stale(Ec2View view, SecurityGroup group) {
    return StaleSecurityGroup.builder()
        .groupId(group.id())
        .groupName(group.name())
        .description(group.description())
        .vpcId(group.vpcId())
        .staleIpPermissions(permissions(view, group, false))
        .staleIpPermissionsEgress(permissions(view, group, true))
        .build();
  }

  private static List<StaleIpPermission> permissions(
      Ec2View view, SecurityGroup group, boolean egress) {
    List<StaleIpPermission> permissions = new ArrayList<>();
    for (SecurityGroupRule rule : group.rules()) {
      if (rule.egress() == egress
          && isStale(view, group, rule)
          && rule.peer() instanceof RulePeer.Group(String id, String owner)) {
        boolean whole = rule.protocol().number() < 0;
        permissions.add(
            StaleIpPermission.builder()
                .ipProtocol(rule.protocol().toString())
                .fromPort(whole ? null : rule.fromPort())
                .toPort(whole ? null : rule.toPort())
                .ipRanges(List.of())
                .prefixListIds(List.of())
                .userIdGroupPairs(
                    UserIdGroupPair.builder()
                        .groupId(id)
                        .userId(owner)
                        .peeringStatus("deleted")
                        .build())
                .build());
      }
    }
    return permissions;
  }

  private static GetSecurityGroupsForVpcResponse forVpc(
      GetSecurityGroupsForVpcRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    String vpcId = Accepts.required("VpcId", request.vpcId());
    view.named(NetworkKinds.VPC, ResourceKind.VPC, List.of(vpcId));
    List<SecurityGroup> usable =
        view.all(NetworkKinds.SECURITY_GROUP).stream()
            .filter(group -> GroupVpcs.isUsable(view.state(), view.account(), group, vpcId))
            .sorted(Comparator.comparing(SecurityGroup::id))
            .toList();
    Filters<SecurityGroup> filters =
        Filters.<SecurityGroup>none()
            .with("group-id", SecurityGroup::id)
            .with("description", SecurityGroup::description)
            .with("group-name", SecurityGroup::name)
            .with("owner-id", SecurityGroup::owner)
            .with("primary-vpc-id", SecurityGroup::vpcId)
            .withTags(group -> view.tagMap(group.id()));
    Pages.Page<SecurityGroup> page =
        Pages.EC2.page(
            filters.select(request.filters(), usable),
            SecurityGroup::id,
            request.nextToken(),
            request.maxResults());
    return GetSecurityGroupsForVpcResponse.builder()
        .securityGroupForVpcs(
            page.items().stream()
                .map(
                    group ->
                        SecurityGroupForVpc.builder()
                            .groupId(group.id())
                            .groupName(group.name())
                            .description(group.description())
                            .ownerId(group.owner())
                            .primaryVpcId(group.vpcId())
                            .tags(view.tags(group.id()))
                            .build())
                .toList())
        .nextToken(page.marker())
        .build();
  }
}
