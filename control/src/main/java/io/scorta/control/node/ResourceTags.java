package io.scorta.control.node;

import static io.scorta.control.node.CacheFaults.invalidValue;

import io.scorta.control.state.Draft;
import io.scorta.control.state.Kind;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tags of one cache resource that has any, by the resource's [CacheArn#key].
public record ResourceTags(SortedMap<String, String> tags) {
  public static final Kind<ResourceTags> KIND = Kind.durable("cache-tags", ResourceTags.class);
  private static final int KEY_LENGTH_MAX = 128;
  private static final int VALUE_LENGTH_MAX = 256;
  private static final String RESERVED = "aws:";

  public ResourceTags {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  public static SortedMap<String, String> of(State state, String account, CacheArn arn) {
    return state
        .find(account, KIND, arn.key())
        .map(ResourceTags::tags)
        .orElse(Collections.emptySortedMap());
  }

  /// Adds tags to those the resource has, or replaces the values of the same keys.
  public static void add(Draft draft, String account, CacheArn arn, Map<String, String> added) {
    added.forEach(ResourceTags::check);
    SortedMap<String, String> all = new TreeMap<>(of(draft.state(), account, arn));
    all.putAll(added);
    if (all.size() > CacheLimits.TAGS_PER_RESOURCE) {
      throw Refusal.of(
          CacheFaults.TAG_QUOTA,
          "%s would have %d tags: at most %d are possible.",
          arn.id(),
          all.size(),
          CacheLimits.TAGS_PER_RESOURCE);
    }
    put(draft, account, arn, all);
  }

  /// Gives a resource exactly these tags.
  public static void put(Draft draft, String account, CacheArn arn, SortedMap<String, String> all) {
    if (!all.isEmpty()) {
      draft.put(account, KIND, arn.key(), new ResourceTags(all));
    } else {
      drop(draft, account, arn);
    }
  }

  /// Forgets the tags of a resource that is gone.
  public static void drop(Draft draft, String account, CacheArn arn) {
    if (draft.find(account, KIND, arn.key()).isPresent()) {
      draft.remove(account, KIND, arn.key());
    }
  }

  private static void check(String key, String value) {
    if (key.isEmpty() || key.length() > KEY_LENGTH_MAX || value.length() > VALUE_LENGTH_MAX) {
      throw invalidValue(
          "Tag \"%s\": give a key of 1 to %d and a value of at most %d characters.",
          key, KEY_LENGTH_MAX, VALUE_LENGTH_MAX);
    }
    if (key.startsWith(RESERVED)) {
      throw invalidValue("Tag \"%s\": keys that begin with aws: are reserved.", key);
    }
  }
}
