package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.Classic;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.SecurityGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;

/// EC2's actions on security groups as a whole.
final class Ec2GroupRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row("CreateSecurityGroup", CreateSecurityGroupRequest::builder, Ec2GroupRows::create),
          row("DeleteSecurityGroup", DeleteSecurityGroupRequest::builder, Ec2GroupRows::delete),
          row(
              "DescribeSecurityGroups",
              DescribeSecurityGroupsRequest::builder,
              Ec2GroupRows::describe));

  private Ec2GroupRows() {}

  /// How a request names a group.
  static SecurityGroups.Reference reference(@Nullable String id, @Nullable String name) {
    return new SecurityGroups.Reference(Optional.ofNullable(id), Optional.ofNullable(name));
  }

  private static CreateSecurityGroupResponse create(CreateSecurityGroupRequest request, Call call) {
    SecurityGroup group =
        call.submit(
            new SecurityGroups.Create(
                Accepts.required("GroupName", request.groupName()),
                Accepts.required("GroupDescription", request.description()),
                Optional.ofNullable(request.vpcId()),
                Ec2View.tagsFor(ResourceKind.SECURITY_GROUP, request.tagSpecifications())));
    Ec2View view = Ec2View.of(call);
    return CreateSecurityGroupResponse.builder()
        .groupId(group.id())
        .securityGroupArn(view.arn(ResourceKind.SECURITY_GROUP, group.id()))
        .tags(view.tags(group.id()))
        .build();
  }

  private static DeleteSecurityGroupResponse delete(DeleteSecurityGroupRequest request, Call call) {
    SecurityGroup group =
        call.submit(new SecurityGroups.Delete(reference(request.groupId(), request.groupName())));
    return DeleteSecurityGroupResponse.builder().returnValue(true).groupId(group.id()).build();
  }

  private static DescribeSecurityGroupsResponse describe(
      DescribeSecurityGroupsRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<SecurityGroup> named =
        view.named(NetworkKinds.SECURITY_GROUP, ResourceKind.SECURITY_GROUP, request.groupIds());
    if (!request.groupNames().isEmpty()) {
      named = byName(view, named, request.groupNames());
    }
    Pages.Page<SecurityGroup> page =
        Pages.EC2.page(
            filters(view).select(request.filters(), named),
            SecurityGroup::id,
            request.nextToken(),
            request.maxResults());
    return DescribeSecurityGroupsResponse.builder()
        .securityGroups(page.items().stream().map(group -> shape(view, group)).toList())
        .nextToken(page.marker())
        .build();
  }

  /// The groups of these names in the default VPC.
  private static List<SecurityGroup> byName(
      Ec2View view, List<SecurityGroup> groups, List<String> names) {
    List<SecurityGroup> found = new ArrayList<>();
    for (String name : names) {
      found.add(
          groups.stream()
              .filter(group -> group.name().equals(name) && inDefaultVpc(view, group))
              .findFirst()
              .orElseThrow(() -> unknownName(name)));
    }
    return found;
  }

  private static FaultException unknownName(String name) {
    return new FaultException(
        "InvalidGroup.NotFound",
        "The security group '%s' does not exist in the default VPC: ask for others by id"
            .formatted(name));
  }

  private static boolean inDefaultVpc(Ec2View view, SecurityGroup group) {
    return Classic.is(group.vpcId())
        || view.find(NetworkKinds.VPC, group.vpcId()).filter(vpc -> vpc.isDefault()).isPresent();
  }

  private static Filters<SecurityGroup> filters(Ec2View view) {
    Filters<SecurityGroup> filters =
        Filters.<SecurityGroup>none()
            .with("group-id", SecurityGroup::id)
            .with("group-name", SecurityGroup::name)
            .with("description", SecurityGroup::description)
            .with("owner-id", SecurityGroup::owner)
            .with("vpc-id", SecurityGroup::vpcId)
            .withTags(group -> view.tagMap(group.id()));
    filters = ofRules(filters, "ip-permission.", view, false);
    return ofRules(filters, "egress.ip-permission.", view, true);
  }

  private static Filters<SecurityGroup> ofRules(
      Filters<SecurityGroup> filters, String prefix, Ec2View view, boolean egress) {
    return filters
        .withEach(prefix + "cidr", rules(egress, Ec2GroupRows::block))
        .withEach(prefix + "ipv6-cidr", rules(egress, Ec2GroupRows::block6))
        .withEach(prefix + "prefix-list-id", rules(egress, Ec2GroupRows::prefixList))
        .withEach(prefix + "from-port", rules(egress, rule -> Integer.toString(rule.fromPort())))
        .withEach(prefix + "to-port", rules(egress, rule -> Integer.toString(rule.toPort())))
        .withEach(prefix + "protocol", rules(egress, rule -> rule.protocol().toString()))
        .withEach(prefix + "group-id", rules(egress, Ec2GroupRows::peerGroup))
        .withEach(prefix + "user-id", rules(egress, Ec2GroupRows::peerOwner))
        .withEach(
            prefix + "group-name",
            rules(
                egress,
                rule ->
                    view.find(NetworkKinds.SECURITY_GROUP, peerGroup(rule))
                        .map(SecurityGroup::name)
                        .orElse("")));
  }

  private static Function<SecurityGroup, List<String>> rules(
      boolean egress, Function<SecurityGroupRule, String> property) {
    return group ->
        group.rules().stream()
            .filter(rule -> rule.egress() == egress)
            .map(property)
            .filter(text -> !text.isEmpty())
            .toList();
  }

  private static String block(SecurityGroupRule rule) {
    return rule.peer() instanceof RulePeer.Block(var cidr) ? cidr.toString() : "";
  }

  private static String block6(SecurityGroupRule rule) {
    return rule.peer() instanceof RulePeer.Block6(String cidr) ? cidr : "";
  }

  private static String prefixList(SecurityGroupRule rule) {
    return rule.peer() instanceof RulePeer.PrefixList(String id) ? id : "";
  }

  private static String peerGroup(SecurityGroupRule rule) {
    return rule.peer() instanceof RulePeer.Group(String id, _) ? id : "";
  }

  private static String peerOwner(SecurityGroupRule rule) {
    return rule.peer() instanceof RulePeer.Group(_, String owner) ? owner : "";
  }

  private static software.amazon.awssdk.services.ec2.model.SecurityGroup shape(
      Ec2View view, SecurityGroup group) {
    return software.amazon.awssdk.services.ec2.model.SecurityGroup.builder()
        .groupId(group.id())
        .groupName(group.name())
        .description(group.description())
        .ownerId(group.owner())
        .vpcId(Classic.is(group.vpcId()) ? null : group.vpcId())
        .securityGroupArn(view.arn(ResourceKind.SECURITY_GROUP, group.id()))
        .ipPermissions(RuleShapes.merged(view, group, false))
        .ipPermissionsEgress(
            Classic.is(group.vpcId())
                ? List.<IpPermission>of()
                : RuleShapes.merged(view, group, true))
        .tags(view.tags(group.id()))
        .build();
  }
}
