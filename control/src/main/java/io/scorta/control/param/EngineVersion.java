package io.scorta.control.param;

/// A version that a cache may run: how callers ask for it, and what the engine calls itself.
public record EngineVersion(CacheEngine engine, String asked, String full, String family)
    implements Comparable<EngineVersion> {
  /// Orders versions of one engine by their numbers.
  @Override
  public int compareTo(EngineVersion other) {
    return compare(full, other.full);
  }

  /// Orders two dotted versions by their numbers.
  public static int compare(String left, String right) {
    String[] a = left.split("\\.");
    String[] b = right.split("\\.");
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      int difference = Integer.compare(part(a, i), part(b, i));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static int part(String[] parts, int index) {
    return index < parts.length ? Integer.parseInt(parts[index]) : 0;
  }
}
