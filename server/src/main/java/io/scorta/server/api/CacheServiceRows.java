package io.scorta.server.api;

import static io.scorta.server.api.CacheRequests.read;
import static io.scorta.server.api.CacheRequests.required;
import static io.scorta.server.api.CacheRequests.tagList;
import static io.scorta.server.api.CacheRequests.tags;
import static io.scorta.server.api.CacheRequests.text;
import static io.scorta.server.api.Rows.row;

import io.scorta.control.group.TaggedResource;
import io.scorta.control.node.CacheEvent;
import io.scorta.control.param.EngineVersion;
import io.scorta.control.param.EngineVersions;
import java.util.List;
import software.amazon.awssdk.services.elasticache.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.elasticache.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.elasticache.model.CacheEngineVersion;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheEngineVersionsRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheEngineVersionsResponse;
import software.amazon.awssdk.services.elasticache.model.DescribeEventsRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeEventsResponse;
import software.amazon.awssdk.services.elasticache.model.Event;
import software.amazon.awssdk.services.elasticache.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.elasticache.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.elasticache.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.elasticache.model.RemoveTagsFromResourceResponse;

/// ElastiCache's actions on what all resources have: engine versions, events and tags.
final class CacheServiceRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "DescribeCacheEngineVersions",
              DescribeCacheEngineVersionsRequest::builder,
              CacheServiceRows::engineVersions),
          row("DescribeEvents", DescribeEventsRequest::builder, CacheServiceRows::events),
          row("AddTagsToResource", AddTagsToResourceRequest::builder, CacheServiceRows::addTags),
          row(
              "RemoveTagsFromResource",
              RemoveTagsFromResourceRequest::builder,
              CacheServiceRows::removeTags),
          row(
              "ListTagsForResource",
              ListTagsForResourceRequest::builder,
              CacheServiceRows::listTags));

  private static final String RESOURCE = "ResourceName";

  private CacheServiceRows() {}

  private static DescribeCacheEngineVersionsResponse engineVersions(
      DescribeCacheEngineVersionsRequest request, Call call) {
    List<EngineVersion> versions =
        EngineVersions.all().stream().filter(version -> isMeant(version, request)).toList();
    if (Boolean.TRUE.equals(request.defaultOnly())) {
      versions =
          versions.stream()
              .filter(version -> version.equals(EngineVersions.newest(version.engine())))
              .toList();
    }
    var page =
        Pages.RECORDS.page(
            versions,
            version -> "%s-%04d".formatted(version.engine(), EngineVersions.all().indexOf(version)),
            request.marker(),
            request.maxRecords());
    return DescribeCacheEngineVersionsResponse.builder()
        .cacheEngineVersions(page.map(CacheServiceRows::shape).items())
        .marker(page.marker())
        .build();
  }

  private static boolean isMeant(
      EngineVersion version, DescribeCacheEngineVersionsRequest request) {
    return text(request.engine()).map(version.engine().wireName()::equals).orElse(true)
        && text(request.engineVersion())
            .map(asked -> asked.equals(version.asked()) || asked.equals(version.full()))
            .orElse(true)
        && text(request.cacheParameterGroupFamily()).map(version.family()::equals).orElse(true);
  }

  private static CacheEngineVersion shape(EngineVersion version) {
    String engine = version.engine().wireName();
    return CacheEngineVersion.builder()
        .engine(engine)
        .engineVersion(version.asked())
        .cacheParameterGroupFamily(version.family())
        .cacheEngineDescription(engine)
        .cacheEngineVersionDescription(engine + " version " + version.full())
        .build();
  }

  private static DescribeEventsResponse events(DescribeEventsRequest request, Call call) {
    CacheEventFilter filter = CacheEventFilter.of(request, call.now());
    List<CacheEvent> events =
        call.state().all(call.account(), CacheEvent.KIND).stream().filter(filter::fits).toList();
    var page = Pages.RECORDS.page(events, CacheEvent::id, request.marker(), request.maxRecords());
    return DescribeEventsResponse.builder()
        .events(page.map(CacheServiceRows::shape).items())
        .marker(page.marker())
        .build();
  }

  private static Event shape(CacheEvent event) {
    return Event.builder()
        .sourceIdentifier(event.sourceId())
        .sourceType(event.source().wireName())
        .message(event.message())
        .date(event.at())
        .build();
  }

  private static AddTagsToResourceResponse addTags(AddTagsToResourceRequest request, Call call) {
    String arn = required(request.resourceName(), RESOURCE);
    var all = call.submit(new TaggedResource.AddTags(arn, tags(required(request.tags(), "Tags"))));
    return AddTagsToResourceResponse.builder().tagList(tagList(all)).build();
  }

  private static RemoveTagsFromResourceResponse removeTags(
      RemoveTagsFromResourceRequest request, Call call) {
    String arn = required(request.resourceName(), RESOURCE);
    var left =
        call.submit(new TaggedResource.RemoveTags(arn, required(request.tagKeys(), "TagKeys")));
    return RemoveTagsFromResourceResponse.builder().tagList(tagList(left)).build();
  }

  private static ListTagsForResourceResponse listTags(
      ListTagsForResourceRequest request, Call call) {
    String arn = required(request.resourceName(), RESOURCE);
    var all = read(call, state -> TaggedResource.tags(state, call.region(), call.account(), arn));
    return ListTagsForResourceResponse.builder().tagList(tagList(all)).build();
  }
}
