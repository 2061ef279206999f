package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.TagSet;
import io.scorta.control.network.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/// EC2's actions on tags.
final class Ec2TagRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row("CreateTags", CreateTagsRequest::builder, Ec2TagRows::create),
          row("DeleteTags", DeleteTagsRequest::builder, Ec2TagRows::delete),
          row("DescribeTags", DescribeTagsRequest::builder, Ec2TagRows::describe));

  private Ec2TagRows() {}

  private static CreateTagsResponse create(CreateTagsRequest request, Call call) {
    call.submit(
        new Tags.Create(
            Accepts.some("ResourceId", request.resources()),
            Ec2View.tagMap(Accepts.some("Tag", request.tags()))));
    return CreateTagsResponse.builder().build();
  }

  private static DeleteTagsResponse delete(DeleteTagsRequest request, Call call) {
    Map<String, Optional<String>> keys = new LinkedHashMap<>();
    for (Tag tag : request.tags()) {
      keys.put(Accepts.required("Tag.Key", tag.key()), Optional.ofNullable(tag.value()));
    }
    call.submit(new Tags.Delete(Accepts.some("ResourceId", request.resources()), keys));
    return DeleteTagsResponse.builder().build();
  }

  private static DescribeTagsResponse describe(DescribeTagsRequest request, Call call) {
    List<TagDescription> all = all(Ec2View.of(call));
    Filters<TagDescription> filters =
        Filters.<TagDescription>none()
            .with("key", TagDescription::key)
            .with("value", TagDescription::value)
            .with("resource-id", TagDescription::resourceId)
            .with("resource-type", TagDescription::resourceTypeAsString)
            .withTags(tag -> Map.of(tag.key(), tag.value()));
    Pages.Page<TagDescription> page =
        Pages.EC2.page(
            filters.select(request.filters(), all),
            tag -> tag.resourceId() + " " + tag.key(),
            request.nextToken(),
            request.maxResults());
    return DescribeTagsResponse.builder().tags(page.items()).nextToken(page.marker()).build();
  }

  private static List<TagDescription> all(Ec2View view) {
    List<TagDescription> all = new ArrayList<>();
    for (TagSet set : view.all(NetworkKinds.TAGS)) {
      String id = set.resourceId();
      String type = ResourceKind.ofId(id).map(ResourceKind::tagType).orElse("");
      set.tags()
          .forEach(
              (key, value) ->
                  all.add(
                      TagDescription.builder()
                          .resourceId(id)
                          .resourceType(type)
                          .key(key)
                          .value(value)
                          .build()));
    }
    return all;
  }
}
