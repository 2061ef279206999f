package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.InstanceTypes;
import io.scorta.control.network.Launch;
import io.scorta.control.network.LaunchRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.Placement;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/// EC2's RunInstances.
final class Ec2LaunchRow {
  /// What a launch makes that takes tags.
  private static final List<ResourceKind> MADE =
      List.of(ResourceKind.INSTANCE, ResourceKind.NETWORK_INTERFACE);

  static final List<Row<?, ?>> ALL =
      List.of(row("RunInstances", RunInstancesRequest::builder, Ec2LaunchRow::run));

  private Ec2LaunchRow() {}

  private static RunInstancesResponse run(RunInstancesRequest request, Call call) {
    refuseUnoffered(request);
    String reservation =
        call.submit(
            new Launch(
                new LaunchRequest(
                    new LaunchRequest.Shape(
                        Accepts.required("ImageId", request.imageId()),
                        text(request.instanceTypeAsString(), InstanceTypes.DEFAULT),
                        text(request.keyName(), "")),
                    placement(request),
                    Accepts.required("MinCount", request.minCount()),
                    Accepts.required("MaxCount", request.maxCount()),
                    text(request.clientToken(), ""),
                    Ec2View.tagsFor(ResourceKind.INSTANCE, request.tagSpecifications(), MADE),
                    Ec2View.tagsFor(
                        ResourceKind.NETWORK_INTERFACE, request.tagSpecifications(), MADE))));
    call.awaitNetwork();
    return Ec2InstanceShapes.reservation(Ec2View.of(call), reservation);
  }

  private static void refuseUnoffered(RunInstancesRequest request) {
    Accepts.only(
        request,
        "ImageId",
        "InstanceType",
        "KeyName",
        "MinCount",
        "MaxCount",
        "SubnetId",
        "Placement",
        "SecurityGroupIds",
        "SecurityGroups",
        "PrivateIpAddress",
        "NetworkInterfaces",
        "TagSpecifications",
        "DisableApiTermination",
        "DisableApiStop",
        "EbsOptimized",
        "InstanceInitiatedShutdownBehavior",
        "Monitoring",
        "CreditSpecification",
        "HibernationOptions");
    Accepts.harmless("DisableApiTermination", request.disableApiTermination(), false);
    Accepts.harmless("DisableApiStop", request.disableApiStop(), false);
    Accepts.harmless("EbsOptimized", request.ebsOptimized(), false);
    Accepts.harmless(
        "InstanceInitiatedShutdownBehavior",
        request.instanceInitiatedShutdownBehaviorAsString(),
        "stop");
    if (request.monitoring() != null) {
      Accepts.harmless("Monitoring.Enabled", request.monitoring().enabled(), false);
    }
    if (request.hibernationOptions() != null) {
      Accepts.harmless(
          "HibernationOptions.Configured", request.hibernationOptions().configured(), false);
    }
    // Nothing slows an instance down here, so unlimited credits are what every one has.
    if (request.creditSpecification() != null) {
      Accepts.harmless(
          "CreditSpecification.CpuCredits",
          request.creditSpecification().cpuCredits(),
          "unlimited");
    }
  }

  private static LaunchRequest.Placement placement(RunInstancesRequest request) {
    Optional<String> zone = Optional.ofNullable(request.placement()).flatMap(Ec2LaunchRow::zone);
    List<InstanceNetworkInterfaceSpecification> interfaces = request.networkInterfaces();
    if (interfaces.isEmpty()) {
      return new LaunchRequest.Placement(
          Optional.ofNullable(request.subnetId()),
          zone,
          request.securityGroupIds(),
          request.securityGroups(),
          Optional.ofNullable(request.privateIpAddress()),
          Optional.empty());
    }
    return placement(request, interfaces, zone);
  }

  /// The same, stated as the one interface that an instance has here.
  private static LaunchRequest.Placement placement(
      RunInstancesRequest request,
      List<InstanceNetworkInterfaceSpecification> interfaces,
      Optional<String> zone) {
    InstanceNetworkInterfaceSpecification only = interfaces.getFirst();
    if (interfaces.size() > 1) {
      throw new FaultException(
          "UnsupportedOperation", "An instance has one network interface here: name one");
    }
    Accepts.only(
        only,
        "AssociatePublicIpAddress",
        "DeleteOnTermination",
        "DeviceIndex",
        "Groups",
        "PrivateIpAddress",
        "SubnetId");
    Accepts.harmless("NetworkInterface.DeviceIndex", only.deviceIndex(), 0);
    Accepts.harmless("NetworkInterface.DeleteOnTermination", only.deleteOnTermination(), true);
    if (request.subnetId() != null
        || request.privateIpAddress() != null
        || request.hasSecurityGroupIds()
        || request.hasSecurityGroups()) {
      throw new FaultException(
          "InvalidParameterCombination",
          "Network interfaces and an instance-level subnet, address or security groups may not be"
              + " specified on the same request");
    }
    return new LaunchRequest.Placement(
        Optional.ofNullable(only.subnetId()),
        zone,
        only.groups(),
        List.of(),
        Optional.ofNullable(only.privateIpAddress()),
        Optional.ofNullable(only.associatePublicIpAddress()));
  }

  private static Optional<String> zone(Placement placement) {
    Accepts.only(placement, "AvailabilityZone", "Tenancy");
    Accepts.harmless("Placement.Tenancy", placement.tenancyAsString(), "default");
    return Optional.ofNullable(placement.availabilityZone()).filter(zone -> !zone.isEmpty());
  }

  private static String text(@Nullable String given, String otherwise) {
    return given == null ? otherwise : given;
  }
}
