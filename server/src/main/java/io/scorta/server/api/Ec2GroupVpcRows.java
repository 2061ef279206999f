package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.Vpc;
import io.scorta.control.network.GroupVpc;
import io.scorta.control.network.GroupVpcs;
import io.scorta.control.network.NetworkKinds;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AssociateSecurityGroupVpcRequest;
import software.amazon.awssdk.services.ec2.model.AssociateSecurityGroupVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupVpcAssociationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupVpcAssociationsResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateSecurityGroupVpcRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateSecurityGroupVpcResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroupVpcAssociation;

/// EC2's actions that lend a security group to another VPC.
final class Ec2GroupVpcRows {
  private static final String ASSOCIATED = "associated";

  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "AssociateSecurityGroupVpc",
              AssociateSecurityGroupVpcRequest::builder,
              Ec2GroupVpcRows::associate),
          row(
              "DisassociateSecurityGroupVpc",
              DisassociateSecurityGroupVpcRequest::builder,
              Ec2GroupVpcRows::disassociate),
          row(
              "DescribeSecurityGroupVpcAssociations",
              DescribeSecurityGroupVpcAssociationsRequest::builder,
              Ec2GroupVpcRows::describe));

  private Ec2GroupVpcRows() {}

  private static AssociateSecurityGroupVpcResponse associate(
      AssociateSecurityGroupVpcRequest request, Call call) {
    call.submit(
        new GroupVpcs.Associate(
            Accepts.required("GroupId", request.groupId()),
            Accepts.required("VpcId", request.vpcId())));
    return AssociateSecurityGroupVpcResponse.builder().state(ASSOCIATED).build();
  }

  private static DisassociateSecurityGroupVpcResponse disassociate(
      DisassociateSecurityGroupVpcRequest request, Call call) {
    call.submit(
        new GroupVpcs.Disassociate(
            Accepts.required("GroupId", request.groupId()),
            Accepts.required("VpcId", request.vpcId())));
    return DisassociateSecurityGroupVpcResponse.builder().state("disassociated").build();
  }

  private static DescribeSecurityGroupVpcAssociationsResponse describe(
      DescribeSecurityGroupVpcAssociationsRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    Filters<GroupVpc> filters =
        Filters.<GroupVpc>none()
            .with("group-id", GroupVpc::groupId)
            .with("vpc-id", GroupVpc::vpcId)
            .with("group-owner-id", GroupVpc::owner)
            .with("vpc-owner-id", GroupVpc::owner)
            .with("state", _ -> ASSOCIATED);
    Pages.Page<GroupVpc> page =
        Pages.EC2.page(
            filters.select(request.filters(), view.all(NetworkKinds.GROUP_VPC)),
            it -> it.groupId() + it.vpcId(),
            request.nextToken(),
            request.maxResults());
    return DescribeSecurityGroupVpcAssociationsResponse.builder()
        .securityGroupVpcAssociations(
            page.items().stream()
                .map(
                    it ->
                        SecurityGroupVpcAssociation.builder()
                            .groupId(it.groupId())
                            .groupOwnerId(it.owner())
                            .vpcId(it.vpcId())
                            .vpcOwnerId(
                                view.find(NetworkKinds.VPC, it.vpcId())
                                    .map(Vpc::owner)
                                    .orElse(it.owner()))
                            .state(ASSOCIATED)
                            .build())
                .toList())
        .nextToken(page.marker())
        .build();
  }
}
