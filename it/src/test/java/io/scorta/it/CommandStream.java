package io.scorta.it;

import io.scorta.it.Step.Comparison;
import java.util.List;
import java.util.Optional;

/// A seeded stream of commands over few keys, so that they meet; some are wrong on purpose, and
/// some stand in transactions.
final class CommandStream {
  private static final String[] ODD = {
    "",
    "abc",
    "-1",
    "0",
    "1.5",
    "99999999999999999999",
    "nan",
    "inf",
    "-inf",
    "(1",
    "[a",
    "+",
    "-",
    "1e3",
    " 1",
    "0x10",
    "01",
    "-0",
    "WITHSCORES",
    "LIMIT",
    "COUNT",
    "9223372036854775807",
    "-9223372036854775808"
  };

  private final Vocabulary v;
  private final KeyCalls keyCalls;
  private final CollectionCalls collections;
  private final SortedSetCalls sortedSets;
  private final BitCalls bits;
  private final PlaceCalls places;
  private final StreamCalls streams;

  /// How many commands are still to come until EXEC; 0 outside of a transaction.
  private int queued;

  CommandStream(long seed) {
    v = new Vocabulary(seed);
    keyCalls = new KeyCalls(v);
    collections = new CollectionCalls(v);
    sortedSets = new SortedSetCalls(v);
    bits = new BitCalls(v);
    places = new PlaceCalls(v);
    streams = new StreamCalls(v);
  }

  /// What ends the transaction that is open, if one is.
  Optional<Step> settle() {
    boolean open = queued > 0;
    queued = 0;
    return open ? Optional.of(Step.exact("EXEC")) : Optional.empty();
  }

  Step next() {
    if (queued == 0 && v.chance(1)) {
      queued = 1 + v.below(8);
      return Step.exact("MULTI");
    }
    if (queued > 0 && --queued == 0) {
      return Step.exact(v.chance(90) ? "EXEC" : "DISCARD");
    }
    Comparison comparison = command();
    while (queued > 0 && comparison != Comparison.EXACT) {
      // The replies of a transaction come as one, so they must all have an order.
      comparison = command();
    }
    // The members of one set need equal scores, or ranges by member have no meaning.
    if (comparison == Comparison.EXACT && v.words().size() > 1 && !v.words().contains("lex:0")) {
      spoil();
    }
    return new Step(comparison, List.copyOf(v.words()));
  }

  private Comparison command() {
    v.clear();
    return switch (v.below(20)) {
      case 0 -> v.chance(70) ? keyCalls.strings() : keyCalls.scans();
      case 1 -> keyCalls.keys();
      case 2, 3 -> collections.hashes();
      case 4, 5 -> collections.lists();
      case 6 -> collections.sets();
      case 7 -> collections.setAlgebra();
      case 8, 9 -> sortedSets.sortedSets();
      case 10 -> sortedSets.sortedSetRanges();
      case 11 -> sortedSets.sortedSetAlgebra();
      case 12 -> bits.bits();
      case 13 -> bits.fields();
      case 14 -> bits.sorts();
      case 15 -> places.places();
      case 16 -> places.counters();
      case 17, 18 -> streams.entries();
      default -> streams.groups();
    };
  }

  /// Now and then an argument is odd, missing or too many.
  private void spoil() {
    switch (v.below(40)) {
      case 0 -> v.words().set(1 + v.below(v.words().size() - 1), v.pick(ODD));
      case 1 -> v.words().set(1 + v.below(v.words().size() - 1), v.pick(ODD));
      case 2 -> v.words().removeLast();
      case 3 -> v.words().add(v.pick(ODD));
      default -> {
        // Most commands stay right.
      }
    }
  }
}
