package io.scorta.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListPropertyTest {
  @Test
  void aListIsAnArrayListOverRandomChanges() {
    for (long seed = 1; seed <= 12; seed++) {
      try (Lab lab = new Lab(seed)) {
        new Run(lab, seed).run(seed % 3 == 0 ? 1500 : 500);
      }
    }
  }

  private static final class Run {
    private final Lab lab;
    private final String name;
    private final List<String> model = new ArrayList<>();
    private final long base;
    private final Item read;
    private final EncodingLimits limits;
    private long list;

    Run(Lab lab, long seed) {
      this.lab = lab;
      this.name = "seed " + seed;
      this.read = new Item(lab.allocator);
      this.base = lab.allocator.usedBytes();
      this.list = ListValue.make(lab.bench);
      this.limits = seed % 2 == 0 ? Lab.SMALL : new EncodingLimits(0, 0, 7, 0, 0, 0, 0, 0, 0, 0);
    }

    void run(int steps) {
      for (int step = 0; step < steps; step++) {
        change(step / 250 % 2 == 0);
        compare();
      }
      Value.free(lab.bench, list);
      assertThat(lab.allocator.usedBytes()).as(name).isEqualTo(base);
    }

    private void change(boolean grow) {
      int dice = lab.random.nextInt(grow ? 14 : 24);
      if (dice < 8 || model.isEmpty()) {
        push(dice % 2 == 0);
      } else if (dice < 10) {
        insert(dice == 8);
      } else if (dice < 12) {
        replace();
      } else if (dice < 20) {
        ListValue.drop(lab.bench, list, dice % 2 == 0);
        model.remove(dice % 2 == 0 ? 0 : model.size() - 1);
        ListValue.shrinking(lab.bench, list, limits);
      } else if (dice < 22) {
        removeEqual();
      } else {
        int from = lab.random.nextInt(model.size());
        int count = Math.min(lab.random.nextInt(6), model.size() - from);
        ListValue.removeRange(lab.bench, list, from, count);
        model.subList(from, from + count).clear();
        ListValue.shrinking(lab.bench, list, limits);
      }
    }

    private void push(boolean atHead) {
      String word = lab.word(400);
      Item item = lab.item(0, word);
      ListValue.growing(lab.bench, list, item.length(), 1, limits.listListpackSize());
      ListValue.push(lab.bench, list, atHead, item, limits);
      model.add(atHead ? 0 : model.size(), word);
    }

    private void insert(boolean after) {
      int index = lab.random.nextInt(model.size());
      String word = lab.word(400);
      Item item = lab.item(0, word);
      ListValue.growing(lab.bench, list, item.length(), 1, limits.listListpackSize());
      ListWalk walk = new ListWalk();
      walk.start(list, index, false);
      walk.next(read);
      walk.insert(lab.bench, after, item, limits);
      model.add(after ? index + 1 : index, word);
    }

    private void replace() {
      int index = lab.random.nextInt(model.size());
      String word = lab.word(400);
      Item item = lab.item(0, word);
      ListValue.growing(lab.bench, list, item.length(), 1, limits.listListpackSize());
      ListWalk walk = new ListWalk();
      walk.start(list, index - model.size(), false);
      walk.next(read);
      walk.replace(lab.bench, item, limits);
      model.set(index, word);
    }

    private void removeEqual() {
      boolean backward = lab.random.nextBoolean();
      String victim = model.get(lab.random.nextInt(model.size()));
      ListWalk walk = new ListWalk();
      walk.start(list, backward ? -1 : 0, backward);
      while (walk.next(read)) {
        if (Lab.text(read).equals(victim)) {
          walk.remove(lab.bench);
        }
      }
      model.removeIf(victim::equals);
    }

    private void compare() {
      ListValue.check(list);
      assertThat(Value.count(list)).as(name).isEqualTo(model.size());
      assertThat(lab.usedBeside(list)).as(name).isEqualTo(base);
      boolean backward = lab.random.nextBoolean();
      int index = model.isEmpty() ? 0 : lab.random.nextInt(model.size());
      ListWalk walk = new ListWalk();
      walk.start(list, index, backward);
      int at = index;
      while (walk.next(read)) {
        assertThat(Lab.text(read)).as(name).isEqualTo(model.get(at));
        at += backward ? -1 : 1;
      }
      assertThat(at).as(name).isEqualTo(backward && !model.isEmpty() ? -1 : model.size());
    }
  }
}
