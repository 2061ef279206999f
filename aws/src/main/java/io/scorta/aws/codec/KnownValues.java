package io.scorta.aws.codec;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The values that an enum field takes.
///
/// A field of the SDK says only that it is a string. Its builder, however, has a second setter of
/// the same name that takes the enum, or a collection of it: that is where the values come from.
final class KnownValues {
  /// How many values a message lists at most.
  static final int LISTED_MAX = 25;

  private static final Map<Class<?>, Map<String, Set<String>>> BY_BUILDER =
      new ConcurrentHashMap<>();

  private KnownValues() {}

  /// The values of the builder's member, or none when any text will do.
  static Set<String> of(Class<?> builder, String memberName) {
    return BY_BUILDER
        .computeIfAbsent(builder, KnownValues::scan)
        .getOrDefault(memberName.toLowerCase(Locale.ROOT), Set.of());
  }

  private static Map<String, Set<String>> scan(Class<?> builder) {
    Map<String, Set<String>> found = new TreeMap<>();
    for (Method method : builder.getMethods()) {
      if (method.getParameterCount() == 1 && !method.isBridge()) {
        Class<?> type = enumIn(method.getGenericParameterTypes()[0]);
        if (type != null) {
          found.put(method.getName().toLowerCase(Locale.ROOT), values(type));
        }
      }
    }
    return found;
  }

  private static @Nullable Class<?> enumIn(Type type) {
    return switch (type) {
      case Class<?> known when known.isEnum() -> known;
      case ParameterizedType generic when generic.getActualTypeArguments().length == 1 ->
          enumIn(generic.getActualTypeArguments()[0]);
      default -> null;
    };
  }

  private static Set<String> values(Class<?> type) {
    Set<String> values = new LinkedHashSet<>();
    Arrays.stream(type.getEnumConstants())
        .map(Enum.class::cast)
        .filter(constant -> !constant.name().equals("UNKNOWN_TO_SDK_VERSION"))
        .forEach(constant -> values.add(constant.toString()));
    return values;
  }
}
