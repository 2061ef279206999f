package io.scorta.server.api;

import static io.scorta.server.api.Ec2Site.filter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;

/// Instances, interfaces and Elastic IPs, through the SDK's client.
class Ec2InstanceRowsTest {
  private final Ec2Site site = new Ec2Site();
  private final Ec2Client ec2 = site.client();
  private String vpc = "";
  private String subnet = "";

  @BeforeEach
  void aPublicSubnet() {
    vpc = site.vpc();
    subnet = site.subnet(vpc, "10.0.0.0/24");
    String gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
    ec2.attachInternetGateway(r -> r.internetGatewayId(gateway).vpcId(vpc));
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void instanceIsLaunchedWhereItWasAskedFor() {
    Instance launched = launch("10.0.0.55");
    assertThat(launched.state().nameAsString()).isEqualTo("pending");
    site.settle();
    Instance shown = shown(launched.instanceId());
    assertThat(shown.state().nameAsString()).isEqualTo("running");
    assertThat(shown.privateIpAddress()).isEqualTo("10.0.0.55");
    assertThat(shown.privateDnsName()).isEqualTo("ip-10-0-0-55.ec2.internal");
    assertThat(shown.securityGroups())
        .extracting(GroupIdentifier::groupName)
        .containsExactly("default");
    assertThat(shown.publicIpAddress()).isNull();
    assertThat(shown.tags()).extracting(Tag::value).containsExactly("nat");
    assertThat(
            ec2.describeInstances(
                    r ->
                        r.filters(
                            filter("tag:Name", "nat"),
                            filter("instance-state-name", "running"),
                            filter("vpc-id", vpc)))
                .reservations())
        .hasSize(1);
  }

  @Test
  void elasticIpIsTheJourneysAndMovesBetweenInstances() {
    String first = launch("10.0.0.55").instanceId();
    String second = launch("10.0.0.56").instanceId();
    var ip = ec2.allocateAddress(r -> r.domain("vpc"));
    assertThat(ip.publicIp()).isEqualTo("203.0.113.73");
    String association =
        ec2.associateAddress(r -> r.allocationId(ip.allocationId()).instanceId(first))
            .associationId();
    assertThat(shown(first).publicIpAddress()).isEqualTo("203.0.113.73");
    Address address =
        ec2.describeAddresses(r -> r.filters(filter("instance-id", first))).addresses().getFirst();
    assertThat(address.associationId()).isEqualTo(association);
    assertThat(address.privateIpAddress()).isEqualTo("10.0.0.55");
    site.assertFault(
        "Resource.AlreadyAssociated",
        e ->
            e.associateAddress(
                r ->
                    r.allocationId(ip.allocationId())
                        .instanceId(second)
                        .allowReassociation(false)));
    ec2.associateAddress(r -> r.allocationId(ip.allocationId()).instanceId(second));
    assertThat(shown(first).publicIpAddress()).isNull();
    site.assertFault(
        "InvalidIPAddress.InUse", e -> e.releaseAddress(r -> r.allocationId(ip.allocationId())));
    ec2.disassociateAddress(r -> r.publicIp("203.0.113.73"));
    ec2.releaseAddress(r -> r.allocationId(ip.allocationId()));
    assertThat(ec2.describeAddresses().addresses()).isEmpty();
    site.assertFault(
        "InvalidAddress.NotFound", e -> e.describeAddresses(r -> r.publicIps("203.0.113.73")));
  }

  @Test
  void instanceStopsStartsAndEnds() {
    String id = launch("10.0.0.55").instanceId();
    site.settle();
    InstanceStateChange stopping =
        ec2.stopInstances(r -> r.instanceIds(id)).stoppingInstances().getFirst();
    assertThat(stopping.previousState().nameAsString()).isEqualTo("running");
    assertThat(stopping.currentState().nameAsString()).isEqualTo("stopping");
    site.settle();
    assertThat(shown(id).state().nameAsString()).isEqualTo("stopped");
    assertThat(shown(id).stateReason().code()).isEqualTo("Client.UserInitiatedShutdown");
    assertThat(ec2.describeInstanceStatus().instanceStatuses()).isEmpty();
    ec2.startInstances(r -> r.instanceIds(id));
    site.settle();
    ec2.rebootInstances(r -> r.instanceIds(id));
    assertThat(
            ec2.describeInstanceStatus(r -> r.instanceIds(id))
                .instanceStatuses()
                .getFirst()
                .systemStatus()
                .statusAsString())
        .isEqualTo("ok");
    ec2.terminateInstances(r -> r.instanceIds(id));
    assertThat(
            ec2.describeNetworkInterfaces(r -> r.filters(filter("vpc-id", vpc)))
                .networkInterfaces())
        .isEmpty();
    site.assertFault("IncorrectInstanceState", e -> e.startInstances(r -> r.instanceIds(id)));
  }

  @Test
  void interfaceShowsWhatItIsAttachedToAndCarries() {
    String id = launch("10.0.0.55").instanceId();
    String group = site.group(vpc, "nat");
    ec2.modifyInstanceAttribute(r -> r.instanceId(id).groups(group));
    ec2.modifyInstanceAttribute(r -> r.instanceId(id).sourceDestCheck(v -> v.value(false)));
    NetworkInterface nic =
        ec2.describeNetworkInterfaces(r -> r.filters(filter("group-id", group)))
            .networkInterfaces()
            .getFirst();
    assertThat(nic.attachment().instanceId()).isEqualTo(id);
    assertThat(nic.sourceDestCheck()).isFalse();
    assertThat(nic.macAddress()).matches("02(:[0-9a-f]{2}){5}");
    assertThat(nic.requesterManaged()).isFalse();
    assertThat(
            ec2.describeInstanceAttribute(
                    r -> r.instanceId(id).attribute(InstanceAttributeName.SOURCE_DEST_CHECK))
                .sourceDestCheck()
                .value())
        .isFalse();
    String other = site.group(vpc, "other");
    ec2.modifyNetworkInterfaceAttribute(
        r -> r.networkInterfaceId(nic.networkInterfaceId()).groups(other));
    assertThat(shown(id).securityGroups())
        .extracting(GroupIdentifier::groupId)
        .containsExactly(other);
  }

  @Test
  void routeThroughInstanceShowsItsInterface() {
    String id = launch("10.0.0.55").instanceId();
    String table = ec2.createRouteTable(r -> r.vpcId(vpc)).routeTable().routeTableId();
    ec2.createRoute(r -> r.routeTableId(table).destinationCidrBlock("0.0.0.0/0").instanceId(id));
    var route =
        ec2.describeRouteTables(r -> r.routeTableIds(table))
            .routeTables()
            .getFirst()
            .routes()
            .getLast();
    assertThat(route.instanceId()).isEqualTo(id);
    assertThat(route.networkInterfaceId())
        .isEqualTo(shown(id).networkInterfaces().getFirst().networkInterfaceId());
  }

  @Test
  void attachedInterfaceIsNotDeletedAndImagesAreFoundByName() {
    String id = launch("10.0.0.55").instanceId();
    String nic = shown(id).networkInterfaces().getFirst().networkInterfaceId();
    site.assertFault(
        "InvalidParameterValue", e -> e.deleteNetworkInterface(r -> r.networkInterfaceId(nic)));
    assertThat(
            ec2.describeNetworkInterfaceAttribute(
                    r -> r.networkInterfaceId(nic).attribute("attachment"))
                .attachment()
                .instanceId())
        .isEqualTo(id);
    assertThat(
            ec2.describeImages(
                    r ->
                        r.owners("amazon")
                            .filters(
                                filter("name", "al2023-ami-*-arm64"),
                                filter("architecture", "arm64")))
                .images())
        .hasSize(1);
    site.assertFault(
        "InvalidAMIID.NotFound", e -> e.describeImages(r -> r.imageIds("ami-12345678")));
    assertThat(ec2.getConsoleOutput(r -> r.instanceId(id)).output()).isNull();
    assertThat(ec2.describeVolumes().volumes()).isEmpty();
  }

  @Test
  void natGatewayIsMadeRoutedThroughAndDeleted() {
    String allocation = ec2.allocateAddress(r -> r.domain("vpc")).allocationId();
    var gateway =
        ec2.createNatGateway(
                r ->
                    r.subnetId(subnet)
                        .allocationId(allocation)
                        .tagSpecifications(Ec2Site.name(ResourceType.NATGATEWAY, "out")))
            .natGateway();
    String id = gateway.natGatewayId();
    assertThat(gateway.stateAsString()).isEqualTo("available");
    assertThat(gateway.natGatewayAddresses().getFirst().publicIp()).isEqualTo("203.0.113.73");
    String table = ec2.createRouteTable(r -> r.vpcId(vpc)).routeTable().routeTableId();
    ec2.createRoute(r -> r.routeTableId(table).destinationCidrBlock("0.0.0.0/0").natGatewayId(id));
    assertThat(
            ec2.describeRouteTables(r -> r.filters(filter("route.nat-gateway-id", id)))
                .routeTables()
                .getFirst()
                .routes()
                .getLast()
                .stateAsString())
        .isEqualTo("active");
    assertThat(
            ec2.describeNetworkInterfaces(r -> r.filters(filter("interface-type", "nat_gateway")))
                .networkInterfaces()
                .getFirst()
                .description())
        .isEqualTo("Interface for NAT Gateway " + id);
    site.assertFault(
        "OperationNotPermitted", e -> e.disassociateAddress(r -> r.publicIp("203.0.113.73")));
    site.assertFault("DependencyViolation", e -> e.deleteSubnet(r -> r.subnetId(subnet)));
    site.assertFault(
        "Resource.AlreadyAssociated",
        e -> e.createNatGateway(r -> r.subnetId(subnet).allocationId(allocation)));
    ec2.deleteNatGateway(r -> r.natGatewayId(id));
    assertThat(
            ec2.describeNatGateways(r -> r.filter(filter("tag:Name", "out")))
                .natGateways()
                .getFirst()
                .stateAsString())
        .isEqualTo("deleted");
    site.assertFault("NatGatewayNotFound", e -> e.deleteNatGateway(r -> r.natGatewayId(id)));
    ec2.releaseAddress(r -> r.allocationId(allocation));
  }

  @Test
  void launchStatedAsInterfaceIsTheSameLaunch() {
    var only =
        InstanceNetworkInterfaceSpecification.builder()
            .deviceIndex(0)
            .subnetId(subnet)
            .privateIpAddress("10.0.0.60")
            .associatePublicIpAddress(true)
            .build();
    Instance launched =
        ec2.runInstances(
                r -> r.imageId("ami-12345678").minCount(1).maxCount(1).networkInterfaces(only))
            .instances()
            .getFirst();
    assertThat(launched.privateIpAddress()).isEqualTo("10.0.0.60");
    assertThat(launched.publicIpAddress()).isEqualTo("203.0.113.254");
  }

  @Test
  void whatAnInstanceCannotDoHereIsRefused() {
    site.assertFault(
            "UnsupportedOperation",
            e ->
                e.runInstances(
                    r ->
                        r.imageId("ami-12345678").minCount(1).maxCount(1).userData("IyEvYmluL3No")))
        .hasMessageContaining("UserData");
    site.assertFault(
        "InvalidParameterValue",
        e ->
            e.runInstances(
                r ->
                    r.imageId("ami-12345678").minCount(1).maxCount(1).instanceType("p5.48xlarge")));
    site.assertFault(
        "InvalidInstanceID.NotFound", e -> e.stopInstances(r -> r.instanceIds("i-12345678")));
    site.assertFault(
        "InvalidInstanceID.Malformed", e -> e.stopInstances(r -> r.instanceIds("instance")));
  }

  @Test
  void instanceTypesAreThoseThatCanBeLaunched() {
    var types =
        ec2.describeInstanceTypes(
                r -> r.filters(filter("processor-info.supported-architecture", "arm64")))
            .instanceTypes();
    assertThat(types).extracting(InstanceTypeInfo::instanceTypeAsString).contains("t4g.micro");
    InstanceTypeInfo micro =
        ec2.describeInstanceTypes(r -> r.instanceTypesWithStrings("t3.micro"))
            .instanceTypes()
            .getFirst();
    assertThat(micro.memoryInfo().sizeInMiB()).isEqualTo(1024);
    assertThat(micro.vCpuInfo().defaultVCpus()).isEqualTo(2);
    site.assertFault(
        "InvalidInstanceType",
        e -> e.describeInstanceTypes(r -> r.instanceTypesWithStrings("p5.48xlarge")));
  }

  @Test
  void instancesComeInPages() {
    ec2.runInstances(r -> r.imageId("ami-12345678").minCount(7).maxCount(7).subnetId(subnet));
    List<String> ids =
        ec2.describeInstancesPaginator(r -> r.maxResults(5)).reservations().stream()
            .flatMap(reservation -> reservation.instances().stream())
            .map(Instance::instanceId)
            .toList();
    assertThat(ids).hasSize(7).doesNotHaveDuplicates();
  }

  private Instance launch(String address) {
    return ec2.runInstances(
            r ->
                r.imageId("ami-12345678")
                    .instanceType("t3.micro")
                    .minCount(1)
                    .maxCount(1)
                    .subnetId(subnet)
                    .privateIpAddress(address)
                    .tagSpecifications(Ec2Site.name(ResourceType.INSTANCE, "nat")))
        .instances()
        .getFirst();
  }

  private Instance shown(String id) {
    return ec2.describeInstances(r -> r.instanceIds(id))
        .reservations()
        .getFirst()
        .instances()
        .getFirst();
  }
}
