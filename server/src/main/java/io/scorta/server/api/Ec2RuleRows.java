package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.SecurityGroup;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.RuleRequest;
import io.scorta.control.network.SecurityGroups;
import io.scorta.control.network.SecurityRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/// EC2's actions that change the rules of security groups. Each answers once its change is in
/// force.
final class Ec2RuleRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "AuthorizeSecurityGroupIngress",
              AuthorizeSecurityGroupIngressRequest::builder,
              Ec2RuleRows::authorizeIngress),
          row(
              "AuthorizeSecurityGroupEgress",
              AuthorizeSecurityGroupEgressRequest::builder,
              Ec2RuleRows::authorizeEgress),
          row(
              "RevokeSecurityGroupIngress",
              RevokeSecurityGroupIngressRequest::builder,
              Ec2RuleRows::revokeIngress),
          row(
              "RevokeSecurityGroupEgress",
              RevokeSecurityGroupEgressRequest::builder,
              Ec2RuleRows::revokeEgress),
          row(
              "ModifySecurityGroupRules",
              ModifySecurityGroupRulesRequest::builder,
              Ec2RuleRows::modify));

  private Ec2RuleRows() {}

  /// One rule stated by parameters of the request itself, as older clients do.
  private record Flat(
      @Nullable String protocol,
      @Nullable Integer fromPort,
      @Nullable Integer toPort,
      @Nullable String cidr,
      @Nullable String groupName,
      @Nullable String groupOwner) {

    /// Reads it by the names that it has in all four requests.
    static Flat of(Ec2Request request) {
      return new Flat(
          request.getValueForField("IpProtocol", String.class).orElse(null),
          request.getValueForField("FromPort", Integer.class).orElse(null),
          request.getValueForField("ToPort", Integer.class).orElse(null),
          request.getValueForField("CidrIp", String.class).orElse(null),
          request.getValueForField("SourceSecurityGroupName", String.class).orElse(null),
          request.getValueForField("SourceSecurityGroupOwnerId", String.class).orElse(null));
    }

    boolean isGiven() {
      return protocol != null
          || fromPort != null
          || toPort != null
          || cidr != null
          || groupName != null;
    }

    /// The permissions that are listed, and the flat one if there is any.
    List<RuleRequest> with(List<IpPermission> listed) {
      List<IpPermission> all = new ArrayList<>(listed);
      if (isGiven()) {
        var flat = IpPermission.builder().fromPort(fromPort).toPort(toPort);
        if (cidr != null) {
          flat.ipRanges(IpRange.builder().cidrIp(cidr).build());
        }
        if (groupName != null) {
          flat.userIdGroupPairs(
              UserIdGroupPair.builder().groupName(groupName).userId(groupOwner).build());
        }
        // A whole group named this way is admitted for everything.
        boolean whole = protocol == null && groupName != null;
        all.add(flat.ipProtocol(whole ? "-1" : protocol).build());
      }
      return RuleShapes.fanOut(all);
    }
  }

  private static AuthorizeSecurityGroupIngressResponse authorizeIngress(
      AuthorizeSecurityGroupIngressRequest request, Call call) {
    SecurityGroups.Reference group = Ec2GroupRows.reference(request.groupId(), request.groupName());
    return AuthorizeSecurityGroupIngressResponse.builder()
        .returnValue(true)
        .securityGroupRules(
            authorize(
                call,
                new SecurityRules.Authorize(
                    new SecurityRules.Side(group, false),
                    Flat.of(request).with(request.ipPermissions()),
                    Ec2View.tagsFor(
                        ResourceKind.SECURITY_GROUP_RULE, request.tagSpecifications()))))
        .build();
  }

  private static AuthorizeSecurityGroupEgressResponse authorizeEgress(
      AuthorizeSecurityGroupEgressRequest request, Call call) {
    return AuthorizeSecurityGroupEgressResponse.builder()
        .returnValue(true)
        .securityGroupRules(
            authorize(
                call,
                new SecurityRules.Authorize(
                    egress(request.groupId()),
                    Flat.of(request).with(request.ipPermissions()),
                    Ec2View.tagsFor(
                        ResourceKind.SECURITY_GROUP_RULE, request.tagSpecifications()))))
        .build();
  }

  private static List<SecurityGroupRule> authorize(Call call, SecurityRules.Authorize command) {
    SecurityRules.Changed changed = call.submit(command);
    call.awaitNetwork();
    Ec2View view = Ec2View.of(call);
    return changed.rules().stream()
        .map(rule -> RuleShapes.shape(view, changed.group(), rule))
        .toList();
  }

  private static RevokeSecurityGroupIngressResponse revokeIngress(
      RevokeSecurityGroupIngressRequest request, Call call) {
    SecurityGroups.Reference group = Ec2GroupRows.reference(request.groupId(), request.groupName());
    SecurityRules.Revoked revoked =
        call.submit(
            new SecurityRules.Revoke(
                new SecurityRules.Side(group, false),
                Flat.of(request).with(request.ipPermissions()),
                request.securityGroupRuleIds()));
    call.awaitNetwork();
    SecurityGroup changed = revoked.group();
    return RevokeSecurityGroupIngressResponse.builder()
        .returnValue(true)
        .unknownIpPermissions(revoked.unknown().stream().map(RuleShapes::permission).toList())
        .revokedSecurityGroupRules(
            revoked.rules().stream().map(rule -> RuleShapes.revoked(changed, rule)).toList())
        .build();
  }

  private static RevokeSecurityGroupEgressResponse revokeEgress(
      RevokeSecurityGroupEgressRequest request, Call call) {
    SecurityRules.Revoked revoked =
        call.submit(
            new SecurityRules.Revoke(
                egress(request.groupId()),
                Flat.of(request).with(request.ipPermissions()),
                request.securityGroupRuleIds()));
    call.awaitNetwork();
    SecurityGroup changed = revoked.group();
    return RevokeSecurityGroupEgressResponse.builder()
        .returnValue(true)
        .unknownIpPermissions(revoked.unknown().stream().map(RuleShapes::permission).toList())
        .revokedSecurityGroupRules(
            revoked.rules().stream().map(rule -> RuleShapes.revoked(changed, rule)).toList())
        .build();
  }

  private static ModifySecurityGroupRulesResponse modify(
      ModifySecurityGroupRulesRequest request, Call call) {
    Map<String, RuleRequest> byId = new HashMap<>();
    for (SecurityGroupRuleUpdate update : request.securityGroupRules()) {
      String id = Accepts.required("SecurityGroupRuleId", update.securityGroupRuleId());
      var rule = Accepts.required("SecurityGroupRule", update.securityGroupRule());
      if (byId.putIfAbsent(id, RuleShapes.rule(rule)) != null) {
        throw new FaultException(
            "InvalidParameterValue", "The security group rule '%s' is named twice".formatted(id));
      }
    }
    String group = Accepts.required("GroupId", request.groupId());
    call.submit(new SecurityRules.Modify(SecurityGroups.Reference.byId(group), byId));
    call.awaitNetwork();
    return ModifySecurityGroupRulesResponse.builder().returnValue(true).build();
  }

  private static SecurityRules.Side egress(@Nullable String groupId) {
    String id = Accepts.required("GroupId", groupId);
    return new SecurityRules.Side(SecurityGroups.Reference.byId(id), true);
  }
}
