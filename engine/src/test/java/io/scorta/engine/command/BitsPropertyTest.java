package io.scorta.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitsPropertyTest {
  private static final int CASES = 2000;
  private static final int BYTES_MAX = 40;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void countingFindingAndReadingAgreeWithASetOfBits() {
    try (Allocator allocator = new Allocator()) {
      for (int i = 0; i < CASES; i++) {
        int bytes = 1 + random.nextInt(BYTES_MAX);
        long block = allocator.allocate(bytes);
        BitSet model = fill(block, bytes);
        int from = random.nextInt(8 * bytes);
        int to = from + random.nextInt(8 * bytes - from + 1);
        String where = "seed %d, case %d, bits %d to %d".formatted(seed, i, from, to);
        assertThat(Bits.count(block, from, to))
            .as(where)
            .isEqualTo(model.get(from, to).cardinality());
        assertThat(Bits.find(block, from, to, true)).as(where).isEqualTo(first(model, from, to));
        BitSet inverse = (BitSet) model.clone();
        inverse.flip(0, 8 * bytes);
        assertThat(Bits.find(block, from, to, false)).as(where).isEqualTo(first(inverse, from, to));
        checkNumber(block, bytes, model, from);
        allocator.free(block, bytes);
      }
    }
  }

  /// Mostly long runs, which the search skips by words.
  private BitSet fill(long block, int bytes) {
    byte value = (byte) (random.nextBoolean() ? -1 : 0);
    Memory.fill(block, bytes, value);
    for (int i = random.nextInt(4); i > 0; i--) {
      Bits.set(block, random.nextInt(8 * bytes), random.nextBoolean());
    }
    BitSet model = new BitSet();
    for (int i = 0; i < 8 * bytes; i++) {
      model.set(i, (Memory.getByte(block + i / 8) & 0x80 >> i % 8) != 0);
    }
    return model;
  }

  private static long first(BitSet model, int from, int to) {
    int found = model.nextSetBit(from);
    return found < 0 || found > to ? to : found;
  }

  private void checkNumber(long block, int bytes, BitSet model, int from) {
    int width = 1 + random.nextInt(64);
    BigInteger expected = BigInteger.ZERO;
    for (int i = from; i < from + width; i++) {
      expected = expected.shiftLeft(1).add(model.get(i) ? BigInteger.ONE : BigInteger.ZERO);
    }
    assertThat(Bits.number(block, bytes, from, width))
        .as("seed %d", seed)
        .isEqualTo(expected.longValue());
    if (from + width <= 8 * bytes) {
      long number = random.nextLong();
      Bits.write(block, from, width, number);
      assertThat(Bits.number(block, bytes, from, width))
          .as("seed %d", seed)
          .isEqualTo(number & -1L >>> 64 - width);
    }
  }
}
