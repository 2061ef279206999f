package io.scorta.server.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;

/// The filters that one of EC2's Describe calls understands: by name, the values of an item.
///
/// An item passes when each filter has a value that fits one of the item's. In a filter's value `*`
/// stands for any text, `?` for one character, and a backslash takes their meaning away.
public final class Filters<T> {
  private static final int FILTERS_MAX = 200;
  private static final int VALUES_MAX = 200;
  private static final String TAG_PREFIX = "tag:";

  private final Map<String, Function<T, ? extends Collection<String>>> values;
  private final @Nullable Function<T, Map<String, String>> tags;

  private Filters(
      Map<String, Function<T, ? extends Collection<String>>> values,
      @Nullable Function<T, Map<String, String>> tags) {
    this.values = values;
    this.tags = tags;
  }

  /// No filters yet.
  public static <T> Filters<T> none() {
    return new Filters<>(Map.of(), null);
  }

  /// Also a filter on a property with one value, or none: an empty text never fits.
  public Filters<T> with(String name, Function<T, String> value) {
    return withEach(
        name,
        item -> {
          String text = value.apply(item);
          return text.isEmpty() ? List.<String>of() : List.of(text);
        });
  }

  /// Also a filter on a property with several values, of which one must fit.
  public Filters<T> withEach(String name, Function<T, ? extends Collection<String>> valuesOf) {
    Map<String, Function<T, ? extends Collection<String>>> more = new LinkedHashMap<>(values);
    more.put(name, valuesOf);
    return new Filters<>(more, tags);
  }

  /// Also `tag:KEY` and `tag-key`, and `tag-value`.
  public Filters<T> withTags(Function<T, Map<String, String>> tagsOf) {
    return new Filters<>(values, tagsOf)
        .withEach("tag-key", item -> tagsOf.apply(item).keySet())
        .withEach("tag-value", item -> tagsOf.apply(item).values());
  }

  /// The items that pass all the filters, in their order.
  public List<T> select(Collection<Filter> filters, Collection<T> items) {
    if (filters.size() > FILTERS_MAX) {
      throw new FaultException(
          "FilterLimitExceeded", "Give at most %d filters".formatted(FILTERS_MAX));
    }
    List<T> passing = new ArrayList<>(items);
    for (Filter filter : filters) {
      Function<T, ? extends Collection<String>> valuesOf = valuesOf(filter);
      List<String> wanted = filter.values();
      if (wanted.size() > VALUES_MAX) {
        throw new FaultException(
            "FilterLimitExceeded",
            "Give at most %d values for the filter '%s'".formatted(VALUES_MAX, filter.name()));
      }
      passing.removeIf(item -> valuesOf.apply(item).stream().noneMatch(v -> fitsAny(wanted, v)));
    }
    return passing;
  }

  private Function<T, ? extends Collection<String>> valuesOf(Filter filter) {
    String name = filter.name();
    if (name == null) {
      throw new FaultException("MissingParameter", "A filter has no name: give Filter.N.Name");
    }
    Function<T, ? extends Collection<String>> known = values.get(name);
    if (known != null) {
      return known;
    }
    Function<T, Map<String, String>> tagsOf = tags;
    if (tagsOf != null && name.startsWith(TAG_PREFIX)) {
      String key = name.substring(TAG_PREFIX.length());
      return item -> {
        String value = tagsOf.apply(item).get(key);
        return value == null ? List.<String>of() : List.of(value);
      };
    }
    throw new FaultException("InvalidParameterValue", "The filter '%s' is invalid".formatted(name));
  }

  private static boolean fitsAny(List<String> patterns, String value) {
    return patterns.stream().anyMatch(pattern -> fits(pattern, value));
  }

  /// On a mismatch goes back to the last star and lets it take one character more, so the time is
  /// at most the product of both lengths.
  static boolean fits(String pattern, String value) {
    int p = 0;
    int v = 0;
    int star = -1;
    int starValue = 0;
    while (v < value.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        starValue = v;
        continue;
      }
      int width = matchAt(pattern, p, value.charAt(v));
      if (width > 0) {
        p += width;
        v++;
      } else if (star >= 0) {
        p = star + 1;
        v = ++starValue;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /// How many characters of the pattern stand for this character, or 0 if they do not.
  private static int matchAt(String pattern, int p, char c) {
    if (p >= pattern.length()) {
      return 0;
    }
    char wanted = pattern.charAt(p);
    if (wanted == '\\' && p + 1 < pattern.length()) {
      return pattern.charAt(p + 1) == c ? 2 : 0;
    }
    return wanted == '?' || wanted == c ? 1 : 0;
  }
}
