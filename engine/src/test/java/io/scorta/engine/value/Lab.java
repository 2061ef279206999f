package io.scorta.engine.value;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// An allocator, a workbench and words to try the structures with.
final class Lab implements AutoCloseable {
  /// Small limits, so that every encoding is met in a short run.
  static final EncodingLimits SMALL = new EncodingLimits(16, 24, -1, 12, 20, 24, 16, 24, 300, 10);

  final Allocator allocator = new Allocator();
  final Workbench bench;
  final Random random;
  private final Item[] items = new Item[4];
  private final long[] texts = new long[4];
  private static final int TEXT_BYTES = 16 << 10;

  Lab(long seed) {
    random = new Random(seed);
    bench = new Workbench(allocator, seed);
    for (int i = 0; i < items.length; i++) {
      items[i] = new Item(allocator);
      texts[i] = allocator.allocate(TEXT_BYTES);
    }
  }

  /// One of four items, filled with the text.
  Item item(int which, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    Memory.copyIn(bytes, 0, texts[which], bytes.length);
    items[which].set(texts[which], bytes.length);
    return items[which];
  }

  static String text(Item item) {
    return new String(item.bytes(), StandardCharsets.ISO_8859_1);
  }

  /// Numbers of all sizes, short and long words; drawn from so few that they repeat.
  String word(int range) {
    int n = random.nextInt(range);
    return switch (random.nextInt(12)) {
      case 0 -> Long.toString((long) n * n * 7919 * 1_000_003L);
      case 1 -> Long.toString(-(long) n * 131);
      case 2, 3, 4 -> Integer.toString(n);
      case 5 -> "0" + n;
      case 6 -> n % 10 == 0 ? "long".repeat(20) + n : "w" + n;
      case 7 -> n % 50 == 0 ? "x".repeat(5000 + n) : "middle-" + n;
      case 8 -> n % 7 == 0 ? "" : "\u00ff\u0000" + n;
      default -> "word" + n;
    };
  }

  /// What the lab itself and an empty allocator hold.
  long usedBeside(long value) {
    return allocator.usedBytes() - Value.bytes(value);
  }

  @Override
  public void close() {
    allocator.close();
  }
}
