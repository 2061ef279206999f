package io.scorta.control.network;

import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Kind;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Tags on EC2 resources.
public final class Tags {
  private static final String RESERVED = "aws:";

  private Tags() {}

  /// Puts tags on resources; the value of a key that is there already is replaced.
  public record Create(List<String> resourceIds, Map<String, String> tags)
      implements NetworkCommand<Boolean> {
    public Create {
      resourceIds = List.copyOf(resourceIds);
      tags = Map.copyOf(tags);
    }

    @Override
    public Boolean run(Edit edit) {
      resourceIds.forEach(id -> requireResource(edit, id));
      resourceIds.forEach(id -> add(edit, id, tags));
      return true;
    }
  }

  /// Takes tags from resources. A key with a value is taken only where that is its value; no keys
  /// at all takes every tag.
  public record Delete(List<String> resourceIds, Map<String, Optional<String>> keys)
      implements NetworkCommand<Boolean> {
    public Delete {
      resourceIds = List.copyOf(resourceIds);
      keys = Map.copyOf(keys);
    }

    @Override
    public Boolean run(Edit edit) {
      for (String id : resourceIds) {
        requireResource(edit, id);
        TreeMap<String, String> left = new TreeMap<>(tagsOf(edit.draft(), edit.account(), id));
        if (keys.isEmpty()) {
          left.clear();
        }
        keys.forEach(
            (key, value) -> {
              if (value.isEmpty() || value.get().equals(left.get(key))) {
                left.remove(key);
              }
            });
        store(edit, id, left);
      }
      return true;
    }
  }

  /// The tags of a resource, in the order of their keys.
  public static Map<String, String> of(State state, String account, String id) {
    return state.find(account, NetworkKinds.TAGS, id).map(TagSet::tags).orElse(Map.of());
  }

  /// Puts tags on one resource, which exists.
  static void add(Edit edit, String id, Map<String, String> tags) {
    if (tags.isEmpty()) {
      return;
    }
    tags.forEach(Tags::check);
    TreeMap<String, String> all = new TreeMap<>(tagsOf(edit.draft(), edit.account(), id));
    all.putAll(tags);
    if (all.size() > Limits.TAGS_PER_RESOURCE) {
      throw Refusal.of(
          "TagLimitExceeded",
          "resource %s would have %d tags: a resource may have %d",
          id,
          all.size(),
          Limits.TAGS_PER_RESOURCE);
    }
    store(edit, id, all);
  }

  private static Map<String, String> tagsOf(Draft draft, String account, String id) {
    return of(draft.state(), account, id);
  }

  private static void store(Edit edit, String id, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      edit.put(NetworkKinds.TAGS, id, new TagSet(id, tags));
    } else if (edit.find(NetworkKinds.TAGS, id).isPresent()) {
      edit.draft().remove(edit.account(), NetworkKinds.TAGS, id);
    }
  }

  private static void check(String key, String value) {
    if (key.isEmpty() || key.length() > Limits.TAG_KEY_LENGTH) {
      throw Faults.value("Tag key \"%s\": give 1 to %d characters", key, Limits.TAG_KEY_LENGTH);
    }
    if (value.length() > Limits.TAG_VALUE_LENGTH) {
      throw Faults.value(
          "The value of tag \"%s\" is longer than %d characters", key, Limits.TAG_VALUE_LENGTH);
    }
    if (key.toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
      throw Faults.value(
          "Tag key \"%s\": keys that start with aws: are reserved for internal use", key);
    }
  }

  private static void requireResource(Edit edit, String id) {
    ResourceKind resource =
        ResourceKind.ofId(id)
            .filter(kind -> !kind.tagType().isEmpty())
            .orElseThrow(() -> Refusal.of("InvalidID", "The ID '%s' is not valid", id));
    if (resource == ResourceKind.SECURITY_GROUP_RULE) {
      Faults.wellFormed(resource, id);
      boolean known =
          edit.all(NetworkKinds.SECURITY_GROUP).stream()
              .anyMatch(group -> group.rules().stream().anyMatch(rule -> rule.id().equals(id)));
      if (!known) {
        throw Faults.notFound(resource, id);
      }
      return;
    }
    edit.require(kindOf(resource), resource, id);
  }

  private static Kind<? extends Record> kindOf(ResourceKind resource) {
    return switch (resource) {
      case VPC -> NetworkKinds.VPC;
      case SUBNET -> NetworkKinds.SUBNET;
      case INTERNET_GATEWAY -> NetworkKinds.INTERNET_GATEWAY;
      case ROUTE_TABLE -> NetworkKinds.ROUTE_TABLE;
      case SECURITY_GROUP -> NetworkKinds.SECURITY_GROUP;
      case NETWORK_INTERFACE -> NetworkKinds.NETWORK_INTERFACE;
      case ELASTIC_IP -> NetworkKinds.ELASTIC_IP;
      case INSTANCE -> NetworkKinds.INSTANCE_FACTS;
      case NETWORK_ACL -> NetworkKinds.NETWORK_ACL;
      case PEERING -> NetworkKinds.PEERING;
      case PREFIX_LIST -> NetworkKinds.PREFIX_LIST;
      case INSIGHTS_PATH -> NetworkKinds.INSIGHTS_PATH;
      case INSIGHTS_ANALYSIS -> NetworkKinds.INSIGHTS_ANALYSIS;
      case NAT_GATEWAY -> NetworkKinds.NAT_GATEWAY;
      case KEY_PAIR -> NetworkKinds.KEY_PAIR;
      case SECURITY_GROUP_RULE,
          ROUTE_TABLE_ASSOCIATION,
          NETWORK_ACL_ASSOCIATION,
          ADDRESS_ASSOCIATION ->
          throw new IllegalArgumentException(resource + " has no record of its own");
    };
  }
}
