package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.NetworkKinds;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AddressAttribute;
import software.amazon.awssdk.services.ec2.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfaceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;

/// EC2's actions that tell one detail of a resource, which tools ask for beside the resource.
final class Ec2DetailRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "DescribeNetworkInterfaceAttribute",
              DescribeNetworkInterfaceAttributeRequest::builder,
              Ec2DetailRows::interfaceAttribute),
          row(
              "DescribeAddressesAttribute",
              DescribeAddressesAttributeRequest::builder,
              Ec2DetailRows::addressesAttribute),
          row("DescribeVolumes", DescribeVolumesRequest::builder, Ec2DetailRows::volumes));

  private Ec2DetailRows() {}

  private static DescribeNetworkInterfaceAttributeResponse interfaceAttribute(
      DescribeNetworkInterfaceAttributeRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    String id = Accepts.required("NetworkInterfaceId", request.networkInterfaceId());
    NetworkInterface nic =
        view.named(NetworkKinds.NETWORK_INTERFACE, ResourceKind.NETWORK_INTERFACE, List.of(id))
            .getFirst();
    var response = DescribeNetworkInterfaceAttributeResponse.builder().networkInterfaceId(id);
    String attribute = Accepts.required("Attribute", request.attributeAsString());
    return switch (attribute) {
      case "description" ->
          response.description(AttributeValue.builder().value(nic.description()).build()).build();
      case "groupSet" -> response.groups(Ec2InterfaceShapes.groups(view, nic)).build();
      case "sourceDestCheck" ->
          response.sourceDestCheck(Ec2VpcRows.flag(nic.sourceDestCheck())).build();
      case "attachment" -> attachment(nic, response).build();
      default ->
          throw new FaultException(
              "InvalidParameterValue",
              "Value (%s) for parameter attribute is invalid.".formatted(attribute));
    };
  }

  private static DescribeNetworkInterfaceAttributeResponse.Builder attachment(
      NetworkInterface nic, DescribeNetworkInterfaceAttributeResponse.Builder response) {
    return nic.attachedTo().isEmpty()
        ? response
        : response.attachment(
            it ->
                it.attachmentId(Ec2InterfaceShapes.attachmentId(nic))
                    .deviceIndex(0)
                    .deleteOnTermination(true)
                    .instanceId(Ec2InterfaceShapes.instance(nic).orElse(null))
                    .status("attached"));
  }

  /// The only attribute is the reverse name of an address, and no address has one here.
  private static DescribeAddressesAttributeResponse addressesAttribute(
      DescribeAddressesAttributeRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    Pages.Page<ElasticIp> page =
        Pages.EC2.page(
            view.named(NetworkKinds.ELASTIC_IP, ResourceKind.ELASTIC_IP, request.allocationIds()),
            ElasticIp::allocationId,
            request.nextToken(),
            request.maxResults());
    return DescribeAddressesAttributeResponse.builder()
        .addresses(
            page.items().stream()
                .map(
                    it ->
                        AddressAttribute.builder()
                            .allocationId(it.allocationId())
                            .publicIp(Ipv4.format(it.publicAddress()))
                            .build())
                .toList())
        .nextToken(page.marker())
        .build();
  }

  /// Instances here have no volumes.
  private static DescribeVolumesResponse volumes(DescribeVolumesRequest request, Call call) {
    for (String id : request.volumeIds()) {
      throw new FaultException(
          "InvalidVolume.NotFound", "The volume '%s' does not exist.".formatted(id));
    }
    return DescribeVolumesResponse.builder().volumes(List.of()).build();
  }
}
