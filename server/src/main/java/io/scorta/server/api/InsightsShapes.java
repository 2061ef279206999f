package io.scorta.server.api;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.NetworkAcl;
import io.scorta.access.model.NetworkAclEntry;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.InsightsAnalysis;
import io.scorta.control.network.NetworkKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AnalysisAclRule;
import software.amazon.awssdk.services.ec2.model.AnalysisComponent;
import software.amazon.awssdk.services.ec2.model.AnalysisPacketHeader;
import software.amazon.awssdk.services.ec2.model.AnalysisRouteTableRoute;
import software.amazon.awssdk.services.ec2.model.AnalysisSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Explanation;
import software.amazon.awssdk.services.ec2.model.NetworkInsightsAnalysis;
import software.amazon.awssdk.services.ec2.model.PathComponent;
import software.amazon.awssdk.services.ec2.model.PortRange;

/// An answer about a path in EC2's form: a component for every point that decided, an explanation
/// for every one that stopped the packet.
///
/// What AWS's analyser does not look at (a guest's iptables, forwarding, listeners) comes as
/// explanations with codes of our own.
final class InsightsShapes {
  static final String STATUS = "succeeded";

  private final Ec2View view;

  private InsightsShapes(Ec2View view) {
    this.view = view;
  }

  static NetworkInsightsAnalysis analysis(Ec2View view, InsightsAnalysis analysis) {
    InsightsShapes shapes = new InsightsShapes(view);
    List<PathComponent> components = new ArrayList<>();
    List<Explanation> explanations = new ArrayList<>();
    for (InsightsAnalysis.Seen seen : analysis.steps()) {
      if (seen.reason().isEmpty()) {
        shapes.component(seen, components.size() + 1).ifPresent(components::add);
      } else {
        explanations.add(shapes.explanation(seen));
      }
    }
    return NetworkInsightsAnalysis.builder()
        .networkInsightsAnalysisId(analysis.id())
        .networkInsightsAnalysisArn(view.arn(ResourceKind.INSIGHTS_ANALYSIS, analysis.id()))
        .networkInsightsPathId(analysis.pathId())
        .startDate(analysis.startedAt())
        .status(STATUS)
        .networkPathFound(analysis.reachable())
        .warningMessage(warning(analysis))
        .forwardPathComponents(components)
        .explanations(explanations)
        .tags(view.tags(analysis.id()))
        .build();
  }

  /// The sentences of what stops the packet, each with what would open the way.
  private static @Nullable String warning(InsightsAnalysis analysis) {
    List<String> lines =
        analysis.steps().stream()
            .filter(seen -> !seen.reason().isEmpty())
            .map(
                seen ->
                    seen.words().sentence()
                        + (seen.words().remedy().isEmpty()
                            ? ""
                            : " (to open: " + seen.words().remedy() + ")"))
            .toList();
    return lines.isEmpty() ? null : String.join("; ", lines);
  }

  private Optional<PathComponent> component(InsightsAnalysis.Seen seen, int number) {
    var shape = PathComponent.builder().sequenceNumber(number).outboundHeader(header(seen));
    place(seen)
        .ifPresent(
            nic ->
                shape
                    .vpc(component(ResourceKind.VPC, nic.vpcId()))
                    .subnet(component(ResourceKind.SUBNET, nic.subnetId()))
                    .attachedTo(
                        Ec2InterfaceShapes.instance(nic).isPresent()
                            ? component(ResourceKind.INSTANCE, nic.attachedTo())
                            : null));
    switch (seen.stage()) {
      case "EGRESS", "INGRESS" -> group(seen, shape);
      case "SUBNET_EGRESS", "SUBNET_INGRESS" ->
          shape.component(component(ResourceKind.NETWORK_ACL, first(seen))).aclRule(line(seen));
      case "ROUTE" ->
          shape
              .component(component(ResourceKind.ROUTE_TABLE, first(seen)))
              .routeTableRoute(route(seen));
      case "PEERING" -> shape.component(component(ResourceKind.PEERING, first(seen)));
      case "GATEWAY" -> shape.component(component(ResourceKind.ELASTIC_IP, first(seen)));
      case "LISTENER" -> shape.component(component(ResourceKind.NETWORK_INTERFACE, seen.at()));
      default -> {
        return Optional.empty();
      }
    }
    return Optional.of(shape.build());
  }

  private void group(InsightsAnalysis.Seen seen, PathComponent.Builder shape) {
    for (SecurityGroup group : view.all(NetworkKinds.SECURITY_GROUP)) {
      for (SecurityGroupRule rule : group.rules()) {
        if (rule.id().equals(first(seen))) {
          shape
              .component(component(ResourceKind.SECURITY_GROUP, group.id()))
              .securityGroupRule(rule(rule));
          return;
        }
      }
    }
    shape.component(component(ResourceKind.SECURITY_GROUP_RULE, first(seen)));
  }

  private static AnalysisSecurityGroupRule rule(SecurityGroupRule rule) {
    var shape =
        AnalysisSecurityGroupRule.builder()
            .direction(rule.egress() ? "egress" : "ingress")
            .protocol(protocol(rule.protocol()))
            .portRange(ports(rule.protocol(), rule.fromPort(), rule.toPort()));
    switch (rule.peer()) {
      case RulePeer.Block(Cidr cidr) -> shape.cidr(cidr.toString());
      case RulePeer.Block6(String cidr) -> shape.cidr(cidr);
      case RulePeer.Group(String id, _) -> shape.securityGroupId(id);
      case RulePeer.PrefixList(String id) -> shape.prefixListId(id);
    }
    return shape.build();
  }

