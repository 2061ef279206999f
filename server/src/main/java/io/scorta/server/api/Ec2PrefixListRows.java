package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.ManagedPrefixList;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.PrefixLists;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AddPrefixListEntry;
import software.amazon.awssdk.services.ec2.model.CreateManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.CreateManagedPrefixListResponse;
import software.amazon.awssdk.services.ec2.model.DeleteManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.DeleteManagedPrefixListResponse;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.DescribePrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribePrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListAssociationsRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListAssociationsResponse;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.ModifyManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.ModifyManagedPrefixListResponse;
import software.amazon.awssdk.services.ec2.model.PrefixListAssociation;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;

/// EC2's actions on prefix lists.
final class Ec2PrefixListRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "CreateManagedPrefixList",
              CreateManagedPrefixListRequest::builder,
              Ec2PrefixListRows::create),
          row(
              "ModifyManagedPrefixList",
              ModifyManagedPrefixListRequest::builder,
              Ec2PrefixListRows::modify),
          row(
              "DeleteManagedPrefixList",
              DeleteManagedPrefixListRequest::builder,
              Ec2PrefixListRows::delete),
          row(
              "DescribeManagedPrefixLists",
              DescribeManagedPrefixListsRequest::builder,
              Ec2PrefixListRows::describe),
          row(
              "GetManagedPrefixListEntries",
              GetManagedPrefixListEntriesRequest::builder,
              Ec2PrefixListRows::entries),
          row(
              "GetManagedPrefixListAssociations",
              GetManagedPrefixListAssociationsRequest::builder,
              Ec2PrefixListRows::associations),
          row(
              "DescribePrefixLists",
              DescribePrefixListsRequest::builder,
              Ec2PrefixListRows::describeOfServices));

  private static final Pages ENTRIES =
      new Pages(100, 1, 100, "MaxResults", "NextToken", "InvalidNextToken");

  private Ec2PrefixListRows() {}

  private static CreateManagedPrefixListResponse create(
      CreateManagedPrefixListRequest request, Call call) {
    ManagedPrefixList list =
        call.submit(
            new PrefixLists.Create(
                Accepts.required("PrefixListName", request.prefixListName()),
                Accepts.required("AddressFamily", request.addressFamily()),
                Accepts.required("MaxEntries", request.maxEntries()),
                entries(request.entries()),
                Ec2View.tagsFor(ResourceKind.PREFIX_LIST, request.tagSpecifications())));
    return CreateManagedPrefixListResponse.builder()
        .prefixList(shape(Ec2View.of(call), list))
        .build();
  }

  private static ModifyManagedPrefixListResponse modify(
      ModifyManagedPrefixListRequest request, Call call) {
    Accepts.only(
        request,
        "PrefixListId",
        "CurrentVersion",
        "PrefixListName",
        "AddEntries",
        "RemoveEntries",
        "MaxEntries");
    ManagedPrefixList list =
        call.submit(
            new PrefixLists.Modify(
                id(request.prefixListId()),
                Optional.ofNullable(request.currentVersion()),
                Optional.ofNullable(request.prefixListName()),
                Optional.ofNullable(request.maxEntries()),
                entries(request.addEntries()),
                request.removeEntries().stream()
                    .map(it -> Accepts.required("RemoveEntry.Cidr", it.cidr()))
                    .toList()));
    call.awaitNetwork();
    return ModifyManagedPrefixListResponse.builder()
        .prefixList(shape(Ec2View.of(call), list))
        .build();
  }

  private static DeleteManagedPrefixListResponse delete(
      DeleteManagedPrefixListRequest request, Call call) {
    ManagedPrefixList list = call.submit(new PrefixLists.Delete(id(request.prefixListId())));
    return DeleteManagedPrefixListResponse.builder()
        .prefixList(shape(Ec2View.of(call), list).toBuilder().state("delete-complete").build())
        .build();
  }

  private static DescribeManagedPrefixListsResponse describe(
      DescribeManagedPrefixListsRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<ManagedPrefixList> named =
        view.named(NetworkKinds.PREFIX_LIST, ResourceKind.PREFIX_LIST, request.prefixListIds());
    Filters<ManagedPrefixList> filters =
        Filters.<ManagedPrefixList>none()
            .with("prefix-list-id", ManagedPrefixList::id)
            .with("prefix-list-name", ManagedPrefixList::name)
            .with("owner-id", ManagedPrefixList::owner)
            .withTags(list -> view.tagMap(list.id()));
    Pages.Page<ManagedPrefixList> page =
        ENTRIES.page(
            filters.select(request.filters(), named),
            ManagedPrefixList::id,
            request.nextToken(),
            request.maxResults());
    return DescribeManagedPrefixListsResponse.builder()
        .prefixLists(page.items().stream().map(list -> shape(view, list)).toList())
        .nextToken(page.marker())
        .build();
  }

  private static GetManagedPrefixListEntriesResponse entries(
      GetManagedPrefixListEntriesRequest request, Call call) {
    ManagedPrefixList list = require(call, request.prefixListId());
    long wanted = Optional.ofNullable(request.targetVersion()).orElse(list.current().number());
    ManagedPrefixList.Version version =
        list.versions().stream()
            .filter(it -> it.number() == wanted)
            .findFirst()
            .orElseThrow(
                () ->
                    new FaultException(
                        "InvalidParameterValue",
                        ("Value (%d) for parameter TargetVersion is invalid: %s has versions"
                                + " %d to %d")
                            .formatted(
                                wanted,
                                list.id(),
                                list.versions().getFirst().number(),
                                list.current().number())));
    Pages.Page<ManagedPrefixList.Entry> page =
        ENTRIES.page(
            version.entries(),
            ManagedPrefixList.Entry::cidr,
            request.nextToken(),
            request.maxResults());
    return GetManagedPrefixListEntriesResponse.builder()
        .entries(page.items().stream().map(Ec2PrefixListRows::shape).toList())
        .nextToken(page.marker())
        .build();
  }

  private static GetManagedPrefixListAssociationsResponse associations(
      GetManagedPrefixListAssociationsRequest request, Call call) {
    ManagedPrefixList list = require(call, request.prefixListId());
    Pages.Page<PrefixLists.Referrer> page =
        ENTRIES.page(
            PrefixLists.referrers(call.state(), call.account(), list.id()),
            PrefixLists.Referrer::id,
            request.nextToken(),
            request.maxResults());
    return GetManagedPrefixListAssociationsResponse.builder()
        .prefixListAssociations(
            page.items().stream()
                .map(
                    it ->
                        PrefixListAssociation.builder()
                            .resourceId(it.id())
                            .resourceOwner(it.owner())
                            .build())
                .toList())
        .nextToken(page.marker())
        .build();
  }

  /// AWS lists the blocks of its own gateway services here; there are none of those.
  private static DescribePrefixListsResponse describeOfServices(
      DescribePrefixListsRequest request, Call call) {
    for (String id : request.prefixListIds()) {
      Ec2View.checkForm(ResourceKind.PREFIX_LIST, id);
      throw Ec2View.notFound(ResourceKind.PREFIX_LIST, id);
    }
    Filters.<String>none()
        .with("prefix-list-id", it -> it)
        .with("prefix-list-name", it -> it)
        .select(request.filters(), List.of());
    return DescribePrefixListsResponse.builder().prefixLists(List.of()).build();
  }

  private static ManagedPrefixList require(Call call, @Nullable String id) {
    return Ec2View.of(call)
        .named(NetworkKinds.PREFIX_LIST, ResourceKind.PREFIX_LIST, List.of(id(id)))
        .getFirst();
  }

  private static List<ManagedPrefixList.Entry> entries(List<AddPrefixListEntry> entries) {
    return entries.stream()
        .map(
            it ->
                new ManagedPrefixList.Entry(
                    Accepts.required("Entry.Cidr", it.cidr()),
                    Optional.ofNullable(it.description()).orElse("")))
        .toList();
  }

  private static PrefixListEntry shape(ManagedPrefixList.Entry entry) {
    return PrefixListEntry.builder()
        .cidr(entry.cidr())
        .description(entry.description().isEmpty() ? null : entry.description())
        .build();
  }

  private static software.amazon.awssdk.services.ec2.model.ManagedPrefixList shape(
      Ec2View view, ManagedPrefixList list) {
    return software.amazon.awssdk.services.ec2.model.ManagedPrefixList.builder()
        .prefixListId(list.id())
        .prefixListArn(view.arn(ResourceKind.PREFIX_LIST, list.id()))
        .prefixListName(list.name())
        .ownerId(list.owner())
        .addressFamily(list.family())
        .maxEntries(list.maxEntries())
        .version(list.current().number())
        .state(list.stateName())
        .tags(view.tags(list.id()))
        .build();
  }

  private static String id(@Nullable String given) {
    return Accepts.required("PrefixListId", given);
  }
}
