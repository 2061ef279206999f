package io.scorta.engine.persist;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LzfPropertyTest {
  private static final int CASES = 3000;
  private static final int BYTES_MAX = 20_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void whatIsCompressedExpandsToTheSame() {
    Lzf lzf = new Lzf();
    try (Allocator allocator = new Allocator()) {
      int compressed = 0;
      for (int i = 0; i < CASES; i++) {
        byte[] bytes = bytes();
        long from = allocator.allocate(bytes.length);
        long to = allocator.allocate(bytes.length);
        long back = allocator.allocate(bytes.length);
        Memory.copyIn(bytes, 0, from, bytes.length);
        int length = lzf.compress(from, bytes.length, to, bytes.length - 4);
        if (length > 0) {
          compressed++;
          Lzf.expand(to, length, back, bytes.length);
          assertThat(Memory.bytes(back, bytes.length)).as("seed %d", seed).isEqualTo(bytes);
        }
        allocator.free(from, bytes.length);
        allocator.free(to, bytes.length);
        allocator.free(back, bytes.length);
      }
      assertThat(compressed).isGreaterThan(CASES / 4);
    }
  }

  private byte[] bytes() {
    byte[] bytes = new byte[21 + random.nextInt(random.nextInt(BYTES_MAX) + 1)];
    int letters = 1 << random.nextInt(8);
    for (int i = 0; i < bytes.length; i++) {
      boolean repeats = i > 50 && random.nextInt(20) != 0;
      bytes[i] = repeats ? bytes[i - 1 - random.nextInt(2) * 40] : (byte) random.nextInt(letters);
    }
    return bytes;
  }

  @Test
  void theChecksumIsThatOfTheSpecification() {
    try (Allocator allocator = new Allocator()) {
      long block = allocator.allocate(9);
      Memory.copyIn("123456789".getBytes(StandardCharsets.US_ASCII), 0, block, 9);
      assertThat(Crc64.of(0, block, 9)).isEqualTo(0xe9c6d914c4b8d9caL);
    }
  }
}
