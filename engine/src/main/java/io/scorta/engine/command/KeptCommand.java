package io.scorta.engine.command;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import org.jspecify.annotations.Nullable;

/// One command with its arguments, kept to be executed later. Its bytes lie in one array on the
/// heap and count against the [HeapBudget] until [#drop].
final class KeptCommand {
  /// What the objects of one command take beside its bytes.
  private static final int OBJECT_BYTES = 96;

  /// A line end follows each argument that comes from the wire; some readers rely on it.
  private static final int SLACK_BYTES = 8;

  final CommandRow row;
  private final byte[] bytes;
  private final int[] lengths;
  private final long cost;

  private KeptCommand(CommandRow row, byte[] bytes, int[] lengths, long cost) {
    this.row = row;
    this.bytes = bytes;
    this.lengths = lengths;
    this.cost = cost;
  }

  /// Copies a command; null if there is no room for it.
  static @Nullable KeptCommand of(CommandRow row, Arguments arguments) {
    int[] lengths = new int[arguments.count()];
    int total = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = arguments.length(i);
      total = Math.addExact(total, lengths[i]);
    }
    long cost = OBJECT_BYTES + total + (long) Integer.BYTES * lengths.length;
    if (!HeapBudget.take(cost)) {
      return null;
    }
    byte[] bytes = new byte[total];
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      Memory.copyOut(arguments.address(i), bytes, at, lengths[i]);
      at += lengths[i];
    }
    return new KeptCommand(row, bytes, lengths, cost);
  }

  /// Gives the room back; the command is not used afterwards.
  void drop() {
    HeapBudget.giveBack(cost);
  }

  /// Puts the bytes back where handlers read them, and has `arguments` point there; the answer goes
  /// to [#unload].
  long load(Allocator allocator, Arguments arguments) {
    long block = allocator.allocate(bytes.length + SLACK_BYTES);
    Memory.copyIn(bytes, 0, block, bytes.length);
    arguments.clear();
    long at = block;
    for (int length : lengths) {
      arguments.add(at, length);
      at += length;
    }
    return block;
  }

  void unload(Allocator allocator, long block) {
    allocator.free(block, bytes.length + SLACK_BYTES);
  }
}
