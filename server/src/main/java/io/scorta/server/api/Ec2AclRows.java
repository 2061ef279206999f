package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.NetworkAcl;
import io.scorta.access.model.NetworkAclEntry;
import io.scorta.access.model.Protocol;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.NetworkAcls;
import io.scorta.control.network.NetworkKinds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsResponse;
import software.amazon.awssdk.services.ec2.model.IcmpTypeCode;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;
import software.amazon.awssdk.services.ec2.model.PortRange;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclAssociationResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclEntryResponse;

/// EC2's actions on network ACLs.
final class Ec2AclRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row("CreateNetworkAcl", CreateNetworkAclRequest::builder, Ec2AclRows::create),
          row("DeleteNetworkAcl", DeleteNetworkAclRequest::builder, Ec2AclRows::delete),
          row("DescribeNetworkAcls", DescribeNetworkAclsRequest::builder, Ec2AclRows::describe),
          row(
              "CreateNetworkAclEntry",
              CreateNetworkAclEntryRequest::builder,
              Ec2AclRows::createEntry),
          row(
              "ReplaceNetworkAclEntry",
              ReplaceNetworkAclEntryRequest::builder,
              Ec2AclRows::replaceEntry),
          row(
              "DeleteNetworkAclEntry",
              DeleteNetworkAclEntryRequest::builder,
              Ec2AclRows::deleteEntry),
          row(
              "ReplaceNetworkAclAssociation",
              ReplaceNetworkAclAssociationRequest::builder,
              Ec2AclRows::replaceAssociation));

  private Ec2AclRows() {}

  private static CreateNetworkAclResponse create(CreateNetworkAclRequest request, Call call) {
    NetworkAcl acl =
        call.submit(
            new NetworkAcls.Create(
                Accepts.required("VpcId", request.vpcId()),
                Ec2View.tagsFor(ResourceKind.NETWORK_ACL, request.tagSpecifications())));
    return CreateNetworkAclResponse.builder()
        .networkAcl(shape(Ec2View.of(call), acl))
        .clientToken(request.clientToken())
        .build();
  }

  private static DeleteNetworkAclResponse delete(DeleteNetworkAclRequest request, Call call) {
    call.submit(new NetworkAcls.Delete(acl(request.networkAclId())));
    return DeleteNetworkAclResponse.builder().build();
  }

  private static CreateNetworkAclEntryResponse createEntry(
      CreateNetworkAclEntryRequest request, Call call) {
    call.submit(
        new NetworkAcls.CreateEntry(
            acl(request.networkAclId()),
            new NetworkAcls.Line(
                Accepts.required("RuleNumber", request.ruleNumber()),
                Accepts.required("Egress", request.egress()),
                allows(request.ruleActionAsString()),
                Accepts.required("Protocol", request.protocol()),
                numbers(request.portRange(), request.icmpTypeCode(), request.protocol()),
                Optional.ofNullable(request.cidrBlock()),
                Optional.ofNullable(request.ipv6CidrBlock()))));
    call.awaitNetwork();
    return CreateNetworkAclEntryResponse.builder().build();
  }

  private static ReplaceNetworkAclEntryResponse replaceEntry(
      ReplaceNetworkAclEntryRequest request, Call call) {
    call.submit(
        new NetworkAcls.ReplaceEntry(
            acl(request.networkAclId()),
            new NetworkAcls.Line(
                Accepts.required("RuleNumber", request.ruleNumber()),
                Accepts.required("Egress", request.egress()),
                allows(request.ruleActionAsString()),
                Accepts.required("Protocol", request.protocol()),
                numbers(request.portRange(), request.icmpTypeCode(), request.protocol()),
                Optional.ofNullable(request.cidrBlock()),
                Optional.ofNullable(request.ipv6CidrBlock()))));
    call.awaitNetwork();
    return ReplaceNetworkAclEntryResponse.builder().build();
  }

  private static DeleteNetworkAclEntryResponse deleteEntry(
      DeleteNetworkAclEntryRequest request, Call call) {
    call.submit(
        new NetworkAcls.DeleteEntry(
            acl(request.networkAclId()),
            Accepts.required("Egress", request.egress()),
            Accepts.required("RuleNumber", request.ruleNumber())));
    call.awaitNetwork();
    return DeleteNetworkAclEntryResponse.builder().build();
  }

  private static ReplaceNetworkAclAssociationResponse replaceAssociation(
      ReplaceNetworkAclAssociationRequest request, Call call) {
    String id =
        call.submit(
            new NetworkAcls.ReplaceAssociation(
                Accepts.required("AssociationId", request.associationId()),
                acl(request.networkAclId())));
    call.awaitNetwork();
    return ReplaceNetworkAclAssociationResponse.builder().newAssociationId(id).build();
  }

  private static DescribeNetworkAclsResponse describe(
      DescribeNetworkAclsRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<NetworkAcl> named =
        view.named(NetworkKinds.NETWORK_ACL, ResourceKind.NETWORK_ACL, request.networkAclIds());
    Pages.Page<NetworkAcl> page =
        Pages.EC2.page(
            filters(view).select(request.filters(), named),
            NetworkAcl::id,
            request.nextToken(),
            request.maxResults());
    return DescribeNetworkAclsResponse.builder()
        .networkAcls(page.items().stream().map(acl -> shape(view, acl)).toList())
        .nextToken(page.marker())
        .build();
  }

  private static Filters<NetworkAcl> filters(Ec2View view) {
    return Filters.<NetworkAcl>none()
        .with("network-acl-id", NetworkAcl::id)
        .with("vpc-id", NetworkAcl::vpcId)
        .with("owner-id", NetworkAcl::owner)
        .with("default", acl -> Boolean.toString(acl.isDefault()))
        .withEach("association.association-id", acl -> acl.associations().keySet())
        .withEach(
            "association.network-acl-id",
            acl -> acl.associations().isEmpty() ? List.<String>of() : List.of(acl.id()))
        .withEach("association.subnet-id", acl -> acl.associations().values())
        .withEach("entry.cidr", entries(it -> it.block().map(Object::toString).orElse("")))
        .withEach("entry.ipv6-cidr", entries(it -> it.block6().orElse("")))
        .withEach("entry.egress", entries(it -> Boolean.toString(it.egress())))
        .withEach("entry.protocol", entries(it -> Integer.toString(it.protocol().number())))
        .withEach("entry.rule-action", entries(it -> it.allow() ? "allow" : "deny"))
        .withEach("entry.rule-number", entries(it -> Integer.toString(it.number())))
        .withEach("entry.port-range.from", entries(it -> port(it, it.fromPort())))
        .withEach("entry.port-range.to", entries(it -> port(it, it.toPort())))
        .withEach("entry.icmp.type", entries(it -> icmp(it, it.fromPort())))
        .withEach("entry.icmp.code", entries(it -> icmp(it, it.toPort())))
        .withTags(acl -> view.tagMap(acl.id()));
  }

  private static Function<NetworkAcl, List<String>> entries(
      Function<NetworkAclEntry, String> property) {
    return acl ->
        Stream.concat(acl.entries().stream(), last())
            .map(property)
            .filter(text -> !text.isEmpty())
            .toList();
  }

  private static String port(NetworkAclEntry entry, int number) {
    return entry.protocol().hasPorts() ? Integer.toString(number) : "";
  }

  private static String icmp(NetworkAclEntry entry, int number) {
    return isIcmp(entry.protocol()) ? Integer.toString(number) : "";
  }

  private static boolean isIcmp(Protocol protocol) {
    return protocol.equals(Protocol.ICMP) || protocol.equals(Protocol.ICMPV6);
  }

  /// The lines behind all others, which every ACL has.
  private static Stream<NetworkAclEntry> last() {
    return Stream.of(true, false)
        .map(
            egress ->
                new NetworkAclEntry(
                    NetworkAclEntry.LAST,
                    egress,
                    false,
                    Protocol.ALL,
                    -1,
                    -1,
                    Optional.of(Cidr.ANYWHERE),
                    Optional.empty()));
  }

  private static software.amazon.awssdk.services.ec2.model.NetworkAcl shape(
      Ec2View view, NetworkAcl acl) {
    List<software.amazon.awssdk.services.ec2.model.NetworkAclEntry> entries = new ArrayList<>();
    Stream.concat(acl.entries().stream(), last())
        .sorted(
            Comparator.comparing(NetworkAclEntry::egress)
                .reversed()
                .thenComparingInt(NetworkAclEntry::number))
        .forEach(entry -> entries.add(shape(entry)));
    List<NetworkAclAssociation> associations =
        acl.associations().entrySet().stream()
            .map(
                it ->
                    NetworkAclAssociation.builder()
                        .networkAclAssociationId(it.getKey())
                        .networkAclId(acl.id())
                        .subnetId(it.getValue())
                        .build())
            .sorted(Comparator.comparing(NetworkAclAssociation::subnetId))
            .toList();
    return software.amazon.awssdk.services.ec2.model.NetworkAcl.builder()
        .networkAclId(acl.id())
        .vpcId(acl.vpcId())
        .ownerId(acl.owner())
        .isDefault(acl.isDefault())
        .entries(entries)
        .associations(associations)
        .tags(view.tags(acl.id()))
        .build();
  }

  private static software.amazon.awssdk.services.ec2.model.NetworkAclEntry shape(
      NetworkAclEntry entry) {
    var shape =
        software.amazon.awssdk.services.ec2.model.NetworkAclEntry.builder()
            .ruleNumber(entry.number())
            .egress(entry.egress())
            .ruleAction(entry.allow() ? "allow" : "deny")
            .protocol(Integer.toString(entry.protocol().number()))
            .cidrBlock(entry.block().map(Object::toString).orElse(null))
            .ipv6CidrBlock(entry.block6().orElse(null));
    if (entry.protocol().hasPorts()) {
      shape.portRange(range -> range.from(entry.fromPort()).to(entry.toPort()));
    } else if (isIcmp(entry.protocol())) {
      shape.icmpTypeCode(icmp -> icmp.type(entry.fromPort()).code(entry.toPort()));
    }
    return shape.build();
  }

  private static String acl(@Nullable String id) {
    return Accepts.required("NetworkAclId", id);
  }

  private static boolean allows(@Nullable String action) {
    return switch (Accepts.required("RuleAction", action)) {
      case "allow" -> true;
      case "deny" -> false;
      default ->
          throw new FaultException(
              "InvalidParameterValue",
              "Value (%s) for parameter ruleAction is invalid: give allow or deny"
                  .formatted(action));
    };
  }

  private static Optional<NetworkAcls.Line.Numbers> numbers(
      @Nullable PortRange ports, @Nullable IcmpTypeCode icmp, @Nullable String protocol) {
    boolean isIcmp = protocol != null && List.of("1", "58", "icmp", "icmpv6").contains(protocol);
    if (isIcmp) {
      return Optional.ofNullable(icmp)
          .map(
              it ->
                  new NetworkAcls.Line.Numbers(
                      Accepts.required("Icmp.Type", it.type()),
                      Optional.ofNullable(it.code()).orElse(-1)));
    }
    return Optional.ofNullable(ports)
        .map(
            it ->
                new NetworkAcls.Line.Numbers(
                    Accepts.required("PortRange.From", it.from()),
                    Accepts.required("PortRange.To", it.to())));
  }
}
