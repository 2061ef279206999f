package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.Cidr;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.PeeringFacts;
import io.scorta.control.network.Peerings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AcceptVpcPeeringConnectionRequest;
import software.amazon.awssdk.services.ec2.model.AcceptVpcPeeringConnectionResponse;
import software.amazon.awssdk.services.ec2.model.CidrBlock;
import software.amazon.awssdk.services.ec2.model.CreateVpcPeeringConnectionRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcPeeringConnectionResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcPeeringConnectionRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcPeeringConnectionResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcPeeringConnectionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcPeeringConnectionsResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcPeeringConnectionOptionsRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcPeeringConnectionOptionsResponse;
import software.amazon.awssdk.services.ec2.model.PeeringConnectionOptions;
import software.amazon.awssdk.services.ec2.model.PeeringConnectionOptionsRequest;
import software.amazon.awssdk.services.ec2.model.RejectVpcPeeringConnectionRequest;
import software.amazon.awssdk.services.ec2.model.RejectVpcPeeringConnectionResponse;
import software.amazon.awssdk.services.ec2.model.VpcPeeringConnection;
import software.amazon.awssdk.services.ec2.model.VpcPeeringConnectionVpcInfo;

/// EC2's actions on VPC peering connections.
final class Ec2PeeringRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "CreateVpcPeeringConnection",
              CreateVpcPeeringConnectionRequest::builder,
              Ec2PeeringRows::create),
          row(
              "AcceptVpcPeeringConnection",
              AcceptVpcPeeringConnectionRequest::builder,
              Ec2PeeringRows::accept),
          row(
              "RejectVpcPeeringConnection",
              RejectVpcPeeringConnectionRequest::builder,
              Ec2PeeringRows::reject),
          row(
              "DeleteVpcPeeringConnection",
              DeleteVpcPeeringConnectionRequest::builder,
              Ec2PeeringRows::delete),
          row(
              "DescribeVpcPeeringConnections",
              DescribeVpcPeeringConnectionsRequest::builder,
              Ec2PeeringRows::describe),
          row(
              "ModifyVpcPeeringConnectionOptions",
              ModifyVpcPeeringConnectionOptionsRequest::builder,
              Ec2PeeringRows::modifyOptions));

  private Ec2PeeringRows() {}

  private static CreateVpcPeeringConnectionResponse create(
      CreateVpcPeeringConnectionRequest request, Call call) {
    String region = request.peerRegion();
    if (region != null && !region.equals(call.region())) {
      throw new FaultException(
          "UnsupportedOperation",
          "This is the only region here, %s: leave PeerRegion out".formatted(call.region()));
    }
    PeeringFacts facts =
        call.submit(
            new Peerings.Create(
                Accepts.required("VpcId", request.vpcId()),
                Accepts.required("PeerVpcId", request.peerVpcId()),
                Optional.ofNullable(request.peerOwnerId()),
                Ec2View.tagsFor(ResourceKind.PEERING, request.tagSpecifications())));
    return CreateVpcPeeringConnectionResponse.builder()
        .vpcPeeringConnection(shape(Ec2View.of(call), facts, call.now()))
        .build();
  }

  private static AcceptVpcPeeringConnectionResponse accept(
      AcceptVpcPeeringConnectionRequest request, Call call) {
    PeeringFacts facts = call.submit(new Peerings.Accept(id(request.vpcPeeringConnectionId())));
    call.awaitNetwork();
    return AcceptVpcPeeringConnectionResponse.builder()
        .vpcPeeringConnection(shape(Ec2View.of(call), facts, call.now()))
        .build();
  }

  private static RejectVpcPeeringConnectionResponse reject(
      RejectVpcPeeringConnectionRequest request, Call call) {
    call.submit(new Peerings.Reject(id(request.vpcPeeringConnectionId())));
    return RejectVpcPeeringConnectionResponse.builder().returnValue(true).build();
  }

  private static DeleteVpcPeeringConnectionResponse delete(
      DeleteVpcPeeringConnectionRequest request, Call call) {
    call.submit(new Peerings.Delete(id(request.vpcPeeringConnectionId())));
    call.awaitNetwork();
    return DeleteVpcPeeringConnectionResponse.builder().returnValue(true).build();
  }

  private static ModifyVpcPeeringConnectionOptionsResponse modifyOptions(
      ModifyVpcPeeringConnectionOptionsRequest request, Call call) {
    Optional<Boolean> requester = dns(request.requesterPeeringConnectionOptions());
    Optional<Boolean> accepter = dns(request.accepterPeeringConnectionOptions());
    if (requester.isEmpty() && accepter.isEmpty()) {
      throw new FaultException(
          "MissingParameter",
          "The request changes nothing: give RequesterPeeringConnectionOptions or"
              + " AccepterPeeringConnectionOptions");
    }
    PeeringFacts facts =
        call.submit(
            new Peerings.ModifyOptions(id(request.vpcPeeringConnectionId()), requester, accepter));
    var response = ModifyVpcPeeringConnectionOptionsResponse.builder();
    requester.ifPresent(
        _ -> response.requesterPeeringConnectionOptions(options(facts.requester())));
    accepter.ifPresent(_ -> response.accepterPeeringConnectionOptions(options(facts.accepter())));
    return response.build();
  }

  private static Optional<Boolean> dns(@Nullable PeeringConnectionOptionsRequest options) {
    if (options == null) {
      return Optional.empty();
    }
    Accepts.harmless(
        "AllowEgressFromLocalClassicLinkToRemoteVpc",
        options.allowEgressFromLocalClassicLinkToRemoteVpc(),
        false);
    Accepts.harmless(
        "AllowEgressFromLocalVpcToRemoteClassicLink",
        options.allowEgressFromLocalVpcToRemoteClassicLink(),
        false);
    return Optional.ofNullable(options.allowDnsResolutionFromRemoteVpc());
  }

  private static PeeringConnectionOptions options(PeeringFacts.Side side) {
    return PeeringConnectionOptions.builder()
        .allowDnsResolutionFromRemoteVpc(side.dnsResolution())
        .allowEgressFromLocalClassicLinkToRemoteVpc(false)
        .allowEgressFromLocalVpcToRemoteClassicLink(false)
        .build();
  }

  private static DescribeVpcPeeringConnectionsResponse describe(
      DescribeVpcPeeringConnectionsRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    Instant now = call.now();
    List<PeeringFacts> named =
        view
            .named(NetworkKinds.PEERING, ResourceKind.PEERING, request.vpcPeeringConnectionIds())
            .stream()
            .filter(it -> it.shows(now))
            .toList();
    Pages.Page<PeeringFacts> page =
        Pages.EC2.page(
            filters(view, now).select(request.filters(), named),
            PeeringFacts::id,
            request.nextToken(),
            request.maxResults());
    return DescribeVpcPeeringConnectionsResponse.builder()
        .vpcPeeringConnections(page.items().stream().map(it -> shape(view, it, now)).toList())
        .nextToken(page.marker())
        .build();
  }

  private static Filters<PeeringFacts> filters(Ec2View view, Instant now) {
    return Filters.<PeeringFacts>none()
        .with("vpc-peering-connection-id", PeeringFacts::id)
        .with("status-code", it -> it.status(now))
        .with("status-message", it -> message(it, now))
        .with("expiration-time", it -> it.isPending(now) ? it.expiresAt().toString() : "")
        .with("requester-vpc-info.vpc-id", it -> it.requester().vpcId())
        .with("requester-vpc-info.owner-id", it -> it.requester().owner())
        .withEach("requester-vpc-info.cidr-block", it -> texts(it.requester()))
        .with("accepter-vpc-info.vpc-id", it -> it.accepter().vpcId())
        .with("accepter-vpc-info.owner-id", it -> it.accepter().owner())
        .withEach("accepter-vpc-info.cidr-block", it -> texts(it.accepter()))
        .withTags(it -> view.tagMap(it.id()));
  }

  private static List<String> texts(PeeringFacts.Side side) {
    return side.cidrs().stream().map(Cidr::toString).toList();
  }

  private static String message(PeeringFacts facts, Instant now) {
    return facts.status(now).equals("expired") ? "Expired" : facts.message();
  }

  private static VpcPeeringConnection shape(Ec2View view, PeeringFacts facts, Instant now) {
    return VpcPeeringConnection.builder()
        .vpcPeeringConnectionId(facts.id())
        .requesterVpcInfo(side(view, facts.requester(), facts))
        .accepterVpcInfo(side(view, facts.accepter(), facts))
        .status(status -> status.code(facts.status(now)).message(message(facts, now)))
        .expirationTime(facts.isPending(now) ? facts.expiresAt() : null)
        .tags(view.tags(facts.id()))
        .build();
  }

  /// The other side's blocks and options are told once it has said yes.
  private static VpcPeeringConnectionVpcInfo side(
      Ec2View view, PeeringFacts.Side side, PeeringFacts facts) {
    var shape =
        VpcPeeringConnectionVpcInfo.builder()
            .ownerId(side.owner())
            .vpcId(side.vpcId())
            .region(view.region());
    if (facts.isActive() || side.equals(facts.requester())) {
      List<CidrBlock> blocks =
          texts(side).stream().map(it -> CidrBlock.builder().cidrBlock(it).build()).toList();
      shape
          .cidrBlock(blocks.isEmpty() ? null : blocks.getFirst().cidrBlock())
          .cidrBlockSet(blocks)
          .peeringOptions(
              options ->
                  options
                      .allowDnsResolutionFromRemoteVpc(side.dnsResolution())
                      .allowEgressFromLocalClassicLinkToRemoteVpc(false)
                      .allowEgressFromLocalVpcToRemoteClassicLink(false));
    }
    return shape.build();
  }

  private static String id(@Nullable String given) {
    return Accepts.required("VpcPeeringConnectionId", given);
  }
}
