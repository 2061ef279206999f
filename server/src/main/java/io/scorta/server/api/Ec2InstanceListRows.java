package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.NetworkInterface;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.InstanceFacts;
import io.scorta.control.network.Instances;
import io.scorta.control.network.NetworkKinds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusSummary;

/// EC2's actions that show instances and how they are.
final class Ec2InstanceListRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "DescribeInstances",
              DescribeInstancesRequest::builder,
              Ec2InstanceListRows::describe),
          row(
              "DescribeInstanceStatus",
              DescribeInstanceStatusRequest::builder,
              Ec2InstanceListRows::describeStatus));

  private Ec2InstanceListRows() {}

  private static DescribeInstancesResponse describe(DescribeInstancesRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<InstanceFacts> named = shown(view, request.instanceIds(), call);
    Pages.Page<InstanceFacts> page =
        Pages.EC2.page(
            filters(view).select(request.filters(), named),
            facts -> facts.reservationId() + facts.id(),
            request.nextToken(),
            request.maxResults());
    Map<String, List<InstanceFacts>> reservations = new LinkedHashMap<>();
    for (InstanceFacts facts : page.items()) {
      reservations.computeIfAbsent(facts.reservationId(), _ -> new ArrayList<>()).add(facts);
    }
    return DescribeInstancesResponse.builder()
        .reservations(
            reservations.entrySet().stream()
                .map(e -> Ec2InstanceShapes.reservation(view, e.getKey(), e.getValue()))
                .toList())
        .nextToken(page.marker())
        .build();
  }

  private static List<InstanceFacts> shown(Ec2View view, List<String> ids, Call call) {
    List<InstanceFacts> shown =
        view.named(NetworkKinds.INSTANCE_FACTS, ResourceKind.INSTANCE, ids).stream()
            .filter(facts -> Instances.shows(facts, call.now()))
            .toList();
    for (String id : ids) {
      if (shown.stream().noneMatch(facts -> facts.id().equals(id))) {
        throw Ec2View.notFound(ResourceKind.INSTANCE, id);
      }
    }
    return shown;
  }

  private static Filters<InstanceFacts> filters(Ec2View view) {
    Filters<InstanceFacts> filters =
        Filters.<InstanceFacts>none()
            .with("instance-id", InstanceFacts::id)
            .with("reservation-id", InstanceFacts::reservationId)
            .with("image-id", InstanceFacts::imageId)
            .with("instance-type", InstanceFacts::instanceType)
            .with("key-name", InstanceFacts::keyName)
            .with("client-token", InstanceFacts::clientToken)
            .with("launch-index", facts -> Integer.toString(facts.launchIndex()))
            .with("launch-time", facts -> facts.launchTime().toString())
            .with("owner-id", _ -> view.account())
            .with("architecture", f -> Ec2InstanceTypeRows.architecture(f.instanceType()))
            .with("instance-state-name", f -> Ec2InstanceShapes.status(view, f).wireName())
            .with(
                "instance-state-code",
                f -> Integer.toString(Ec2InstanceShapes.status(view, f).code()))
            .withTags(facts -> view.tagMap(facts.id()));
    return ofPlace(filters, view);
  }

  private static Filters<InstanceFacts> ofPlace(Filters<InstanceFacts> filters, Ec2View view) {
    return filters
        .with("vpc-id", nic(view, NetworkInterface::vpcId))
        .with("subnet-id", nic(view, NetworkInterface::subnetId))
        .with("network-interface.vpc-id", nic(view, NetworkInterface::vpcId))
        .with("network-interface.subnet-id", nic(view, NetworkInterface::subnetId))
        .with("network-interface.network-interface-id", nic(view, NetworkInterface::id))
        .with(
            "network-interface.addresses.private-ip-address",
            nic(view, Ec2InterfaceShapes::address))
        .with("private-ip-address", nic(view, Ec2InterfaceShapes::address))
        .with("private-dns-name", nic(view, n -> Ec2InterfaceShapes.privateDnsName(view, n)))
        .with("source-dest-check", nic(view, n -> Boolean.toString(n.sourceDestCheck())))
        .with("availability-zone", nic(view, n -> Ec2InstanceShapes.zone(view, n)))
        .with("ip-address", f -> text(Ec2InstanceShapes.shape(view, f), Instance::publicIpAddress))
        .withEach("instance.group-id", groups(view, GroupIdentifier::groupId))
        .withEach("instance.group-name", groups(view, GroupIdentifier::groupName))
        .withEach("group-id", groups(view, GroupIdentifier::groupId))
        .withEach("network-interface.group-id", groups(view, GroupIdentifier::groupId))
        .withEach("network-interface.group-name", groups(view, GroupIdentifier::groupName));
  }

  private static String text(Instance shape, Function<Instance, String> property) {
    return Optional.ofNullable(property.apply(shape)).orElse("");
  }

  private static Function<InstanceFacts, String> nic(
      Ec2View view, Function<NetworkInterface, String> property) {
    return facts ->
        Instances.interfaceOf(view.state(), view.account(), facts.id()).map(property).orElse("");
  }

  private static Function<InstanceFacts, List<String>> groups(
      Ec2View view, Function<GroupIdentifier, String> property) {
    return facts ->
        Instances.interfaceOf(view.state(), view.account(), facts.id())
            .map(n -> Ec2InterfaceShapes.groups(view, n).stream().map(property).toList())
            .orElse(List.of());
  }

  private static DescribeInstanceStatusResponse describeStatus(
      DescribeInstanceStatusRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    boolean all = Boolean.TRUE.equals(request.includeAllInstances());
    List<InstanceFacts> named =
        shown(view, request.instanceIds(), call).stream()
            .filter(
                facts -> all || Ec2InstanceShapes.status(view, facts) == Instances.Status.RUNNING)
            .toList();
    Pages.Page<InstanceFacts> page =
        Pages.EC2.page(
            statusFilters(view).select(request.filters(), named),
            InstanceFacts::id,
            request.nextToken(),
            request.maxResults());
    return DescribeInstanceStatusResponse.builder()
        .instanceStatuses(page.items().stream().map(facts -> status(view, facts)).toList())
        .nextToken(page.marker())
        .build();
  }

  private static Filters<InstanceFacts> statusFilters(Ec2View view) {
    return Filters.<InstanceFacts>none()
        .with("availability-zone", nic(view, n -> Ec2InstanceShapes.zone(view, n)))
        .with("instance-state-name", f -> Ec2InstanceShapes.status(view, f).wireName())
        .with(
            "instance-state-code", f -> Integer.toString(Ec2InstanceShapes.status(view, f).code()))
        .with("instance-status.status", facts -> health(view, facts))
        .with("system-status.status", facts -> health(view, facts));
  }

  private static String health(Ec2View view, InstanceFacts facts) {
    return switch (Ec2InstanceShapes.status(view, facts)) {
      case RUNNING -> "ok";
      case PENDING -> "initializing";
      case SHUTTING_DOWN, STOPPING, STOPPED, TERMINATED -> "not-applicable";
    };
  }

  private static InstanceStatus status(Ec2View view, InstanceFacts facts) {
    InstanceStatusSummary summary =
        InstanceStatusSummary.builder().status(health(view, facts)).details(List.of()).build();
    return InstanceStatus.builder()
        .instanceId(facts.id())
        .availabilityZone(nic(view, n -> Ec2InstanceShapes.zone(view, n)).apply(facts))
        .instanceState(Ec2InstanceRows.state(Ec2InstanceShapes.status(view, facts)))
        .instanceStatus(summary)
        .systemStatus(summary)
        .build();
  }
}
