package io.scorta.server.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Cuts a list into pages. A page's marker names the last item given, not a position, so nothing is
/// skipped or given twice when others come and go, nor after a restart.
///
/// @param sizeDefault items of a page when the caller names no number
/// @param sizeMin the smallest number that may be asked for
/// @param sizeMax the largest
/// @param sizeName the parameter that names the number
/// @param markerName the parameter that carries the marker
/// @param markerCode the error code for a marker that this service never gave
public record Pages(
    int sizeDefault,
    int sizeMin,
    int sizeMax,
    String sizeName,
    String markerName,
    String markerCode) {
  private static final String INVALID = "InvalidParameterValue";
  private static final String FORM = "1:";

  /// Most of ElastiCache's Describe calls.
  public static final Pages RECORDS = new Pages(100, 20, 100, "MaxRecords", "Marker", INVALID);

  /// ElastiCache's DescribeSnapshots.
  public static final Pages SNAPSHOTS = new Pages(50, 20, 50, "MaxRecords", "Marker", INVALID);

  /// ElastiCache's serverless Describe calls.
  public static final Pages SERVERLESS = new Pages(50, 1, 50, "MaxResults", "NextToken", INVALID);

  /// EC2's Describe calls: all in one page unless a number is named.
  public static final Pages EC2 =
      new Pages(Integer.MAX_VALUE, 5, 1000, "MaxResults", "NextToken", "InvalidNextToken");

  /// Items of one page, and the marker of the next if there is one.
  public record Page<T>(List<T> items, @Nullable String marker) {
    public Page {
      items = List.copyOf(items);
    }

    /// The same page with each item in another form.
    public <R> Page<R> map(Function<? super T, ? extends R> form) {
      return new Page<>(items.stream().<R>map(form).toList(), marker);
    }
  }

  /// The page after the marker, in the order of the items' keys, which must be unique.
  public <T> Page<T> page(
      Collection<T> items,
      Function<? super T, String> key,
      @Nullable String marker,
      @Nullable Integer size) {
    int limit = size(size);
    String after = marker == null || marker.isEmpty() ? null : read(marker);
    List<T> rest =
        items.stream()
            .filter(item -> after == null || key.apply(item).compareTo(after) > 0)
            .sorted(Comparator.comparing(key))
            .toList();
    if (rest.size() <= limit) {
      return new Page<>(rest, null);
    }
    List<T> given = rest.subList(0, limit);
    return new Page<>(given, write(key.apply(given.getLast())));
  }

  private int size(@Nullable Integer asked) {
    if (asked == null) {
      return sizeDefault;
    }
    if (asked < sizeMin || asked > sizeMax) {
      throw new FaultException(
          INVALID,
          "Invalid value %d for %s. Must be between %d and %d"
              .formatted(asked, sizeName, sizeMin, sizeMax));
    }
    return asked;
  }

  private static String write(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((FORM + key).getBytes(StandardCharsets.UTF_8));
  }

  private String read(String marker) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
      if (text.startsWith(FORM)) {
        return text.substring(FORM.length());
      }
    } catch (IllegalArgumentException e) {
      // Not base64: refused below like any other marker that was never given.
    }
    throw new FaultException(
        markerCode,
        "Invalid value for %s: give the one that the previous page ended with"
            .formatted(markerName));
  }
}
