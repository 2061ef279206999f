package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.Vpc;
import io.scorta.control.network.SshKey;
import io.scorta.control.network.VpcBlocks;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AssociateVpcCidrBlockRequest;
import software.amazon.awssdk.services.ec2.model.AssociateVpcCidrBlockResponse;
import software.amazon.awssdk.services.ec2.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.CreateDefaultVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateDefaultVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeDhcpOptionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeDhcpOptionsResponse;
import software.amazon.awssdk.services.ec2.model.DhcpConfiguration;
import software.amazon.awssdk.services.ec2.model.DhcpOptions;
import software.amazon.awssdk.services.ec2.model.DisassociateVpcCidrBlockRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateVpcCidrBlockResponse;

/// EC2's actions on the blocks of VPCs, on default VPCs and on DHCP options.
final class Ec2VpcBlockRows {
  private static final int ID_DIGITS = 17;

  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "AssociateVpcCidrBlock",
              AssociateVpcCidrBlockRequest::builder,
              Ec2VpcBlockRows::associate),
          row(
              "DisassociateVpcCidrBlock",
              DisassociateVpcCidrBlockRequest::builder,
              Ec2VpcBlockRows::disassociate),
          row("CreateDefaultVpc", CreateDefaultVpcRequest::builder, Ec2VpcBlockRows::createDefault),
          row(
              "DescribeDhcpOptions",
              DescribeDhcpOptionsRequest::builder,
              Ec2VpcBlockRows::describeDhcp));

  private Ec2VpcBlockRows() {}

  private static AssociateVpcCidrBlockResponse associate(
      AssociateVpcCidrBlockRequest request, Call call) {
    Accepts.only(request, "VpcId", "CidrBlock", "AmazonProvidedIpv6CidrBlock");
    Accepts.harmless("AmazonProvidedIpv6CidrBlock", request.amazonProvidedIpv6CidrBlock(), false);
    Vpc vpc =
        call.submit(
            new VpcBlocks.Associate(
                Accepts.required("VpcId", request.vpcId()),
                Accepts.required("CidrBlock", request.cidrBlock())));
    call.awaitNetwork();
    return AssociateVpcCidrBlockResponse.builder()
        .vpcId(vpc.id())
        .cidrBlockAssociation(Ec2VpcRows.association(vpc, vpc.cidrs().getLast()))
        .build();
  }

  private static DisassociateVpcCidrBlockResponse disassociate(
      DisassociateVpcCidrBlockRequest request, Call call) {
    VpcBlocks.Removed removed =
        call.submit(
            new VpcBlocks.Disassociate(Accepts.required("AssociationId", request.associationId())));
    call.awaitNetwork();
    return DisassociateVpcCidrBlockResponse.builder()
        .vpcId(removed.vpc().id())
        .cidrBlockAssociation(
            Ec2VpcRows.association(removed.vpc(), removed.block()).toBuilder()
                .cidrBlockState(state -> state.state("disassociated"))
                .build())
        .build();
  }

  private static CreateDefaultVpcResponse createDefault(
      CreateDefaultVpcRequest request, Call call) {
    Vpc vpc = call.submit(new VpcBlocks.CreateDefault());
    return CreateDefaultVpcResponse.builder().vpc(Ec2VpcRows.shape(Ec2View.of(call), vpc)).build();
  }

  /// The one set of options that an account's VPCs share.
  static String dhcpOptions(Ec2View view) {
    byte[] seed = ("dhcp " + view.account()).getBytes(StandardCharsets.US_ASCII);
    return "dopt-"
        + HexFormat.of().formatHex(SshKey.digest("SHA-256", seed)).substring(0, ID_DIGITS);
  }

  private static DescribeDhcpOptionsResponse describeDhcp(
      DescribeDhcpOptionsRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    String id = dhcpOptions(view);
    for (String asked : request.dhcpOptionsIds()) {
      if (!asked.equals(id)) {
        throw new FaultException(
            "InvalidDhcpOptionID.NotFound",
            "The dhcpOption ID '%s' does not exist".formatted(asked));
      }
    }
    String domain =
        view.region().equals("us-east-1") ? "ec2.internal" : view.region() + ".compute.internal";
    List<String> passing =
        Filters.<String>none()
            .with("dhcp-options-id", it -> it)
            .with("owner-id", _ -> view.account())
            .withEach("key", _ -> List.of("domain-name", "domain-name-servers"))
            .withEach("value", _ -> List.of(domain, "AmazonProvidedDNS"))
            .withTags(view::tagMap)
            .select(request.filters(), List.of(id));
    return DescribeDhcpOptionsResponse.builder()
        .dhcpOptions(
            passing.stream()
                .map(
                    it ->
                        DhcpOptions.builder()
                            .dhcpOptionsId(it)
                            .ownerId(view.account())
                            .dhcpConfigurations(
                                configuration("domain-name", domain),
                                configuration("domain-name-servers", "AmazonProvidedDNS"))
                            .build())
                .toList())
        .build();
  }

  private static DhcpConfiguration configuration(String key, String value) {
    return DhcpConfiguration.builder()
        .key(key)
        .values(AttributeValue.builder().value(value).build())
        .build();
  }
}
