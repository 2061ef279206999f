package io.scorta.server.api;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Subnet;
import io.scorta.control.network.Classic;
import io.scorta.control.network.InstanceFacts;
import io.scorta.control.network.InstanceTypes;
import io.scorta.control.network.Instances;
import io.scorta.control.network.NetworkKinds;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.InstancePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/// Instances as EC2 shows them.
final class Ec2InstanceShapes {
  private Ec2InstanceShapes() {}

  /// The answer to a launch.
  static RunInstancesResponse reservation(Ec2View view, String reservationId) {
    List<Instance> instances =
        view.all(NetworkKinds.INSTANCE_FACTS).stream()
            .filter(facts -> facts.reservationId().equals(reservationId))
            .sorted(Comparator.comparingInt(InstanceFacts::launchIndex))
            .map(facts -> shape(view, facts))
            .toList();
    return RunInstancesResponse.builder()
        .reservationId(reservationId)
        .ownerId(view.account())
        .groups(List.of())
        .instances(instances)
        .build();
  }

  /// One reservation with those of its instances that a Describe call shows.
  static Reservation reservation(
      Ec2View view, String reservationId, List<InstanceFacts> instances) {
    return Reservation.builder()
        .reservationId(reservationId)
        .ownerId(view.account())
        .groups(List.of())
        .instances(
            instances.stream()
                .sorted(Comparator.comparingInt(InstanceFacts::launchIndex))
                .map(facts -> shape(view, facts))
                .toList())
        .build();
  }

  static Instances.Status status(Ec2View view, InstanceFacts facts) {
    return Instances.status(view.state(), view.account(), facts.id());
  }

  static Instance shape(Ec2View view, InstanceFacts facts) {
    var shape =
        Instance.builder()
            .instanceId(facts.id())
            .imageId(facts.imageId())
            .instanceType(facts.instanceType())
            .amiLaunchIndex(facts.launchIndex())
            .architecture(Ec2InstanceTypeRows.architecture(facts.instanceType()))
            .blockDeviceMappings(List.of())
            .clientToken(facts.clientToken())
            .cpuOptions(
                cpu ->
                    cpu.coreCount(
                            InstanceTypes.size(facts.instanceType())
                                .map(InstanceTypes.Size::cores)
                                .orElse(1))
                        .threadsPerCore(1))
            .ebsOptimized(false)
            .hypervisor("xen")
            .launchTime(facts.launchTime())
            .monitoring(monitoring -> monitoring.state("disabled"))
            .platformDetails("Linux/UNIX")
            .productCodes(List.of())
            .rootDeviceType("instance-store")
            .state(Ec2InstanceRows.state(status(view, facts)))
            .stateTransitionReason(reason(facts))
            .virtualizationType("hvm")
            .tags(view.tags(facts.id()));
    if (!facts.keyName().isEmpty()) {
      shape.keyName(facts.keyName());
    }
    if (facts.terminatedAt().isPresent() || facts.stoppedAt().isPresent()) {
      shape.stateReason(
          why ->
              why.code("Client.UserInitiatedShutdown")
                  .message("Client.UserInitiatedShutdown: User initiated shutdown"));
    }
    Instances.interfaceOf(view.state(), view.account(), facts.id())
        .ifPresent(nic -> place(view, facts, nic, shape));
    return shape.build();
  }

  private static String reason(InstanceFacts facts) {
    return facts
        .terminatedAt()
        .or(facts::stoppedAt)
        .map(at -> "User initiated (" + at.toString().replace('T', ' ').replace("Z", " GMT") + ")")
        .orElse("");
  }

  private static void place(
      Ec2View view, InstanceFacts facts, NetworkInterface nic, Instance.Builder shape) {
    boolean classic = Classic.is(nic.vpcId());
    shape
        .vpcId(classic ? null : nic.vpcId())
        .subnetId(classic ? null : nic.subnetId())
        .privateIpAddress(Ec2InterfaceShapes.address(nic))
        .privateDnsName(Ec2InterfaceShapes.privateDnsName(view, nic))
        .publicDnsName("")
        .securityGroups(Ec2InterfaceShapes.groups(view, nic))
        .sourceDestCheck(nic.sourceDestCheck())
        .networkInterfaces(
            classic ? List.<InstanceNetworkInterface>of() : List.of(shape(view, facts, nic)))
        .placement(
            placement ->
                placement.availabilityZone(zone(view, nic)).groupName("").tenancy("default"));
    Ec2InterfaceShapes.publicIp(view, nic)
        .ifPresent(ip -> shape.publicIpAddress(Ipv4.format(ip.publicAddress())));
  }

  static String zone(Ec2View view, NetworkInterface nic) {
    return Classic.is(nic.subnetId())
        ? Classic.subnet(view.state(), nic.owner()).zone()
        : view.find(NetworkKinds.SUBNET, nic.subnetId()).map(Subnet::zone).orElse("");
  }

  private static InstanceNetworkInterface shape(
      Ec2View view, InstanceFacts facts, NetworkInterface nic) {
    var address =
        InstancePrivateIpAddress.builder()
            .primary(true)
            .privateDnsName(Ec2InterfaceShapes.privateDnsName(view, nic))
            .privateIpAddress(Ec2InterfaceShapes.address(nic));
    var shape =
        InstanceNetworkInterface.builder()
            .networkInterfaceId(nic.id())
            .vpcId(nic.vpcId())
            .subnetId(nic.subnetId())
            .ownerId(nic.owner())
            .description(nic.description())
            .groups(Ec2InterfaceShapes.groups(view, nic))
            .interfaceType("interface")
            .ipv6Addresses(List.of())
            .macAddress(Ec2InterfaceShapes.macAddress(nic))
            .privateDnsName(Ec2InterfaceShapes.privateDnsName(view, nic))
            .privateIpAddress(Ec2InterfaceShapes.address(nic))
            .sourceDestCheck(nic.sourceDestCheck())
            .status("in-use")
            .attachment(
                attachment ->
                    attachment
                        .attachmentId(Ec2InterfaceShapes.attachmentId(nic))
                        .attachTime(facts.launchTime())
                        .deleteOnTermination(true)
                        .deviceIndex(0)
                        .networkCardIndex(0)
                        .status("attached"));
    Ec2InterfaceShapes.publicIp(view, nic)
        .map(ip -> association(ip))
        .ifPresent(
            association -> {
              shape.association(association);
              address.association(association);
            });
    return shape.privateIpAddresses(address.build()).build();
  }

  private static InstanceNetworkInterfaceAssociation association(ElasticIp ip) {
    return InstanceNetworkInterfaceAssociation.builder()
        .ipOwnerId(ip.allocationId().isEmpty() ? "amazon" : ip.owner())
        .publicDnsName("")
        .publicIp(Ipv4.format(ip.publicAddress()))
        .build();
  }
}
