package io.scorta.server.api;

import io.scorta.control.id.Ec2Arn;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.Tags;
import io.scorta.control.state.Kind;
import io.scorta.control.state.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/// One account's records at one moment, as EC2's rows read them.
record Ec2View(State state, String account, String region) {
  static Ec2View of(Call call) {
    return new Ec2View(call.state(), call.account(), call.region());
  }

  <T extends Record> Optional<T> find(Kind<T> kind, String id) {
    return state.find(account, kind, id);
  }

  <T extends Record> List<T> all(Kind<T> kind) {
    return List.copyOf(state.all(account, kind));
  }

  /// The records of these ids, or all where no id is given; an id that leads nowhere is refused.
  <T extends Record> List<T> named(Kind<T> kind, ResourceKind resource, Collection<String> ids) {
    if (ids.isEmpty()) {
      return all(kind);
    }
    List<T> found = new ArrayList<>();
    for (String id : new LinkedHashSet<>(ids)) {
      checkForm(resource, id);
      found.add(find(kind, id).orElseThrow(() -> notFound(resource, id)));
    }
    return found;
  }

  static void checkForm(ResourceKind resource, String id) {
    if (!resource.isWellFormed(id)) {
      throw new FaultException(
          resource.malformedCode(),
          "Invalid id: \"%s\" (expecting \"%s-...\")".formatted(id, resource.prefix()));
    }
  }

  static FaultException notFound(ResourceKind resource, String id) {
    return new FaultException(
        resource.notFoundCode(), "The %s '%s' does not exist".formatted(resource.noun(), id));
  }

  String arn(ResourceKind resource, String id) {
    return Ec2Arn.of(region, account, resource, id);
  }

  /// A resource's tags by key.
  Map<String, String> tagMap(String id) {
    return Tags.of(state, account, id);
  }

  /// A resource's tags in the SDK's form.
  List<Tag> tags(String id) {
    return tagMap(id).entrySet().stream()
        .map(e -> Tag.builder().key(e.getKey()).value(e.getValue()).build())
        .toList();
  }

  /// The tags that a create call asks for, on the one kind of resource that it makes.
  static Map<String, String> tagsFor(ResourceKind resource, List<TagSpecification> asked) {
    return tagsFor(resource, asked, List.of(resource));
  }

  /// The tags asked for one of the kinds of resource that a create call makes.
  static Map<String, String> tagsFor(
      ResourceKind resource, List<TagSpecification> asked, List<ResourceKind> made) {
    List<Tag> tags = new ArrayList<>();
    for (TagSpecification specification : asked) {
      String type = Accepts.required("ResourceType", specification.resourceTypeAsString());
      if (made.stream().noneMatch(kind -> kind.tagType().equals(type))) {
        throw new FaultException(
            "InvalidParameterValue",
            "'%s' is not a valid taggable resource type for this operation.".formatted(type));
      }
      if (type.equals(resource.tagType())) {
        tags.addAll(specification.tags());
      }
    }
    return tagMap(tags);
  }

  /// Tags by key; a key twice is refused, an absent value is an empty one.
  static Map<String, String> tagMap(List<Tag> tags) {
    Map<String, String> byKey = new TreeMap<>();
    for (Tag tag : tags) {
      String key = Accepts.required("Tag.Key", tag.key());
      String value = Optional.ofNullable(tag.value()).orElse("");
      if (byKey.putIfAbsent(key, value) != null) {
        throw new FaultException(
            "InvalidParameterValue", "Duplicate tag key '%s' specified.".formatted(key));
      }
    }
    return byKey;
  }
}
