package io.scorta.engine.command;

import io.scorta.engine.wire.Arguments;
import java.util.ArrayList;
import java.util.List;

/// The commands that wait for EXEC.
final class Transaction {
  private final List<KeptCommand> queue = new ArrayList<>();

  /// Whether a command may need memory.
  boolean grows;

  /// Whether a command was refused, so that EXEC must refuse too.
  boolean broken;

  List<KeptCommand> queue() {
    return queue;
  }

  /// Keeps a command, unless it is sure not to be executed. False if there is no room for it.
  boolean add(CommandRow row, Arguments arguments) {
    if (broken) {
      return true;
    }
    KeptCommand command = KeptCommand.of(row, arguments);
    if (command == null) {
      clear();
      return false;
    }
    grows |= row.isRefusedWhenFull;
    queue.add(command);
    return true;
  }

  /// Forgets the commands; every transaction ends with this.
  void clear() {
    queue.forEach(KeptCommand::drop);
    queue.clear();
  }
}
