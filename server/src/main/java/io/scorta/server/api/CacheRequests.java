package io.scorta.server.api;

import io.scorta.control.network.CacheSecurityGroup;
import io.scorta.control.state.Decision;
import io.scorta.control.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.elasticache.model.Tag;

/// What the rows of ElastiCache ask of every request.
final class CacheRequests {
  private static final String INVALID_VALUE = "InvalidParameterValue";

  /// Values of what is not built that ask for nothing but its absence.
  private static final Map<String, Object> ABSENCE =
      Map.of(
          "AtRestEncryptionEnabled",
          false,
          "ClusterMode",
          "disabled",
          "DataTieringEnabled",
          false,
          "IpDiscovery",
          "ipv4",
          "NetworkType",
          "ipv4",
          "RemoveUserGroups",
          false,
          "SnapshotRetentionLimit",
          0,
          "TransitEncryptionEnabled",
          false);

  private CacheRequests() {}

  /// Refuses a request that has any field set beside those that its row acts on: a caller must not
  /// believe that it was obeyed. Fields that a later SDK brings are refused the same way.
  static void actsOn(SdkPojo request, Set<String> fields) {
    for (SdkField<?> field : request.sdkFields()) {
      String name = field.memberName();
      Object value = field.getValueOrDefault(request);
      if (!fields.contains(name) && isSet(value) && !value.equals(ABSENCE.get(name))) {
        throw new FaultException(
            INVALID_VALUE,
            "The parameter %s is not available in this version: leave it out.".formatted(name));
      }
    }
  }

  /// The groups that are to guard a cluster: by id in a VPC, by name in EC2-Classic.
  static List<String> guards(List<String> ids, List<String> names, Call call) {
    if (names.isEmpty()) {
      return ids;
    }
    List<String> all = new ArrayList<>(ids);
    names.forEach(
        name -> all.add(CacheSecurityGroup.idOf(call.account(), name.toLowerCase(Locale.ROOT))));
    return all;
  }

  private static boolean isSet(@Nullable Object value) {
    return value != null
        && !(value instanceof SdkAutoConstructList)
        && !(value instanceof SdkAutoConstructMap)
        && !(value instanceof List<?> list && list.isEmpty());
  }

  /// A parameter without which the action cannot be.
  static String required(@Nullable String value, String name) {
    if (value == null || value.isEmpty()) {
      throw new FaultException(
          "MissingParameter", "The request must contain the parameter %s.".formatted(name));
    }
    return value;
  }

  /// A list that must name something.
  static <T> List<T> required(List<T> values, String name) {
    if (values.isEmpty()) {
      throw new FaultException(
          "MissingParameter", "The request must contain the parameter %s.".formatted(name));
    }
    return values;
  }

  /// What a look at the state gives; a refusal of the domain becomes the error to answer.
  static <T> T read(Call call, Function<State, T> look) {
    return read(call.state(), look);
  }

  /// The same in one state, for answers that look at it more than once.
  static <T> T read(State state, Function<State, T> look) {
    return switch (Decision.of(state, draft -> look.apply(draft.state()))) {
      case Decision.Accepted<T>(_, T found) -> found;
      case Decision.Refused<T>(var fault) -> throw new FaultException(fault);
    };
  }

  static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }

  /// The tags of a request by their keys; the same key twice is refused.
  static Map<String, String> tags(List<Tag> tags) {
    Map<String, String> byKey = new HashMap<>();
    for (Tag tag : tags) {
      String key = required(tag.key(), "Tag.Key");
      String value = Optional.ofNullable(tag.value()).orElse("");
      if (byKey.put(key, value) != null) {
        throw new FaultException(
            INVALID_VALUE, "The tag key \"%s\" is given twice.".formatted(key));
      }
    }
    return byKey;
  }

  static List<Tag> tagList(SortedMap<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
