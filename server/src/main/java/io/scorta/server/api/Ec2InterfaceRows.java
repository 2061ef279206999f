package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Subnet;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.Classic;
import io.scorta.control.network.Interfaces;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.Zones;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.ModifyNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyNetworkInterfaceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;

/// EC2's actions on network interfaces.
final class Ec2InterfaceRows {
  private static final String IN_USE = "in-use";
  private static final String ATTACHED = "attached";

  /// Who asks for the interfaces of cache nodes.
  private static final String CACHE_REQUESTER = "amazon-elasticache";

  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "CreateNetworkInterface",
              CreateNetworkInterfaceRequest::builder,
              Ec2InterfaceRows::create),
          row(
              "DeleteNetworkInterface",
              DeleteNetworkInterfaceRequest::builder,
              Ec2InterfaceRows::delete),
          row(
              "DescribeNetworkInterfaces",
              DescribeNetworkInterfacesRequest::builder,
              Ec2InterfaceRows::describe),
          row(
              "ModifyNetworkInterfaceAttribute",
              ModifyNetworkInterfaceAttributeRequest::builder,
              Ec2InterfaceRows::modify));

  private Ec2InterfaceRows() {}

  private static CreateNetworkInterfaceResponse create(
      CreateNetworkInterfaceRequest request, Call call) {
    Accepts.only(
        request,
        "SubnetId",
        "Groups",
        "PrivateIpAddress",
        "Description",
        "InterfaceType",
        "TagSpecifications");
    Accepts.harmless("InterfaceType", request.interfaceTypeAsString(), "interface");
    NetworkInterface made =
        call.submit(
            new Interfaces.Create(
                Accepts.required("SubnetId", request.subnetId()),
                request.groups(),
                Optional.ofNullable(request.privateIpAddress()).map(Ec2InterfaceRows::address),
                Optional.ofNullable(request.description()).orElse(""),
                Ec2View.tagsFor(ResourceKind.NETWORK_INTERFACE, request.tagSpecifications())));
    return CreateNetworkInterfaceResponse.builder()
        .networkInterface(shape(Ec2View.of(call), made))
        .clientToken(request.clientToken())
        .build();
  }

  static int address(String text) {
    try {
      return Ipv4.parse(text);
    } catch (IllegalArgumentException e) {
      throw new FaultException("InvalidParameterValue", String.valueOf(e.getMessage()));
    }
  }

  private static DeleteNetworkInterfaceResponse delete(
      DeleteNetworkInterfaceRequest request, Call call) {
    call.submit(
        new Interfaces.Delete(
            Accepts.required("NetworkInterfaceId", request.networkInterfaceId())));
    call.awaitNetwork();
    return DeleteNetworkInterfaceResponse.builder().build();
  }

  private static String type(NetworkInterface nic) {
    return nic.holder() == NetworkInterface.Holder.NAT_GATEWAY ? "nat_gateway" : "interface";
  }

  private static boolean isFree(NetworkInterface nic) {
    return nic.attachedTo().isEmpty();
  }

  private static ModifyNetworkInterfaceAttributeResponse modify(
      ModifyNetworkInterfaceAttributeRequest request, Call call) {
    Accepts.only(request, "NetworkInterfaceId", "Description", "SourceDestCheck", "Groups");
    call.submit(
        new Interfaces.Modify(
            Accepts.required("NetworkInterfaceId", request.networkInterfaceId()),
            request.hasGroups() ? Optional.of(request.groups()) : Optional.empty(),
            Ec2VpcRows.flag(request.sourceDestCheck()),
            Optional.ofNullable(request.description())
                .map(text -> Optional.ofNullable(text.value()).orElse(""))));
    call.awaitNetwork();
    return ModifyNetworkInterfaceAttributeResponse.builder().build();
  }

  private static DescribeNetworkInterfacesResponse describe(
      DescribeNetworkInterfacesRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<NetworkInterface> named =
        view
            .named(
                NetworkKinds.NETWORK_INTERFACE,
                ResourceKind.NETWORK_INTERFACE,
                request.networkInterfaceIds())
            .stream()
            .filter(nic -> !Classic.is(nic.vpcId()))
            .toList();
    Pages.Page<NetworkInterface> page =
        Pages.EC2.page(
            filters(view).select(request.filters(), named),
            NetworkInterface::id,
            request.nextToken(),
            request.maxResults());
    return DescribeNetworkInterfacesResponse.builder()
        .networkInterfaces(page.items().stream().map(nic -> shape(view, nic)).toList())
        .nextToken(page.marker())
        .build();
  }

  private static Filters<NetworkInterface> filters(Ec2View view) {
    Filters<NetworkInterface> filters =
        Filters.<NetworkInterface>none()
            .with("network-interface-id", NetworkInterface::id)
            .with("vpc-id", NetworkInterface::vpcId)
            .with("subnet-id", NetworkInterface::subnetId)
            .with("owner-id", NetworkInterface::owner)
            .with("availability-zone", nic -> zone(view, nic))
            .with("description", NetworkInterface::description)
            .withEach("group-id", NetworkInterface::groupIds)
            .withEach("group-name", nic -> groupNames(view, nic))
            .with("interface-type", Ec2InterfaceRows::type)
            .with("mac-address", Ec2InterfaceShapes::macAddress)
            .with("private-dns-name", nic -> Ec2InterfaceShapes.privateDnsName(view, nic))
            .with("private-ip-address", Ec2InterfaceShapes::address)
            .with("addresses.private-ip-address", Ec2InterfaceShapes::address)
            .with("addresses.primary", _ -> "true")
            .with("requester-id", Ec2InterfaceRows::requester)
            .with("requester-managed", nic -> Boolean.toString(isManaged(nic)))
            .with("source-dest-check", nic -> Boolean.toString(nic.sourceDestCheck()))
            .with("status", nic -> isFree(nic) ? "available" : IN_USE)
            .withTags(nic -> view.tagMap(nic.id()));
    return ofAttachment(ofAssociation(filters, view));
  }

  private static Filters<NetworkInterface> ofAttachment(Filters<NetworkInterface> filters) {
    return filters
        .with(
            "attachment.attachment-id",
            nic -> isFree(nic) ? "" : Ec2InterfaceShapes.attachmentId(nic))
        .with("attachment.device-index", nic -> isFree(nic) ? "" : "0")
        .with("attachment.instance-id", n -> Ec2InterfaceShapes.instance(n).orElse(""))
        .with("attachment.status", nic -> isFree(nic) ? "" : ATTACHED);
  }

  private static Filters<NetworkInterface> ofAssociation(
      Filters<NetworkInterface> filters, Ec2View view) {
    return filters
        .with("association.allocation-id", nic -> association(view, nic).allocationId())
        .with("association.association-id", nic -> association(view, nic).associationId())
        .with("association.ip-owner-id", nic -> association(view, nic).ipOwnerId())
        .with("association.public-ip", nic -> association(view, nic).publicIp())
        .with("addresses.association.public-ip", nic -> association(view, nic).publicIp());
  }

  /// The interface's public address as a filter sees it: empty texts where there is none.
  private static NetworkInterfaceAssociation association(Ec2View view, NetworkInterface nic) {
    return Ec2InterfaceShapes.publicIp(view, nic)
        .map(Ec2InterfaceRows::association)
        .orElseGet(
            () ->
                NetworkInterfaceAssociation.builder()
                    .allocationId("")
                    .associationId("")
                    .ipOwnerId("")
                    .publicIp("")
                    .build());
  }

  /// A lent address belongs to the pool, not to the account, and has no allocation.
  private static NetworkInterfaceAssociation association(ElasticIp ip) {
    return NetworkInterfaceAssociation.builder()
        .allocationId(ip.allocationId())
        .associationId(ip.association().map(ElasticIp.Association::associationId).orElse(""))
        .ipOwnerId(ip.allocationId().isEmpty() ? "amazon" : ip.owner())
        .publicIp(Ipv4.format(ip.publicAddress()))
        .build();
  }

  private static List<String> groupNames(Ec2View view, NetworkInterface nic) {
    return Ec2InterfaceShapes.groups(view, nic).stream().map(GroupIdentifier::groupName).toList();
  }

  private static String zone(Ec2View view, NetworkInterface nic) {
    return view.find(NetworkKinds.SUBNET, nic.subnetId()).map(Subnet::zone).orElse("");
  }

  private static boolean isManaged(NetworkInterface nic) {
    return nic.holder() != NetworkInterface.Holder.INSTANCE;
  }

  private static String requester(NetworkInterface nic) {
    return nic.holder() == NetworkInterface.Holder.CACHE_NODE ? CACHE_REQUESTER : "";
  }

  private static software.amazon.awssdk.services.ec2.model.NetworkInterface shape(
      Ec2View view, NetworkInterface nic) {
    String name = Ec2InterfaceShapes.privateDnsName(view, nic);
    String zone = zone(view, nic);
    var address =
        NetworkInterfacePrivateIpAddress.builder()
            .primary(true)
            .privateDnsName(name)
            .privateIpAddress(Ec2InterfaceShapes.address(nic));
    var shape =
        software.amazon.awssdk.services.ec2.model.NetworkInterface.builder()
            .networkInterfaceId(nic.id())
            .vpcId(nic.vpcId())
            .subnetId(nic.subnetId())
            .ownerId(nic.owner())
            .availabilityZone(zone)
            .availabilityZoneId(Zones.id(zone))
            .description(nic.description())
            .groups(Ec2InterfaceShapes.groups(view, nic))
            .interfaceType(type(nic))
            .ipv6Addresses(List.of())
            .macAddress(Ec2InterfaceShapes.macAddress(nic))
            .privateDnsName(name)
            .privateIpAddress(Ec2InterfaceShapes.address(nic))
            .requesterManaged(isManaged(nic))
            .sourceDestCheck(nic.sourceDestCheck())
            .status(isFree(nic) ? "available" : IN_USE)
            .attachment(isFree(nic) ? null : attachment(view, nic))
            .tagSet(view.tags(nic.id()));
    if (nic.holder() == NetworkInterface.Holder.CACHE_NODE) {
      shape.requesterId(CACHE_REQUESTER);
    }
    Ec2InterfaceShapes.publicIp(view, nic)
        .map(Ec2InterfaceRows::association)
        .ifPresent(
            association -> {
              shape.association(association);
              address.association(association);
            });
    return shape.privateIpAddresses(address.build()).build();
  }

  private static NetworkInterfaceAttachment attachment(Ec2View view, NetworkInterface nic) {
    var shape =
        NetworkInterfaceAttachment.builder()
            .attachmentId(Ec2InterfaceShapes.attachmentId(nic))
            .deviceIndex(0)
            .networkCardIndex(0)
            .deleteOnTermination(true)
            .status(ATTACHED);
    if (isManaged(nic)) {
      return shape
          .instanceOwnerId(
              nic.holder() == NetworkInterface.Holder.CACHE_NODE ? CACHE_REQUESTER : nic.owner())
          .build();
    }
    view.find(NetworkKinds.INSTANCE_FACTS, nic.attachedTo())
        .ifPresent(facts -> shape.attachTime(facts.launchTime()));
    return shape.instanceId(nic.attachedTo()).instanceOwnerId(nic.owner()).build();
  }
}
