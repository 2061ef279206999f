package io.scorta.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HyperLogLogPropertyTest {
  private static final int CHANGES = 4000;
  private static final int SPARSE_BYTES_MAX = 3000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void sparseAndDenseRegistersAgreeWithPlainNumbers() {
    try (Allocator allocator = new Allocator()) {
      byte[] model = new byte[HyperLogLog.REGISTERS];
      int room = SPARSE_BYTES_MAX + HyperLogLog.GROWTH_MAX;
      long sparse = allocator.allocate(room);
      long dense = allocator.allocate(HyperLogLog.DENSE_BYTES);
      HyperLogLog.writeEmpty(sparse);
      HyperLogLog.writeDense(sparse, model, dense);
      int length = HyperLogLog.EMPTY_BYTES;
      for (int i = 0; i < CHANGES; i++) {
        int register = register();
        int value = 1 + random.nextInt(random.nextInt(10) == 0 ? 32 : 3);
        boolean higher = model[register] < value;
        assertThat(HyperLogLog.addDense(dense, register, value)).as(where(i)).isEqualTo(higher);
        int answer = HyperLogLog.addSparse(sparse, length, register, value, SPARSE_BYTES_MAX);
        if (answer == HyperLogLog.TOO_LARGE) {
          break;
        }
        assertThat(answer != HyperLogLog.UNCHANGED).as(where(i)).isEqualTo(higher);
        length = answer == HyperLogLog.UNCHANGED ? length : answer;
        model[register] = (byte) Math.max(model[register], value);
        if (i % 16 == 0) {
          assertThat(registers(sparse, length)).as(where(i)).isEqualTo(model);
        }
      }
      assertThat(registers(dense, HyperLogLog.DENSE_BYTES)).as("seed %d", seed).isEqualTo(model);
      allocator.free(sparse, room);
      allocator.free(dense, HyperLogLog.DENSE_BYTES);
    }
  }

  /// Neighbours and both ends come often, because runs are split and joined there.
  private int register() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(HyperLogLog.REGISTERS);
      case 1 -> HyperLogLog.REGISTERS - 1 - random.nextInt(6);
      default -> random.nextInt(200);
    };
  }

  private String where(int step) {
    return "seed %d, step %d".formatted(seed, step);
  }

  private static byte[] registers(long address, int length) {
    byte[] registers = new byte[HyperLogLog.REGISTERS];
    assertThat(HyperLogLog.collect(address, length, registers)).isTrue();
    return registers;
  }

  @Test
  void randomBytesAreRefusedOrRead() {
    try (Allocator allocator = new Allocator()) {
      for (int i = 0; i < 20_000; i++) {
        int length = 16 + random.nextInt(60);
        int room = length + HyperLogLog.GROWTH_MAX;
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        long block = allocator.allocate(room);
        Memory.copyIn(bytes, 0, block, length);
        Memory.copyIn("HYLL\u0001".getBytes(StandardCharsets.US_ASCII), 0, block, 5);
        assertThat(HyperLogLog.isValid(block, length)).isTrue();
        HyperLogLog.collect(block, length, new byte[HyperLogLog.REGISTERS]);
        HyperLogLog.runs(block, length);
        HyperLogLog.addSparse(block, length, random.nextInt(1 << 14), 1 + random.nextInt(40), 50);
        allocator.free(block, room);
      }
    }
  }
}
