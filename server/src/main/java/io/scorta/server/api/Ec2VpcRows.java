package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.Vpc;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.VpcBlocks;
import io.scorta.control.network.Vpcs;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;

/// EC2's actions on VPCs.
final class Ec2VpcRows {
  private static final String TENANCY = "default";
  private static final String STATE = "available";

  static final List<Row<?, ?>> ALL =
      List.of(
          row("CreateVpc", CreateVpcRequest::builder, Ec2VpcRows::create),
          row("DeleteVpc", DeleteVpcRequest::builder, Ec2VpcRows::delete),
          row("DescribeVpcs", DescribeVpcsRequest::builder, Ec2VpcRows::describe),
          row(
              "DescribeVpcAttribute",
              DescribeVpcAttributeRequest::builder,
              Ec2VpcRows::describeAttribute),
          row(
              "ModifyVpcAttribute",
              ModifyVpcAttributeRequest::builder,
              Ec2VpcRows::modifyAttribute));

  private Ec2VpcRows() {}

  private static CreateVpcResponse create(CreateVpcRequest request, Call call) {
    Accepts.only(
        request,
        "CidrBlock",
        "TagSpecifications",
        "InstanceTenancy",
        "AmazonProvidedIpv6CidrBlock");
    Accepts.harmless("InstanceTenancy", request.instanceTenancyAsString(), TENANCY);
    Accepts.harmless("AmazonProvidedIpv6CidrBlock", request.amazonProvidedIpv6CidrBlock(), false);
    Vpc vpc =
        call.submit(
            new Vpcs.Create(
                Accepts.required("CidrBlock", request.cidrBlock()),
                Ec2View.tagsFor(ResourceKind.VPC, request.tagSpecifications())));
    return CreateVpcResponse.builder().vpc(shape(Ec2View.of(call), vpc)).build();
  }

  private static DeleteVpcResponse delete(DeleteVpcRequest request, Call call) {
    call.submit(new Vpcs.Delete(Accepts.required("VpcId", request.vpcId())));
    return DeleteVpcResponse.builder().build();
  }

  private static DescribeVpcsResponse describe(DescribeVpcsRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<Vpc> named = view.named(NetworkKinds.VPC, ResourceKind.VPC, request.vpcIds());
    List<Vpc> passing = filters(view).select(request.filters(), named);
    Pages.Page<Vpc> page =
        Pages.EC2.page(passing, Vpc::id, request.nextToken(), request.maxResults());
    return DescribeVpcsResponse.builder()
        .vpcs(page.items().stream().map(vpc -> shape(view, vpc)).toList())
        .nextToken(page.marker())
        .build();
  }

  private static Filters<Vpc> filters(Ec2View view) {
    return Filters.<Vpc>none()
        .with("vpc-id", Vpc::id)
        .with("cidr", vpc -> vpc.cidr().toString())
        .withEach("cidr-block-association.cidr-block", Ec2VpcRows::blocks)
        .withEach("cidr-block-association.association-id", Ec2VpcRows::associationIds)
        .with("cidr-block-association.state", _ -> "associated")
        .with("dhcp-options-id", _ -> Ec2VpcBlockRows.dhcpOptions(view))
        .with("is-default", vpc -> Boolean.toString(vpc.isDefault()))
        .with("isDefault", vpc -> Boolean.toString(vpc.isDefault()))
        .with("owner-id", Vpc::owner)
        .with("state", _ -> STATE)
        .withTags(vpc -> view.tagMap(vpc.id()));
  }

  private static List<String> blocks(Vpc vpc) {
    return vpc.cidrs().stream().map(Cidr::toString).toList();
  }

  private static List<String> associationIds(Vpc vpc) {
    return vpc.cidrs().stream().map(it -> VpcBlocks.associationId(vpc, it)).toList();
  }

  private static DescribeVpcAttributeResponse describeAttribute(
      DescribeVpcAttributeRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    String id = Accepts.required("VpcId", request.vpcId());
    Vpc vpc = view.named(NetworkKinds.VPC, ResourceKind.VPC, List.of(id)).getFirst();
    var response = DescribeVpcAttributeResponse.builder().vpcId(id);
    String attribute = Accepts.required("Attribute", request.attributeAsString());
    switch (attribute) {
      case "enableDnsSupport" -> response.enableDnsSupport(flag(vpc.dnsSupport()));
      case "enableDnsHostnames" -> response.enableDnsHostnames(flag(vpc.dnsHostnames()));
      case "enableNetworkAddressUsageMetrics" ->
          response.enableNetworkAddressUsageMetrics(
              flag(Vpcs.settings(view.state(), view.account(), id).networkAddressUsageMetrics()));
      default ->
          throw new FaultException(
              "InvalidParameterValue",
              "Value (%s) for parameter attribute is invalid.".formatted(attribute));
    }
    return response.build();
  }

  private static ModifyVpcAttributeResponse modifyAttribute(
      ModifyVpcAttributeRequest request, Call call) {
    call.submit(
        new Vpcs.ModifyAttribute(
            Accepts.required("VpcId", request.vpcId()),
            flag(request.enableDnsSupport()),
            flag(request.enableDnsHostnames()),
            flag(request.enableNetworkAddressUsageMetrics())));
    return ModifyVpcAttributeResponse.builder().build();
  }

  /// The setting that a request gives, if it gives one.
  static Optional<Boolean> flag(@Nullable AttributeBooleanValue value) {
    return Optional.ofNullable(value).map(AttributeBooleanValue::value);
  }

  static AttributeBooleanValue flag(boolean value) {
    return AttributeBooleanValue.builder().value(value).build();
  }

  static software.amazon.awssdk.services.ec2.model.Vpc shape(Ec2View view, Vpc vpc) {
    return software.amazon.awssdk.services.ec2.model.Vpc.builder()
        .vpcId(vpc.id())
        .ownerId(vpc.owner())
        .cidrBlock(vpc.cidr().toString())
        .cidrBlockAssociationSet(vpc.cidrs().stream().map(cidr -> association(vpc, cidr)).toList())
        .dhcpOptionsId(Ec2VpcBlockRows.dhcpOptions(view))
        .instanceTenancy(TENANCY)
        .isDefault(vpc.isDefault())
        .state(STATE)
        .tags(view.tags(vpc.id()))
        .build();
  }

  static VpcCidrBlockAssociation association(Vpc vpc, Cidr cidr) {
    return VpcCidrBlockAssociation.builder()
        .associationId(VpcBlocks.associationId(vpc, cidr))
        .cidrBlock(cidr.toString())
        .cidrBlockState(state -> state.state("associated"))
        .build();
  }
}
