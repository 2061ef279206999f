package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.ElasticIps;
import io.scorta.control.network.NetworkKinds;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.AssociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AssociateAddressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressResponse;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressResponse;

/// EC2's actions on Elastic IPs.
final class Ec2AddressRows {
  private static final String DOMAIN = "vpc";
  private static final String POOL = "amazon";

  static final List<Row<?, ?>> ALL =
      List.of(
          row("AllocateAddress", AllocateAddressRequest::builder, Ec2AddressRows::allocate),
          row("ReleaseAddress", ReleaseAddressRequest::builder, Ec2AddressRows::release),
          row("AssociateAddress", AssociateAddressRequest::builder, Ec2AddressRows::associate),
          row(
              "DisassociateAddress",
              DisassociateAddressRequest::builder,
              Ec2AddressRows::disassociate),
          row("DescribeAddresses", DescribeAddressesRequest::builder, Ec2AddressRows::describe));

  private Ec2AddressRows() {}

  private static AllocateAddressResponse allocate(AllocateAddressRequest request, Call call) {
    Accepts.only(
        request, "Domain", "Address", "PublicIpv4Pool", "NetworkBorderGroup", "TagSpecifications");
    Accepts.harmless("Domain", request.domainAsString(), DOMAIN);
    Accepts.harmless("PublicIpv4Pool", request.publicIpv4Pool(), POOL);
    Accepts.harmless("NetworkBorderGroup", request.networkBorderGroup(), call.region());
    ElasticIp ip =
        call.submit(
            new ElasticIps.Allocate(
                Optional.ofNullable(request.address()),
                Ec2View.tagsFor(ResourceKind.ELASTIC_IP, request.tagSpecifications())));
    return AllocateAddressResponse.builder()
        .allocationId(ip.allocationId())
        .publicIp(Ipv4.format(ip.publicAddress()))
        .publicIpv4Pool(POOL)
        .networkBorderGroup(call.region())
        .domain(DOMAIN)
        .build();
  }

  private static ReleaseAddressResponse release(ReleaseAddressRequest request, Call call) {
    Accepts.harmless("NetworkBorderGroup", request.networkBorderGroup(), call.region());
    call.submit(new ElasticIps.Release(reference(request.allocationId(), request.publicIp())));
    return ReleaseAddressResponse.builder().build();
  }

  private static AssociateAddressResponse associate(AssociateAddressRequest request, Call call) {
    String id =
        call.submit(
            new ElasticIps.Associate(
                reference(request.allocationId(), request.publicIp()),
                Optional.ofNullable(request.instanceId()),
                Optional.ofNullable(request.networkInterfaceId()),
                Optional.ofNullable(request.privateIpAddress()).map(Ec2AddressRows::address),
                !Boolean.FALSE.equals(request.allowReassociation())));
    call.awaitNetwork();
    return AssociateAddressResponse.builder().associationId(id).build();
  }

  private static DisassociateAddressResponse disassociate(
      DisassociateAddressRequest request, Call call) {
    if (request.publicIp() == null) {
      Accepts.required("AssociationId", request.associationId());
    }
    call.submit(
        new ElasticIps.Disassociate(
            Optional.ofNullable(request.associationId()), Optional.ofNullable(request.publicIp())));
    call.awaitNetwork();
    return DisassociateAddressResponse.builder().build();
  }

  private static ElasticIps.Reference reference(
      @Nullable String allocationId, @Nullable String publicIp) {
    return new ElasticIps.Reference(
        Optional.ofNullable(allocationId), Optional.ofNullable(publicIp));
  }

  private static int address(String text) {
    try {
      return Ipv4.parse(text);
    } catch (IllegalArgumentException _) {
      throw new FaultException(
          "InvalidParameterValue",
          "Value (%s) for parameter privateIpAddress is invalid.".formatted(text));
    }
  }

  private static DescribeAddressesResponse describe(DescribeAddressesRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<ElasticIp> named =
        view.named(NetworkKinds.ELASTIC_IP, ResourceKind.ELASTIC_IP, request.allocationIds());
    for (String text : request.publicIps()) {
      if (named.stream().noneMatch(ip -> text.equals(publicIp(ip)))) {
        throw new FaultException(
            "InvalidAddress.NotFound", "Address '%s' not found.".formatted(text));
      }
    }
    if (!request.publicIps().isEmpty()) {
      named = named.stream().filter(ip -> request.publicIps().contains(publicIp(ip))).toList();
    }
    return DescribeAddressesResponse.builder()
        .addresses(
            filters(view).select(request.filters(), named).stream()
                .map(ip -> shape(view, ip))
                .toList())
        .build();
  }

  private static Filters<ElasticIp> filters(Ec2View view) {
    return Filters.<ElasticIp>none()
        .with("allocation-id", ElasticIp::allocationId)
        .with("association-id", ip -> association(ip, ElasticIp.Association::associationId))
        .with("domain", _ -> DOMAIN)
        .with("instance-id", ip -> Optional.ofNullable(shape(view, ip).instanceId()).orElse(""))
        .with("network-border-group", _ -> view.region())
        .with(
            "network-interface-id",
            ip -> association(ip, ElasticIp.Association::networkInterfaceId))
        .with("network-interface-owner-id", ip -> association(ip, _ -> ip.owner()))
        .with("private-ip-address", ip -> association(ip, a -> Ipv4.format(a.privateAddress())))
        .with("public-ip", Ec2AddressRows::publicIp)
        .withTags(ip -> view.tagMap(ip.allocationId()));
  }

  private static String association(
      ElasticIp ip, Function<ElasticIp.Association, String> property) {
    return ip.association().map(property).orElse("");
  }

  private static String publicIp(ElasticIp ip) {
    return Ipv4.format(ip.publicAddress());
  }

  private static Address shape(Ec2View view, ElasticIp ip) {
    var shape =
        Address.builder()
            .allocationId(ip.allocationId())
            .publicIp(publicIp(ip))
            .domain(DOMAIN)
            .publicIpv4Pool(POOL)
            .networkBorderGroup(view.region())
            .tags(view.tags(ip.allocationId()));
    ip.association()
        .ifPresent(
            association -> {
              shape
                  .associationId(association.associationId())
                  .networkInterfaceId(association.networkInterfaceId())
                  .networkInterfaceOwnerId(ip.owner())
                  .privateIpAddress(Ipv4.format(association.privateAddress()));
              view.find(NetworkKinds.NETWORK_INTERFACE, association.networkInterfaceId())
                  .map(NetworkInterface::attachedTo)
                  .ifPresent(shape::instanceId);
            });
    return shape.build();
  }
}
