package io.scorta.control.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An IPv6 block in its canonical text: host bits cleared, the longest run of zeros shortened.
final class Ipv6Block {
  private static final int GROUPS = 8;
  private static final int GROUP_BITS = 16;
  private static final int BITS_MAX = GROUPS * GROUP_BITS;
  private static final int GROUP_DIGITS_MAX = 4;
  private static final int LENGTH_DIGITS_MAX = 3;
  private static final int HEX = 16;

  private Ipv6Block() {}

  /// The canonical text, or nothing when the text is no block.
  static Optional<String> canonical(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String length = text.substring(slash + 1);
    if (length.isEmpty()
        || length.length() > LENGTH_DIGITS_MAX
        || !length.chars().allMatch(c -> c >= '0' && c <= '9')
        || Integer.parseInt(length) > BITS_MAX) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(length);
    return groups(text.substring(0, slash)).map(groups -> format(groups, bits) + "/" + bits);
  }

  private static Optional<int[]> groups(String address) {
    int gap = address.indexOf("::");
    if (gap < 0) {
      return part(address)
          .filter(list -> list.size() == GROUPS)
          .map(list -> list.stream().mapToInt(Integer::intValue).toArray());
    }
    Optional<List<Integer>> head = part(address.substring(0, gap));
    Optional<List<Integer>> tail = part(address.substring(gap + 2));
    if (head.isEmpty() || tail.isEmpty() || head.get().size() + tail.get().size() >= GROUPS) {
      return Optional.empty();
    }
    int[] groups = new int[GROUPS];
    for (int i = 0; i < head.get().size(); i++) {
      groups[i] = head.get().get(i);
    }
    for (int i = 0; i < tail.get().size(); i++) {
      groups[GROUPS - tail.get().size() + i] = tail.get().get(i);
    }
    return Optional.of(groups);
  }

  private static Optional<List<Integer>> part(String text) {
    List<Integer> groups = new ArrayList<>();
    if (text.isEmpty()) {
      return Optional.of(groups);
    }
    for (String group : text.split(":", -1)) {
      if (group.isEmpty()
          || group.length() > GROUP_DIGITS_MAX
          || !group.chars().allMatch(c -> c < 0x80 && Character.digit(c, HEX) >= 0)) {
        return Optional.empty();
      }
      groups.add(Integer.parseInt(group, HEX));
    }
    return Optional.of(groups);
  }

  private static String format(int[] groups, int bits) {
    for (int i = 0; i < GROUPS; i++) {
      int kept = Math.clamp(bits - (long) i * GROUP_BITS, 0, GROUP_BITS);
      groups[i] &= 0xffff << (GROUP_BITS - kept) & 0xffff;
    }
    int from = 0;
    int longest = 0;
    for (int i = 0; i < GROUPS; i++) {
      int run = zerosFrom(groups, i);
      if (run > longest) {
        from = i;
        longest = run;
      }
    }
    return longest < 2
        ? join(groups, 0, GROUPS)
        : join(groups, 0, from) + "::" + join(groups, from + longest, GROUPS);
  }

  private static int zerosFrom(int[] groups, int start) {
    int end = start;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - start;
  }

  private static String join(int[] groups, int from, int to) {
    List<String> texts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      texts.add(Integer.toHexString(groups[i]).toLowerCase(Locale.ROOT));
    }
    return String.join(":", texts);
  }
}
