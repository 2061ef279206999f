package io.scorta.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Streams, their index and their groups do what sorted maps do.
class StreamPropertyTest {
  private static final int STEPS = 6000;
  private static final int TEXT_BYTES = 1024;

  private final long seed = System.nanoTime();

  /// Milliseconds times 1000 and the sequence.
  private static long key(StreamId id) {
    return id.millis * 1000 + id.sequence;
  }

  private static StreamId id(long key) {
    StreamId id = new StreamId();
    id.set(key / 1000, key % 1000);
    return id;
  }

  @Test
  void entriesAreThoseOfASortedMap() {
    try (Lab lab = new Lab(seed)) {
      long stream = StreamValue.make(lab.bench);
      NavigableMap<Long, List<String>> model = new TreeMap<>();
      StreamWalk walk = new StreamWalk();
      long last = 0;
      for (int i = 0; i < STEPS; i++) {
        String where = "seed %d, step %d".formatted(seed, i);
        switch (lab.random.nextInt(12)) {
          case 0, 1 -> {
            long some = lab.random.nextLong(last + 2);
            boolean there = model.remove(some) != null;
            assertThat(StreamValue.delete(lab.bench, stream, id(some), walk))
                .as(where)
                .isEqualTo(there);
          }
          case 2 -> trim(lab, stream, model, last);
          case 3 -> compareRange(lab, stream, model, last, where);
          default -> {
            last += 1 + lab.random.nextInt(1500);
            List<String> fields = fields(lab.random);
            append(lab, stream, last, fields);
            model.put(last, fields);
          }
        }
        if (i % 50 == 0) {
          StreamValue.check(stream);
        }
        assertThat(Value.count(stream)).as(where).isEqualTo(model.size());
      }
      long copy = ValueCopy.of(lab.bench, stream);
      StreamValue.check(copy);
      assertThat(read(copy, null, null, false)).isEqualTo(read(stream, null, null, false));
      Value.free(lab.bench, copy);
      long beside = lab.usedBeside(stream);
      Value.free(lab.bench, stream);
      assertThat(lab.allocator.usedBytes()).isEqualTo(beside);
    }
  }

  private static List<String> fields(Random random) {
    List<String> fields = new ArrayList<>();
    boolean usual = random.nextInt(3) > 0;
    for (int i = usual ? 2 : 1 + random.nextInt(3); i > 0; i--) {
      fields.add(usual ? "field" + i : "f" + random.nextInt(9));
      fields.add(random.nextBoolean() ? "v" + random.nextInt() : "" + random.nextInt(200));
    }
    return fields;
  }

  private static void append(Lab lab, long stream, long key, List<String> fields) {
    Arguments args = new Arguments();
    long text = lab.allocator.allocate(TEXT_BYTES);
    long at = text;
    for (String field : fields) {
      byte[] bytes = field.getBytes(StandardCharsets.ISO_8859_1);
      Memory.copyIn(bytes, 0, at, bytes.length);
      args.add(at, bytes.length);
      at += bytes.length;
    }
    StreamValue.append(lab.bench, stream, id(key), args, 0, Lab.SMALL);
    lab.allocator.free(text, TEXT_BYTES);
  }

  private static void trim(
      Lab lab, long stream, NavigableMap<Long, List<String>> model, long last) {
    boolean byCount = lab.random.nextBoolean();
    long least = Math.max(0, last - lab.random.nextInt(100_000));
    long count = byCount ? lab.random.nextInt(80) : -1;
    StreamValue.trim(lab.bench, stream, new StreamValue.Trim(count, id(least), false, 0));
    if (byCount) {
      while (model.size() > count) {
        model.pollFirstEntry();
      }
    } else {
      model.headMap(least).clear();
    }
  }

  private static void compareRange(
      Lab lab, long stream, NavigableMap<Long, List<String>> model, long last, String where) {
    long from = lab.random.nextLong(last + 1);
    long to = from + lab.random.nextInt(100_000);
    boolean backward = lab.random.nextBoolean();
    List<String> expected = new ArrayList<>();
    NavigableMap<Long, List<String>> range = model.subMap(from, true, to, true);
    (backward ? range.descendingMap() : range)
        .forEach((key, fields) -> expected.add(key + "=" + fields));
    assertThat(read(stream, id(from), id(to), backward)).as(where).isEqualTo(expected);
  }

  private static List<String> read(long stream, StreamId from, StreamId to, boolean backward) {
    try (Lab lab = new Lab(1)) {
      Item field = lab.item(0, "");
      Item content = lab.item(1, "");
      StreamWalk walk = new StreamWalk();
      walk.start(stream, from, to, backward);
      List<String> found = new ArrayList<>();
      while (walk.next()) {
        List<String> fields = new ArrayList<>();
        for (int i = walk.fields(); i > 0; i--) {
          walk.readField(field, content);
          fields.add(Lab.text(field));
          fields.add(Lab.text(content));
        }
        StreamId id = new StreamId();
        id.set(walk.millis(), walk.sequence());
        found.add(key(id) + "=" + fields);
      }
      return found;
    }
  }

  @Test
  void theTableOfIdsIsASortedMap() {
    try (Lab lab = new Lab(seed)) {
      long stream = StreamValue.make(lab.bench);
      long table = IdTable.make(lab.bench, stream, 8);
      NavigableMap<Long, Long> model = new TreeMap<>();
      for (int i = 0; i < STEPS * 4; i++) {
        boolean grows = i / 3000 % 2 == 0;
        long key = lab.random.nextInt(3) == 0 ? i * 10L : lab.random.nextInt(40_000);
        StreamId id = id(key);
        if (lab.random.nextInt(10) < (grows ? 7 : 2)) {
          if (!model.containsKey(key)) {
            long entry = IdTable.add(lab.bench, stream, table, id.millis, id.sequence);
            Memory.putLong(entry + IdTable.CONTENT, i);
            model.put(key, (long) i);
          }
        } else {
          Long near = lab.random.nextBoolean() ? model.ceilingKey(key) : Long.valueOf(key);
          StreamId target = id(near == null ? key : near);
          boolean there = model.remove(near == null ? key : near) != null;
          assertThat(IdTable.remove(lab.bench, stream, table, target.millis, target.sequence))
              .as("seed %d, step %d", seed, i)
              .isEqualTo(there);
        }
        if (i % 500 == 0) {
          checkTable(table, model, i);
        }
      }
      checkTable(table, model, STEPS);
      IdTable.free(lab.bench, stream, table);
      Value.free(lab.bench, stream);
    }
  }

  private void checkTable(long table, NavigableMap<Long, Long> model, int step) {
    IdTable.check(table);
    IdWalk walk = new IdWalk();
    walk.start(table, 0, 0);
    StreamId id = new StreamId();
    List<Long> found = new ArrayList<>();
    for (long entry = walk.next(); entry != 0; entry = walk.next()) {
      id.set(IdTable.millis(entry), IdTable.sequence(entry));
      found.add(key(id));
      assertThat(Memory.getLong(entry + IdTable.CONTENT)).isEqualTo(model.get(key(id)));
    }
    assertThat(found).as("seed %d, step %d", seed, step).containsExactlyElementsOf(model.keySet());
  }
}
