package io.scorta.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AllocatorPropertyTest {
  private record Block(long address, int bytes, byte stamp) {}

  @Test
  void liveBlocksNeverOverlapAndKeepTheirContent() {
    for (long seed = 1; seed <= 20; seed++) {
      run(seed);
    }
  }

  private static void run(long seed) {
    Random random = new Random(seed);
    List<Block> live = new ArrayList<>();
    TreeMap<Long, Block> byAddress = new TreeMap<>();
    try (Allocator allocator = new Allocator()) {
      for (int step = 0; step < 3000; step++) {
        boolean grow = random.nextInt(100) < (step / 500 % 2 == 0 ? 70 : 30);
        if (grow || live.isEmpty()) {
          Block block = allocate(allocator, random);
          checkApart(byAddress, block, seed);
          byAddress.put(block.address(), block);
          live.add(block);
        } else {
          Block block = live.set(random.nextInt(live.size()), live.getLast());
          live.removeLast();
          byAddress.remove(block.address());
          checkStamp(block, seed);
          allocator.free(block.address(), block.bytes());
        }
        if (step % 997 == 0) {
          allocator.trim();
        }
        checkUsed(allocator, live, seed);
      }
      for (Block block : live) {
        checkStamp(block, seed);
        allocator.free(block.address(), block.bytes());
      }
      assertThat(allocator.usedBytes()).as("seed %d", seed).isZero();
    }
  }

  private static Block allocate(Allocator allocator, Random random) {
    int bytes =
        switch (random.nextInt(20)) {
          case 0 -> random.nextInt(200_000);
          case 1, 2, 3 -> random.nextInt(SizeClasses.BLOCK_BYTES_MAX + 1);
          default -> random.nextInt(400);
        };
    Block block = new Block(allocator.allocate(bytes), bytes, (byte) random.nextInt(256));
    Memory.fill(block.address(), bytes, block.stamp());
    return block;
  }

  private static void checkApart(NavigableMap<Long, Block> live, Block block, long seed) {
    Map.Entry<Long, Block> before = live.floorEntry(block.address());
    if (before != null) {
      assertThat(before.getKey() + Allocator.blockBytes(before.getValue().bytes()))
          .as("seed %d", seed)
          .isLessThanOrEqualTo(block.address());
    }
    Long after = live.ceilingKey(block.address());
    if (after != null) {
      assertThat(block.address() + Allocator.blockBytes(block.bytes()))
          .as("seed %d", seed)
          .isLessThanOrEqualTo(after);
    }
  }

  private static void checkStamp(Block block, long seed) {
    int step = Math.max(1, block.bytes() / 16);
    for (int i = 0; i < block.bytes(); i += step) {
      assertThat(Memory.getByte(block.address() + i)).as("seed %d", seed).isEqualTo(block.stamp());
    }
  }

  private static void checkUsed(Allocator allocator, List<Block> live, long seed) {
    long used = 0;
    for (Block block : live) {
      used += Allocator.blockBytes(block.bytes());
    }
    assertThat(allocator.usedBytes()).as("seed %d", seed).isEqualTo(used);
    assertThat(allocator.reservedBytes()).as("seed %d", seed).isGreaterThanOrEqualTo(used);
  }

  @Test
  void classesAreAtMostOneEighthApartAndEveryRequestGetsTheSmallestThatHolds() {
    for (int bytes = 1; bytes <= SizeClasses.BLOCK_BYTES_MAX; bytes++) {
      int sizeClass = SizeClasses.of(bytes);
      assertThat(SizeClasses.bytes(sizeClass)).isGreaterThanOrEqualTo(bytes);
      if (sizeClass > 0) {
        assertThat(SizeClasses.bytes(sizeClass - 1)).isLessThan(bytes);
      }
      if (bytes > 256) {
        assertThat(SizeClasses.bytes(sizeClass)).isLessThanOrEqualTo(bytes + bytes / 8 + 1);
      }
    }
    assertThat(SizeClasses.bytes(SizeClasses.COUNT - 1)).isEqualTo(SizeClasses.BLOCK_BYTES_MAX);
  }

  @Test
  void emptySlabsAreReturnedWhenAsked() {
    try (Allocator allocator = new Allocator()) {
      long[] blocks = new long[3000];
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = allocator.allocate(4096);
      }
      assertThat(allocator.reservedBytes()).isGreaterThan(12_000_000);
      for (long block : blocks) {
        allocator.free(block, 4096);
      }
      allocator.trim();
      assertThat(allocator.reservedBytes()).isLessThanOrEqualTo(4 << 20);
      long again = allocator.allocate(100);
      allocator.free(again, 100);
    }
  }

  @Test
  void blocksFreedByAnotherThreadComeBackToTheirOwner() throws InterruptedException {
    ConcurrentLinkedQueue<Long> handed = new ConcurrentLinkedQueue<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    int total = 50_000;
    try (Allocator owner = new Allocator();
        Allocator other = new Allocator()) {
      Thread thread = Thread.ofPlatform().start(() -> freeAll(other, handed, total, failure));
      for (int i = 0; i < total; i++) {
        handed.add(owner.allocate(16 + i % 200));
        if (handed.size() > 1000) {
          Thread.onSpinWait();
        }
      }
      thread.join();
      assertThat(failure.get()).isNull();
      owner.drain();
      assertThat(owner.usedBytes()).isZero();
      assertThat(other.usedBytes()).isZero();
    }
  }

  private static void freeAll(
      Allocator other,
      ConcurrentLinkedQueue<Long> handed,
      int total,
      AtomicReference<Throwable> failure) {
    try {
      int done = 0;
      while (done < total) {
        Long block = handed.poll();
        if (block == null) {
          Thread.onSpinWait();
          continue;
        }
        int bytes = 16 + done % 200;
        if (done % 2 == 0) {
          other.free(block, bytes);
        } else {
          Allocator.giveBack(block, bytes);
        }
        done++;
      }
    } catch (RuntimeException | Error e) {
      failure.set(e);
    }
  }

  @Test
  void aFreedBlockIsClosedAndASecondFreeIsRefused() {
    try (Allocator allocator = new Allocator()) {
      long block = allocator.allocate(100);
      Memory.putLong(block, 1);
      allocator.free(block, 100);
      assertThatThrownBy(() -> Memory.getLong(block)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> allocator.free(block, 100))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anAccessBeyondABlockIsRefused() {
    try (Allocator allocator = new Allocator()) {
      long block = allocator.allocate(100);
      int end = Allocator.blockBytes(100);
      Memory.putLong(block + end - 8, 1);
      assertThatThrownBy(() -> Memory.putLong(block + end - 7, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not within a live block");
      allocator.free(block, 100);
    }
  }
}
