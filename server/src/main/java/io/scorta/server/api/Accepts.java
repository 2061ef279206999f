package io.scorta.server.api;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;

/// Refuses what a row would otherwise drop in silence, and what is missing.
final class Accepts {
  private static final String UNSUPPORTED = "UnsupportedOperation";

  /// Fields that every call may carry: the dry run is answered before, and a token that the SDK
  /// makes by itself asks for nothing.
  private static final Set<String> ALWAYS = Set.of("DryRun", "ClientToken");

  private Accepts() {}

  /// Refuses a request, or a part of one, that sets any field beside these.
  static void only(SdkPojo request, String... names) {
    Set<String> known = Set.of(names);
    for (SdkField<?> field : request.sdkFields()) {
      String name = field.memberName();
      if (!known.contains(name) && !ALWAYS.contains(name) && isSet(request, field)) {
        throw new FaultException(
            UNSUPPORTED, "The parameter %s is not offered here: leave it out".formatted(name));
      }
    }
  }

  /// Refuses a value that asks for something; the harmless ones ask for nothing.
  static void harmless(String name, @Nullable Object value, Object... harmless) {
    if (value != null && !List.of(harmless).contains(value)) {
      throw new FaultException(
          UNSUPPORTED,
          "The value %s of %s is not offered here: leave it out".formatted(value, name));
    }
  }

  /// The value, which must be there and not empty.
  static <T> T required(String name, @Nullable T value) {
    if (value == null || value instanceof String text && text.isEmpty()) {
      throw missing(name);
    }
    return value;
  }

  /// The list, which must have an element.
  static <T> List<T> some(String name, List<T> values) {
    if (values.isEmpty()) {
      throw missing(name);
    }
    return values;
  }

  private static FaultException missing(String name) {
    return new FaultException(
        "MissingParameter", "The request must contain the parameter %s".formatted(name));
  }

  private static boolean isSet(SdkPojo request, SdkField<?> field) {
    if (field.containsTrait(DefaultValueTrait.class)) {
      return false;
    }
    Object value = field.getValueOrDefault(request);
    return value != null && !(value instanceof SdkAutoConstructList);
  }
}
