package io.scorta.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SortedSetPropertyTest {
  private record Pair(String member, double score) {}

  private static final Comparator<Pair> ORDER =
      Comparator.comparingDouble(Pair::score).thenComparing(Pair::member);

  @Test
  void aSortedSetIsASortedListOverRandomChanges() {
    for (long seed = 1; seed <= 12; seed++) {
      try (Lab lab = new Lab(seed)) {
        new Run(lab, seed).run();
      }
    }
  }

  private static final class Run {
    private final Lab lab;
    private final String name;
    private final Map<String, Double> model = new HashMap<>();
    private final Item read;
    private final long base;
    private final long set;

    Run(Lab lab, long seed) {
      this.lab = lab;
      this.name = "seed " + seed;
      this.read = new Item(lab.allocator);
      this.base = lab.allocator.usedBytes();
      this.set = SortedSetValue.make(lab.bench);
    }

    void run() {
      for (int step = 0; step < 1200; step++) {
        change(step / 400 % 2 == 0);
        SortedSetValue.check(set);
        assertThat(Value.count(set)).as(name).isEqualTo(model.size());
        assertThat(lab.usedBeside(set)).as(name).isEqualTo(base);
        if (step % 20 == 0) {
          compare();
        }
      }
      Value.free(lab.bench, set);
      assertThat(lab.allocator.usedBytes()).as(name).isEqualTo(base);
    }

    private void change(boolean grow) {
      String member = lab.word(150);
      double score = score();
      if (lab.random.nextInt(10) < (grow ? 8 : 3)) {
        double old = SortedSetValue.score(set, lab.item(0, member));
        assertThat(Double.isNaN(old)).as(name).isEqualTo(!model.containsKey(member));
        if (Double.isNaN(old)) {
          SortedSetValue.add(lab.bench, set, score, lab.item(0, member), Lab.SMALL);
        } else {
          SortedSetValue.rescore(lab.bench, set, score, lab.item(0, member));
        }
        model.put(member, score);
      } else if (lab.random.nextInt(30) == 0 && !model.isEmpty()) {
        int from = lab.random.nextInt(model.size());
        int to = Math.min(model.size(), from + lab.random.nextInt(5));
        List<Pair> removed = sorted().subList(from, to);
        SortedSetValue.removeRange(lab.bench, set, from, to);
        removed.forEach(pair -> model.remove(pair.member()));
      } else {
        assertThat(SortedSetValue.remove(lab.bench, set, lab.item(0, member)))
            .as(name)
            .isEqualTo(model.remove(member) != null);
      }
    }

    private double score() {
      return switch (lab.random.nextInt(8)) {
        case 0 -> lab.random.nextDouble() * 10;
        case 1 -> Double.POSITIVE_INFINITY;
        case 2 -> Double.NEGATIVE_INFINITY;
        case 3 -> lab.random.nextLong();
        default -> lab.random.nextInt(20) - 10;
      };
    }

    private List<Pair> sorted() {
      List<Pair> pairs = new ArrayList<>();
      model.forEach((member, score) -> pairs.add(new Pair(member, score)));
      pairs.sort(ORDER);
      return pairs;
    }

    private void compare() {
      List<Pair> pairs = sorted();
      assertThat(walk(0, false)).as(name).isEqualTo(pairs);
      assertThat(walk(pairs.size() - 1, true)).as(name).isEqualTo(pairs.reversed());
      for (int rank = 0; rank < pairs.size(); rank++) {
        Item member = lab.item(0, pairs.get(rank).member());
        assertThat(SortedSetValue.rank(set, member)).as(name).isEqualTo(rank);
        assertThat(SortedSetValue.score(set, member)).as(name).isEqualTo(pairs.get(rank).score());
      }
      for (int i = 0; i < 10; i++) {
        double bound = score();
        assertThat(SortedSetValue.countBelow(set, bound, false))
            .as(name)
            .isEqualTo((int) pairs.stream().filter(pair -> pair.score() < bound).count());
        assertThat(SortedSetValue.countBelow(set, bound, true))
            .as(name)
            .isEqualTo((int) pairs.stream().filter(pair -> pair.score() <= bound).count());
      }
    }

    private List<Pair> walk(int rank, boolean down) {
      List<Pair> walked = new ArrayList<>();
      SortedWalk walk = new SortedWalk();
      walk.start(set, rank, down);
      while (walk.next(read)) {
        walked.add(new Pair(Lab.text(read), walk.score()));
      }
      return walked;
    }
  }

  @Test
  void boundsOnMembersCountInByteOrderInBothEncodings() {
    try (Lab lab = new Lab(3)) {
      for (int members : new int[] {10, 100}) {
        long set = SortedSetValue.make(lab.bench);
        for (int i = 0; i < members; i++) {
          SortedSetValue.add(lab.bench, set, 0, lab.item(0, "m%03d".formatted(i)), Lab.SMALL);
        }
        Item bound = lab.item(1, "m005");
        assertThat(SortedSetValue.countBelow(lab.bench, set, bound, false)).isEqualTo(5);
        assertThat(SortedSetValue.countBelow(lab.bench, set, bound, true)).isEqualTo(6);
        Item between = lab.item(1, "m005x");
        assertThat(SortedSetValue.countBelow(lab.bench, set, between, false)).isEqualTo(6);
      }
    }
  }

  @Test
  void aLargeSetThatFitsAgainBecomesSmallWhenAsked() {
    try (Lab lab = new Lab(4)) {
      long base = lab.allocator.usedBytes();
      long set = SortedSetValue.make(lab.bench);
      for (int i = 0; i < 30; i++) {
        SortedSetValue.add(lab.bench, set, i * 0.5, lab.item(0, "m" + i), Lab.SMALL);
      }
      assertThat(Value.encodingName(set)).isEqualTo("skiplist");
      SortedSetValue.removeRange(lab.bench, set, 5, 30);
      SortedSetValue.shrinking(lab.bench, set, Lab.SMALL);
      assertThat(Value.encodingName(set)).isEqualTo("listpack");
      SortedSetValue.check(set);
      assertThat(SortedSetValue.score(set, lab.item(0, "m3"))).isEqualTo(1.5);
      assertThat(lab.usedBeside(set)).isEqualTo(base);
      Value.free(lab.bench, set);
      assertThat(lab.allocator.usedBytes()).isEqualTo(base);
    }
  }
}
