package io.scorta.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SetPropertyTest {
  @Test
  void aSetIsAHashSetOverRandomChanges() {
    for (long seed = 1; seed <= 5; seed++) {
      try (Lab lab = new Lab(seed)) {
        run(lab, seed);
      }
    }
  }

  private static void run(Lab lab, long seed) {
    String name = "seed " + seed;
    boolean numbersOnly = seed % 3 == 0;
    Item read = new Item(lab.allocator);
    long base = lab.allocator.usedBytes();
    Set<String> model = new HashSet<>();
    long set = SetValue.make(lab.bench, lab.item(0, "1"), 1, Lab.SMALL);
    for (int step = 0; step < 3000; step++) {
      String word = numbersOnly ? Integer.toString(step % 900 * 37) : lab.word(300);
      boolean add = lab.random.nextInt(10) < (step / 1000 % 2 == 0 ? 8 : 2);
      if (add) {
        assertThat(SetValue.add(lab.bench, set, lab.item(0, word), Lab.SMALL))
            .as(name)
            .isEqualTo(model.add(word));
      } else {
        assertThat(SetValue.remove(lab.bench, set, lab.item(0, word)))
            .as(name)
            .isEqualTo(model.remove(word));
      }
      SetValue.check(set);
      assertThat(Value.count(set)).as(name).isEqualTo(model.size());
      assertThat(lab.usedBeside(set)).as(name).isEqualTo(base);
      if (step % 50 == 0) {
        compare(lab, set, model, read);
      }
    }
    Value.free(lab.bench, set);
    assertThat(lab.allocator.usedBytes()).as(name).isEqualTo(base);
  }

  private static void compare(Lab lab, long set, Set<String> model, Item read) {
    Set<String> walked = new HashSet<>();
    Walk walk = new Walk();
    walk.start(set);
    while (walk.next(read)) {
      walked.add(Lab.text(read));
    }
    assertThat(walked).isEqualTo(model);
    for (String member : model) {
      assertThat(SetValue.contains(set, lab.item(0, member))).isTrue();
    }
    if (!model.isEmpty()) {
      SetValue.random(lab.bench, set, read);
      assertThat(model).contains(Lab.text(read));
    }
  }

  @Test
  void aSetSettlesInTheSmallestEncodingThatFitsWhenAsked() {
    try (Lab lab = new Lab(2)) {
      long base = lab.allocator.usedBytes();
      long set = SetValue.make(lab.bench, lab.item(0, "a"), 1, Lab.SMALL);
      for (int i = 0; i < 40; i++) {
        SetValue.add(lab.bench, set, lab.item(0, "m" + i), Lab.SMALL);
        SetValue.add(lab.bench, set, lab.item(0, Integer.toString(i)), Lab.SMALL);
      }
      for (int i = 0; i < 35; i++) {
        SetValue.remove(lab.bench, set, lab.item(0, "m" + i));
        SetValue.remove(lab.bench, set, lab.item(0, Integer.toString(i)));
      }
      SetValue.shrinking(lab.bench, set, Lab.SMALL);
      assertThat(Value.encodingName(set)).isEqualTo("listpack");
      assertThat(Value.count(set)).isEqualTo(10);
      for (int i = 35; i < 40; i++) {
        SetValue.remove(lab.bench, set, lab.item(0, "m" + i));
      }
      SetValue.settling(lab.bench, set, Lab.SMALL);
      assertThat(Value.encodingName(set)).isEqualTo("intset");
      SetValue.check(set);
      assertThat(SetValue.contains(set, lab.item(0, "37"))).isTrue();
      assertThat(lab.usedBeside(set)).isEqualTo(base);
      Value.free(lab.bench, set);
      assertThat(lab.allocator.usedBytes()).isEqualTo(base);
    }
  }

  @Test
  void encodingsFollowTheLimits() {
    try (Lab lab = new Lab(1)) {
      long set = SetValue.make(lab.bench, lab.item(0, "1"), 1, EncodingLimits.DEFAULT);
      for (int i = 0; i < 512; i++) {
        SetValue.add(lab.bench, set, lab.item(0, Integer.toString(i)), EncodingLimits.DEFAULT);
      }
      assertThat(Value.encodingName(set)).isEqualTo("intset");
      SetValue.add(lab.bench, set, lab.item(0, "512"), EncodingLimits.DEFAULT);
      assertThat(Value.encodingName(set)).isEqualTo("hashtable");
      long words = SetValue.make(lab.bench, lab.item(0, "a"), 1, EncodingLimits.DEFAULT);
      for (int i = 0; i < 128; i++) {
        SetValue.add(lab.bench, words, lab.item(0, "m" + i), EncodingLimits.DEFAULT);
      }
      assertThat(Value.encodingName(words)).isEqualTo("listpack");
      SetValue.add(lab.bench, words, lab.item(0, "more"), EncodingLimits.DEFAULT);
      assertThat(Value.encodingName(words)).isEqualTo("hashtable");
    }
  }

  @Test
  void aScanMeetsEverythingThatStaysWhileTheTableGrowsAndShrinks() {
    for (long seed = 1; seed <= 8; seed++) {
      try (Lab lab = new Lab(seed)) {
        scan(lab, seed);
      }
    }
  }

  private static void scan(Lab lab, long seed) {
    Set<String> staying = new HashSet<>();
    long set = SetValue.make(lab.bench, lab.item(0, "a"), 1, Lab.SMALL);
    int others = 2000 + lab.random.nextInt(8000);
    for (int i = 0; i < others; i++) {
      SetValue.add(lab.bench, set, lab.item(0, "other" + i), Lab.SMALL);
      if (i % 20 == 0) {
        staying.add("stay" + i);
        SetValue.add(lab.bench, set, lab.item(0, "stay" + i), Lab.SMALL);
      }
    }
    boolean shrink = seed % 2 == 0;
    Set<String> met = new HashSet<>();
    long cursor = 0;
    int at = 0;
    do {
      cursor =
          Scan.step(lab.bench, set, cursor, 10, (key, content, score) -> met.add(Lab.text(key)));
      for (int i = 0; i < 10; i++, at++) {
        if (shrink) {
          SetValue.remove(lab.bench, set, lab.item(0, "other" + at));
        } else {
          SetValue.add(lab.bench, set, lab.item(0, "new" + at), Lab.SMALL);
        }
      }
      assertThat(at).as("the scan ends, seed %d", seed).isLessThan(1_000_000);
    } while (cursor != 0);
    assertThat(met).as("seed %d", seed).containsAll(staying);
  }

  @Test
  void aHashIsAHashMapOverRandomChanges() {
    for (long seed = 1; seed <= 5; seed++) {
      try (Lab lab = new Lab(seed)) {
        runHash(lab, seed);
      }
    }
  }

  private static void runHash(Lab lab, long seed) {
    String name = "seed " + seed;
    Item read = new Item(lab.allocator);
    Item key = new Item(lab.allocator);
    long base = lab.allocator.usedBytes();
    Map<String, String> model = new HashMap<>();
    long hash = HashValue.make(lab.bench);
    for (int step = 0; step < 3000; step++) {
      String field = lab.word(300);
      if (lab.random.nextInt(10) < (step / 1000 % 2 == 0 ? 8 : 2)) {
        String content = lab.word(1000);
        Item item = lab.item(1, content);
        HashValue.admitting(lab.bench, hash, Math.max(item.length(), field.length()), Lab.SMALL);
        boolean added = HashValue.set(lab.bench, hash, lab.item(0, field), item, Lab.SMALL);
        assertThat(added).as(name).isEqualTo(model.put(field, content) == null);
      } else {
        assertThat(HashValue.remove(lab.bench, hash, lab.item(0, field)))
            .as(name)
            .isEqualTo(model.remove(field) != null);
      }
      HashValue.check(hash);
      assertThat(lab.usedBeside(hash)).as(name).isEqualTo(base);
      assertThat(HashValue.get(hash, lab.item(0, field), read)).isEqualTo(model.containsKey(field));
      if (step % 50 == 0) {
        Map<String, String> walked = new HashMap<>();
        Walk walk = new Walk();
        walk.start(hash);
        while (walk.next(key, read)) {
          walked.put(Lab.text(key), Lab.text(read));
        }
        assertThat(walked).as(name).isEqualTo(model);
      }
    }
    Value.free(lab.bench, hash);
    assertThat(lab.allocator.usedBytes()).as(name).isEqualTo(base);
  }

  @Test
  void everyMemberIsDrawnAboutAsOften() {
    try (Lab lab = new Lab(5)) {
      Item read = new Item(lab.allocator);
      long set = SetValue.make(lab.bench, lab.item(0, "a"), 1, Lab.SMALL);
      int members = 500;
      for (int i = 0; i < members; i++) {
        SetValue.add(lab.bench, set, lab.item(0, "m" + i), Lab.SMALL);
      }
      Map<String, Integer> drawn = new HashMap<>();
      for (int i = 0; i < members * 100; i++) {
        SetValue.random(lab.bench, set, read);
        drawn.merge(Lab.text(read), 1, Integer::sum);
      }
      assertThat(drawn).hasSize(members);
      assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(30, 300));
    }
  }
}
