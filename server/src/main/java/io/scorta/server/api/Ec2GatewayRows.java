package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.InternetGateway;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.InternetGateways;
import io.scorta.control.network.NetworkKinds;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.InternetGatewayAttachment;

/// EC2's actions on internet gateways.
final class Ec2GatewayRows {
  private static final String ATTACHED = "available";

  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "CreateInternetGateway",
              CreateInternetGatewayRequest::builder,
              Ec2GatewayRows::create),
          row(
              "DeleteInternetGateway",
              DeleteInternetGatewayRequest::builder,
              Ec2GatewayRows::delete),
          row(
              "AttachInternetGateway",
              AttachInternetGatewayRequest::builder,
              Ec2GatewayRows::attach),
          row(
              "DetachInternetGateway",
              DetachInternetGatewayRequest::builder,
              Ec2GatewayRows::detach),
          row(
              "DescribeInternetGateways",
              DescribeInternetGatewaysRequest::builder,
              Ec2GatewayRows::describe));

  private Ec2GatewayRows() {}

  private static CreateInternetGatewayResponse create(
      CreateInternetGatewayRequest request, Call call) {
    InternetGateway gateway =
        call.submit(
            new InternetGateways.Create(
                Ec2View.tagsFor(ResourceKind.INTERNET_GATEWAY, request.tagSpecifications())));
    return CreateInternetGatewayResponse.builder()
        .internetGateway(shape(Ec2View.of(call), gateway))
        .build();
  }

  private static DeleteInternetGatewayResponse delete(
      DeleteInternetGatewayRequest request, Call call) {
    call.submit(new InternetGateways.Delete(required(request.internetGatewayId())));
    return DeleteInternetGatewayResponse.builder().build();
  }

  private static AttachInternetGatewayResponse attach(
      AttachInternetGatewayRequest request, Call call) {
    call.submit(
        new InternetGateways.Attach(
            required(request.internetGatewayId()), Accepts.required("VpcId", request.vpcId())));
    call.awaitNetwork();
    return AttachInternetGatewayResponse.builder().build();
  }

  private static DetachInternetGatewayResponse detach(
      DetachInternetGatewayRequest request, Call call) {
    call.submit(
        new InternetGateways.Detach(
            required(request.internetGatewayId()), Accepts.required("VpcId", request.vpcId())));
    call.awaitNetwork();
    return DetachInternetGatewayResponse.builder().build();
  }

  private static String required(String gatewayId) {
    return Accepts.required("InternetGatewayId", gatewayId);
  }

  private static DescribeInternetGatewaysResponse describe(
      DescribeInternetGatewaysRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<InternetGateway> named =
        view.named(
            NetworkKinds.INTERNET_GATEWAY,
            ResourceKind.INTERNET_GATEWAY,
            request.internetGatewayIds());
    Filters<InternetGateway> filters =
        Filters.<InternetGateway>none()
            .with("internet-gateway-id", InternetGateway::id)
            .with("attachment.vpc-id", gateway -> gateway.vpcId().orElse(""))
            .with("attachment.state", gateway -> gateway.vpcId().map(_ -> ATTACHED).orElse(""))
            .with("owner-id", InternetGateway::owner)
            .withTags(gateway -> view.tagMap(gateway.id()));
    Pages.Page<InternetGateway> page =
        Pages.EC2.page(
            filters.select(request.filters(), named),
            InternetGateway::id,
            request.nextToken(),
            request.maxResults());
    return DescribeInternetGatewaysResponse.builder()
        .internetGateways(page.items().stream().map(gateway -> shape(view, gateway)).toList())
        .nextToken(page.marker())
        .build();
  }

  private static software.amazon.awssdk.services.ec2.model.InternetGateway shape(
      Ec2View view, InternetGateway gateway) {
    List<InternetGatewayAttachment> attachments =
        gateway.vpcId().stream()
            .map(vpc -> InternetGatewayAttachment.builder().state(ATTACHED).vpcId(vpc).build())
            .toList();
    return software.amazon.awssdk.services.ec2.model.InternetGateway.builder()
        .internetGatewayId(gateway.id())
        .ownerId(gateway.owner())
        .attachments(attachments)
        .tags(view.tags(gateway.id()))
        .build();
  }
}
