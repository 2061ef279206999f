package io.scorta.engine.command;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import java.util.ArrayList;
import java.util.List;

/// The commands that wait for EXEC.
final class Transaction {
  /// One command with its arguments, all bytes in one array.
  static final class Queued {
    final CommandRow row;
    final byte[] bytes;
    final int[] lengths;

    Queued(CommandRow row, byte[] bytes, int[] lengths) {
      this.row = row;
      this.bytes = bytes;
      this.lengths = lengths;
    }
  }

  /// What the objects of one command take beside its bytes.
  private static final int QUEUED_BYTES = 96;

  private final List<Queued> queue = new ArrayList<>();

  private long heapBytes;

  /// Whether a command was refused, so that EXEC must refuse too.
  boolean broken;

  List<Queued> queue() {
    return queue;
  }

  /// Keeps a command, unless it is sure not to be executed. False if there is no room for it.
  boolean add(CommandRow row, Arguments arguments) {
    if (broken) {
      return true;
    }
    int[] lengths = new int[arguments.count()];
    int total = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = arguments.length(i);
      total = Math.addExact(total, lengths[i]);
    }
    long cost = QUEUED_BYTES + total + (long) Integer.BYTES * lengths.length;
    if (!HeapBudget.take(cost)) {
      clear();
      return false;
    }
    heapBytes += cost;
    byte[] bytes = new byte[total];
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      Memory.copyOut(arguments.address(i), bytes, at, lengths[i]);
      at += lengths[i];
    }
    queue.add(new Queued(row, bytes, lengths));
    return true;
  }

  /// Forgets the commands; every transaction ends with this.
  void clear() {
    queue.clear();
    HeapBudget.giveBack(heapBytes);
    heapBytes = 0;
  }
}
