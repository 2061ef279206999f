package io.scorta.control.network;

import java.util.List;

/// The availability zones of a region: three, named by the region and a letter.
public final class Zones {
  private static final List<String> LETTERS = List.of("a", "b", "c");

  private Zones() {}

  /// The zones' names, as in `us-east-1a`.
  public static List<String> of(String region) {
    return LETTERS.stream().map(letter -> region + letter).toList();
  }

  /// A zone's id, as in `use1-az1` for `us-east-1a`.
  public static String id(String zone) {
    String region = zone.substring(0, zone.length() - 1);
    StringBuilder id = new StringBuilder();
    String[] parts = region.split("-", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean whole = i == 0 || i == parts.length - 1;
      id.append(whole ? parts[i] : shortDirection(parts[i]));
    }
    return id + "-az" + (zone.charAt(zone.length() - 1) - 'a' + 1);
  }

  /// `southeast` is shortened to `se`, `east` to `e`.
  private static String shortDirection(String direction) {
    boolean compound = direction.length() > "central".length();
    return compound
        ? direction.substring(0, 1) + direction.charAt("south".length())
        : direction.substring(0, 1);
  }
}
