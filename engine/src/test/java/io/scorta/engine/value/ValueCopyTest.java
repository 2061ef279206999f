package io.scorta.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueCopyTest {
  @Test
  void aCopyHasTheSameElementsInEveryEncodingAndLivesOn() {
    for (int size : new int[] {3, 300}) {
      try (Lab lab = new Lab(size)) {
        Item read = new Item(lab.allocator);
        long base = lab.allocator.usedBytes();
        for (long value : values(lab, size)) {
          List<String> elements = elements(value, read);
          String encoding = Value.encodingName(value);
          long copy = ValueCopy.of(lab.bench, value);
          Value.free(lab.bench, value);
          assertThat(elements(copy, read)).containsExactlyInAnyOrderElementsOf(elements);
          assertThat(Value.encodingName(copy)).isEqualTo(encoding);
          check(copy);
          Value.free(lab.bench, copy);
        }
        assertThat(lab.allocator.usedBytes()).isEqualTo(base);
      }
    }
  }

  private static List<Long> values(Lab lab, int size) {
    long list = ListValue.make(lab.bench);
    long hash = HashValue.make(lab.bench);
    long sorted = SortedSetValue.make(lab.bench);
    long numbers = SetValue.make(lab.bench, lab.item(0, "1"), 1, EncodingLimits.DEFAULT);
    long words = SetValue.make(lab.bench, lab.item(0, "w"), 1, Lab.SMALL);
    for (int i = 0; i < size; i++) {
      Item item = lab.item(0, "word" + i);
      ListValue.growing(lab.bench, list, item.length(), 1, 16);
      ListValue.push(
          lab.bench, list, false, item, new EncodingLimits(0, 0, 16, 0, 0, 0, 0, 0, 0, 0));
      HashValue.set(lab.bench, hash, item, lab.item(1, "value" + i), Lab.SMALL);
      SortedSetValue.add(lab.bench, sorted, i / 4.0, item, Lab.SMALL);
      SetValue.add(lab.bench, words, item, Lab.SMALL);
      SetValue.add(lab.bench, numbers, lab.item(2, "" + i), EncodingLimits.DEFAULT);
    }
    return List.of(list, hash, sorted, numbers, words);
  }

  private static List<String> elements(long value, Item read) {
    List<String> elements = new ArrayList<>();
    switch (Value.type(value)) {
      case Value.LIST -> {
        ListWalk walk = new ListWalk();
        walk.start(value, 0, false);
        while (walk.next(read)) {
          elements.add(elements.size() + Lab.text(read));
        }
      }
      case Value.SORTED_SET -> {
        SortedWalk walk = new SortedWalk();
        walk.start(value, 0, false);
        while (walk.next(read)) {
          elements.add(elements.size() + Lab.text(read) + walk.score());
        }
      }
      default -> {
        Walk walk = new Walk();
        walk.start(value);
        while (walk.next(read)) {
          elements.add(Lab.text(read));
        }
      }
    }
    return elements;
  }

  private static void check(long value) {
    switch (Value.type(value)) {
      case Value.LIST -> ListValue.check(value);
      case Value.SORTED_SET -> SortedSetValue.check(value);
      case Value.HASH -> HashValue.check(value);
      default -> SetValue.check(value);
    }
  }
}