  /// The detail names the ACL, the direction and the line's number.
  private @Nullable AnalysisAclRule line(InsightsAnalysis.Seen seen) {
    String[] parts = seen.detail().split(" ", -1);
    if (parts.length < 3) {
      return null;
    }
    boolean egress = parts[1].equals("egress");
    int number = Integer.parseInt(parts[2]);
    Optional<NetworkAclEntry> entry =
        view.find(NetworkKinds.NETWORK_ACL, parts[0])
            .map(NetworkAcl::entries)
            .flatMap(
                all ->
                    all.stream()
                        .filter(it -> it.egress() == egress && it.number() == number)
                        .findFirst());
    var shape =
        AnalysisAclRule.builder()
            .egress(egress)
            .ruleNumber(number)
            .ruleAction(seen.reason().isEmpty() ? "allow" : "deny");
    entry.ifPresent(
        it ->
            shape
                .cidr(it.block().map(Cidr::toString).or(it::block6).orElse(null))
                .protocol(protocol(it.protocol()))
                .portRange(ports(it.protocol(), it.fromPort(), it.toPort())));
    return shape.build();
  }

  /// The detail ends with the route's block and target.
  private static @Nullable AnalysisRouteTableRoute route(InsightsAnalysis.Seen seen) {
    String[] parts = seen.detail().split(" ", -1);
    if (parts.length < 2) {
      return null;
    }
    String target = parts[parts.length - 1];
    var shape = AnalysisRouteTableRoute.builder().destinationCidr(parts[parts.length - 2]);
    if (target.startsWith("eni-")) {
      shape.networkInterfaceId(target);
    } else if (target.startsWith("nat-")) {
      shape.natGatewayId(target);
    } else if (target.startsWith("pcx-")) {
      shape.vpcPeeringConnectionId(target);
    } else {
      shape.gatewayId(target);
    }
    return shape.state(seen.reason().isEmpty() ? "active" : "blackhole").build();
  }

  private Explanation explanation(InsightsAnalysis.Seen seen) {
    boolean egress =
        seen.stage().endsWith("EGRESS")
            || seen.stage().startsWith("SOURCE")
            || seen.stage().equals("RETURN");
    var shape =
        Explanation.builder()
            .explanationCode(seen.reason())
            .direction(egress ? "egress" : "ingress")
            .protocols(Integer.toString(seen.header().protocol()))
            .port(seen.header().port())
            .address(egress ? seen.header().destination() : seen.header().source());
    place(seen)
        .ifPresent(
            nic -> {
              shape
                  .component(component(ResourceKind.NETWORK_INTERFACE, nic.id()))
                  .networkInterface(component(ResourceKind.NETWORK_INTERFACE, nic.id()))
                  .vpc(component(ResourceKind.VPC, nic.vpcId()))
                  .subnet(component(ResourceKind.SUBNET, nic.subnetId()))
                  .securityGroups(
                      nic.groupIds().stream()
                          .map(id -> component(ResourceKind.SECURITY_GROUP, id))
                          .toList());
              route(seen, nic, shape);
            });
    switch (seen.reason()) {
      case "SUBNET_ACL_RESTRICTION" -> {
        shape.aclRule(line(seen));
        shape.acl(component(ResourceKind.NETWORK_ACL, seen.detail().split(" ", -1)[0]));
      }
      case "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR" ->
          shape.vpcPeeringConnection(component(ResourceKind.PEERING, seen.detail()));
      case "BAD_STATE_ROUTE", "MORE_SPECIFIC_ROUTE" -> shape.routeTableRoute(route(seen));
      default -> {}
    }
    return shape.build();
  }

  private void route(InsightsAnalysis.Seen seen, NetworkInterface nic, Explanation.Builder shape) {
    if (seen.stage().equals("ROUTE")) {
      tableOf(nic)
          .ifPresent(table -> shape.routeTable(component(ResourceKind.ROUTE_TABLE, table.id())));
    }
  }

  private Optional<RouteTable> tableOf(NetworkInterface nic) {
    List<RouteTable> tables = view.all(NetworkKinds.ROUTE_TABLE);
    return tables.stream()
        .filter(it -> it.associations().containsValue(nic.subnetId()))
        .findFirst()
        .or(
            () ->
                tables.stream()
                    .filter(it -> it.isMain() && it.vpcId().equals(nic.vpcId()))
                    .findFirst());
  }

  private Optional<NetworkInterface> place(InsightsAnalysis.Seen seen) {
    return view.find(NetworkKinds.NETWORK_INTERFACE, seen.at());
  }

  private AnalysisComponent component(ResourceKind kind, String id) {
    return AnalysisComponent.builder().id(id).arn(view.arn(kind, id)).build();
  }

  private static String first(InsightsAnalysis.Seen seen) {
    return seen.rules().isEmpty() ? "" : seen.rules().getFirst();
  }

  private static AnalysisPacketHeader header(InsightsAnalysis.Seen seen) {
    InsightsAnalysis.Header it = seen.header();
    return AnalysisPacketHeader.builder()
        .sourceAddresses(it.source() + "/32")
        .destinationAddresses(it.destination() + "/32")
        .destinationPortRanges(PortRange.builder().from(it.port()).to(it.port()).build())
        .protocol(Integer.toString(it.protocol()))
        .build();
  }

  private static String protocol(Protocol protocol) {
    return protocol.equals(Protocol.ALL) ? "all" : protocol.toString();
  }

  private static @Nullable PortRange ports(Protocol protocol, int from, int to) {
    return protocol.hasPorts() ? PortRange.builder().from(from).to(to).build() : null;
  }
}
