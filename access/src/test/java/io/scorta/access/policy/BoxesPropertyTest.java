package io.scorta.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.Ipv4;
import io.scorta.access.sample.Choices;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever boxes go in, those that come out are disjoint and cover exactly the same.
class BoxesPropertyTest {
  private static final int CASES = 2000;
  private static final List<Integer> BASES =
      List.of(
          0, Ipv4.parse("10.0.0.0"), Ipv4.parse("127.255.255.255"), Ipv4.parse("200.1.2.3"), -1);
  private static final List<Integer> PORTS = List.of(0, 1, 22, 80, 6379, 65534, 65535);

  @Test
  void unionIsKeptAndNothingOverlaps() {
    for (long seed = 0; seed < CASES; seed++) {
      Choices choices = Choices.seeded(seed);
      List<Box> given = boxes(choices);
      Boxes disjoint = Boxes.of(given);
      for (int i = 0; i < 40; i++) {
        int address = edge(choices, given);
        int port = choices.of(PORTS);
        boolean expected = given.stream().anyMatch(box -> box.contains(address, port));
        assertThat(disjoint.contains(address, port))
            .as("seed %d, %s port %d in %s", seed, Ipv4.format(address), port, given)
            .isEqualTo(expected);
        assertThat(disjoint.list().stream().filter(box -> box.contains(address, port)).count())
            .as("seed %d", seed)
            .isEqualTo(expected ? 1 : 0);
      }
      assertDisjoint(disjoint.list(), seed);
    }
  }

  @Test
  void orderOfTheRulesDoesNotMatter() {
    for (long seed = 0; seed < CASES / 4; seed++) {
      List<Box> given = boxes(Choices.seeded(seed));
      List<Box> shuffled = new ArrayList<>(given);
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(Boxes.of(shuffled).list()).as("seed %d", seed).isEqualTo(Boxes.of(given).list());
    }
  }

  @Test
  void neighboursAreJoined() {
    Box low = box("10.0.0.0/25", 80, 90);
    Box high = box("10.0.0.128/25", 80, 90);
    assertThat(Boxes.of(List.of(low, high)).list()).containsExactly(box("10.0.0.0/24", 80, 90));
    assertThat(Boxes.of(List.of(low, box("10.0.0.0/25", 91, 100))).list())
        .containsExactly(box("10.0.0.0/25", 80, 100));
  }

  private static void assertDisjoint(List<Box> boxes, long seed) {
    for (int i = 0; i < boxes.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(boxes.get(i).overlaps(boxes.get(j))).as("seed %d: %s", seed, boxes).isFalse();
      }
    }
  }

  private static List<Box> boxes(Choices choices) {
    List<Box> boxes = new ArrayList<>();
    for (int i = choices.below(6); i >= 0; i--) {
      Cidr cidr = new Cidr(choices.of(BASES), choices.of(List.of(0, 1, 8, 16, 24, 31, 32)));
      int one = choices.of(PORTS);
      int other = choices.of(PORTS);
      boxes.add(box(cidr.toString(), Math.min(one, other), Math.max(one, other)));
    }
    return boxes;
  }

  private static Box box(String block, int from, int to) {
    Cidr cidr = Cidr.parse(block);
    return new Box(cidr.base(), (int) (cidr.base() + cidr.size() - 1), from, to);
  }

  /// An address at, just before or just behind the end of a box.
  private static int edge(Choices choices, List<Box> boxes) {
    Box box = choices.of(boxes);
    return (choices.below(2) == 0 ? box.fromAddress() : box.toAddress()) + choices.below(3) - 1;
  }
}
