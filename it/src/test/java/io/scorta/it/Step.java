package io.scorta.it;

import java.util.List;

/// One command of a stream, and how its replies are to be compared.
record Step(Comparison comparison, List<String> words) {
  enum Comparison {
    /// Byte for byte.
    EXACT,
    /// The elements are a set, in any order where the encoding is a hash table.
    ELEMENTS,
    /// The same for names with what belongs to them in turn.
    PAIRS,
    /// A cursor, and elements in any order, here split into single ones.
    SCAN,
    /// Only types and counts, as the contents are random; the key is then removed.
    RANDOM,
    /// Exact but for times and how long something is idle.
    TIMED
  }

  /// The reply without the times at which something was delivered or seen.
  static String timeless(Reply reply) {
    return reply
        .exact()
        .replaceAll(":1[0-9]{12}\\b", ":time")
        .replaceAll("(\"(idle|inactive)\"] \\[):[0-9]+", "$1:idle")
        .replaceAll("([0-9]-[0-9]+\"] \\[\\$[0-9]+ \"c[0-9]\"] \\[):[0-9]+", "$1:idle");
  }

  static Step exact(String... words) {
    return new Step(Comparison.EXACT, List.of(words));
  }

  String text(Reply reply) {
    if (reply.isError()) {
      return reply.exact();
    }
    return switch (comparison) {
      case EXACT -> reply.exact();
      case ELEMENTS -> reply.sorted(1);
      case PAIRS -> reply.sorted(2);
      case SCAN -> reply.parts().getFirst().exact() + " " + reply.parts().getLast().sorted(1);
      case RANDOM -> reply.shape();
      case TIMED -> timeless(reply);
    };
  }
}
