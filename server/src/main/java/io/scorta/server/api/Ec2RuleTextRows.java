package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.SecurityGroups;
import io.scorta.control.network.SecurityRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleDescription;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressResponse;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressResponse;

/// EC2's actions that show security group rules one by one, and change their descriptions.
final class Ec2RuleTextRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "DescribeSecurityGroupRules",
              DescribeSecurityGroupRulesRequest::builder,
              Ec2RuleTextRows::describe),
          row(
              "UpdateSecurityGroupRuleDescriptionsIngress",
              UpdateSecurityGroupRuleDescriptionsIngressRequest::builder,
              Ec2RuleTextRows::updateIngress),
          row(
              "UpdateSecurityGroupRuleDescriptionsEgress",
              UpdateSecurityGroupRuleDescriptionsEgressRequest::builder,
              Ec2RuleTextRows::updateEgress));

  private Ec2RuleTextRows() {}

  /// A rule and the group that it is in.
  private record Placed(SecurityGroup group, SecurityGroupRule rule) {
    String id() {
      return rule.id();
    }
  }

  private static DescribeSecurityGroupRulesResponse describe(
      DescribeSecurityGroupRulesRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<Placed> named = named(view, request.securityGroupRuleIds());
    Pages.Page<Placed> page =
        Pages.EC2.page(
            filters(view).select(request.filters(), named),
            Placed::id,
            request.nextToken(),
            request.maxResults());
    return DescribeSecurityGroupRulesResponse.builder()
        .securityGroupRules(
            page.items().stream()
                .map(placed -> RuleShapes.shape(view, placed.group(), placed.rule()))
                .toList())
        .nextToken(page.marker())
        .build();
  }

  private static List<Placed> named(Ec2View view, List<String> ids) {
    List<Placed> all =
        view.all(NetworkKinds.SECURITY_GROUP).stream()
            .flatMap(group -> group.rules().stream().map(rule -> new Placed(group, rule)))
            .toList();
    if (ids.isEmpty()) {
      return all;
    }
    List<Placed> found = new ArrayList<>();
    for (String id : ids) {
      Ec2View.checkForm(ResourceKind.SECURITY_GROUP_RULE, id);
      found.add(
          all.stream()
              .filter(placed -> placed.id().equals(id))
              .findFirst()
              .orElseThrow(() -> Ec2View.notFound(ResourceKind.SECURITY_GROUP_RULE, id)));
    }
    return found;
  }

  private static Filters<Placed> filters(Ec2View view) {
    return Filters.<Placed>none()
        .with("group-id", placed -> placed.group().id())
        .with("security-group-rule-id", Placed::id)
        .withTags(placed -> view.tagMap(placed.id()));
  }

  private static UpdateSecurityGroupRuleDescriptionsIngressResponse updateIngress(
      UpdateSecurityGroupRuleDescriptionsIngressRequest request, Call call) {
    call.submit(
        new SecurityRules.Describe(
            new SecurityRules.Side(
                Ec2GroupRows.reference(request.groupId(), request.groupName()), false),
            RuleShapes.fanOut(request.ipPermissions()),
            texts(request.securityGroupRuleDescriptions())));
    return UpdateSecurityGroupRuleDescriptionsIngressResponse.builder().returnValue(true).build();
  }

  private static UpdateSecurityGroupRuleDescriptionsEgressResponse updateEgress(
      UpdateSecurityGroupRuleDescriptionsEgressRequest request, Call call) {
    SecurityGroups.Reference group = Ec2GroupRows.reference(request.groupId(), request.groupName());
    call.submit(
        new SecurityRules.Describe(
            new SecurityRules.Side(group, true),
            RuleShapes.fanOut(request.ipPermissions()),
            texts(request.securityGroupRuleDescriptions())));
    return UpdateSecurityGroupRuleDescriptionsEgressResponse.builder().returnValue(true).build();
  }

  private static Map<String, String> texts(List<SecurityGroupRuleDescription> descriptions) {
    Map<String, String> byId = new HashMap<>();
    for (SecurityGroupRuleDescription description : descriptions) {
      String text = description.description();
      byId.put(
          Accepts.required("SecurityGroupRuleId", description.securityGroupRuleId()),
          text == null ? "" : text);
    }
    return byId;
  }
}
