package io.scorta.engine.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.HashValue;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.ListValue;
import io.scorta.engine.value.SetValue;
import io.scorta.engine.value.SortedSetValue;
import io.scorta.engine.value.SortedWalk;
import io.scorta.engine.value.StreamValue;
import io.scorta.engine.value.Value;
import io.scorta.engine.value.Walk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DumpFuzzTest {
  private static final int MUTATIONS = 30_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Corpus corpus = new Corpus(seed);
  private final ValueReader reader = new ValueReader(corpus.bench);
  private final Item text = new Item(corpus.allocator);
  private final Item more = new Item(corpus.allocator);

  @AfterEach
  void close() {
    corpus.close();
  }

  private long read(byte[] bytes) {
    int room = Math.max(1, bytes.length);
    long block = corpus.allocator.allocate(room);
    Memory.copyIn(bytes, 0, block, bytes.length);
    try (RdbReader in = new RdbReader(corpus.allocator, block, bytes.length)) {
      return reader.read(in, text, Corpus.LIMITS);
    } finally {
      corpus.allocator.free(block, room);
    }
  }

  @Test
  void whateverBytesComeNothingBreaksAndNothingIsLeftBehind() {
    List<byte[]> all = new ArrayList<>(corpus.written());
    all.addAll(Corpus.old());
    long used = corpus.allocator.usedBytes();
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = mutated(all.get(random.nextInt(all.size())));
      try {
        long value = read(bytes);
        if (value != 0) {
          check(value);
          Value.free(corpus.bench, value);
        }
      } catch (CorruptPayload e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed %d, case %d".formatted(seed, i), e);
      }
      assertThat(corpus.allocator.usedBytes()).as("seed %d, case %d", seed, i).isEqualTo(used);
    }
    assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS);
  }

  private byte[] mutated(byte[] original) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      // Heads and lengths stand at the front.
      int at = random.nextInt(random.nextBoolean() ? Math.min(12, bytes.length) : bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
        default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
      }
    }
    return bytes;
  }

  private static void check(long value) {
    switch (Value.type(value)) {
      case Value.LIST -> ListValue.check(value);
      case Value.SET -> SetValue.check(value);
      case Value.HASH -> HashValue.check(value);
      case Value.STREAM -> StreamValue.check(value);
      default -> SortedSetValue.check(value);
    }
  }

  @Test
  void whatIsWrittenComesBack() {
    for (byte[] bytes : corpus.written()) {
      long value = read(bytes);
      check(value);
      byte[] again = corpus.bytes(value);
      long copy = read(again);
      byte[] third = corpus.bytes(copy);
      assertThat(third[0]).isEqualTo(again[0]).isEqualTo(bytes[0]);
    }
  }

  @Test
  void formsOfOlderServersAreRead() {
    assertThat(list(Corpus.oldList()))
        .containsExactly("a", "12", "-5", "300", "70000", "20000000", "9876543210");
    assertThat(list(Corpus.oldQuicklist())).containsExactly("a", "b", "c");
    assertThat(pairs(Corpus.oldHash())).containsExactly("f=1", "g=two");
    assertThat(pairs(Corpus.oldestHash())).containsExactly("f=1", "g=two");
    assertThat(scores(Corpus.oldSortedSet())).containsExactly("a=1.0", "b=2.5");
    assertThat(scores(Corpus.oldestSortedSet())).containsExactly("a=1.0", "b=Infinity");
  }

  private static String string(Item item) {
    return new String(item.bytes(), StandardCharsets.ISO_8859_1);
  }

  private List<String> list(byte[] bytes) {
    long value = read(bytes);
    List<String> found = new ArrayList<>();
    while (Value.count(value) > 0) {
      ListValue.peek(corpus.bench, value, true, text);
      found.add(string(text));
      ListValue.drop(corpus.bench, value, true);
    }
    Value.free(corpus.bench, value);
    return found;
  }

  private List<String> pairs(byte[] bytes) {
    long value = read(bytes);
    List<String> found = new ArrayList<>();
    Walk walk = new Walk();
    walk.start(value);
    while (walk.next(text, more)) {
      found.add(string(text) + "=" + string(more));
    }
    Value.free(corpus.bench, value);
    return found;
  }

  private List<String> scores(byte[] bytes) {
    long value = read(bytes);
    List<String> found = new ArrayList<>();
    SortedWalk walk = new SortedWalk();
    walk.start(value, 0, false);
    while (walk.next(text)) {
      found.add(string(text) + "=" + walk.score());
    }
    Value.free(corpus.bench, value);
    return found;
  }

  @Test
  void aStringThatClaimsToBeLargerThanItCanBeIsRefused() {
    byte[] claim = {0, (byte) 0xc3, 1, (byte) 0x80, 0x1f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0};
    assertThatThrownBy(() -> read(claim)).isInstanceOf(CorruptPayload.class);
  }
}
