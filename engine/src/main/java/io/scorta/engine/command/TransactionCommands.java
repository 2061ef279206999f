package io.scorta.engine.command;

import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.Locks;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;

/// MULTI and what belongs to it.
///
/// EXEC holds every lock while the queue runs, so the whole of it is one step for all others.
final class TransactionCommands {
  private TransactionCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("multi", TransactionCommands::multi);
    handlers.bind("exec", TransactionCommands::exec);
    handlers.bind("discard", TransactionCommands::discard);
    handlers.bind("watch", TransactionCommands::watch);
    handlers.bind("unwatch", TransactionCommands::unwatch);
  }

  private static void multi(Execution x) {
    if (x.session().transaction != null) {
      x.reply().error("ERR MULTI calls can not be nested");
      return;
    }
    x.session().transaction = new Transaction();
    x.reply().ok();
  }

  private static void discard(Execution x) {
    if (x.session().transaction == null) {
      x.reply().error("ERR DISCARD without MULTI");
      return;
    }
    x.session().endTransaction();
    x.unwatch(x.session());
    x.reply().ok();
  }

  private static void watch(Execution x) {
    Session session = x.session();
    if (session.transaction != null) {
      x.reply().error("ERR WATCH inside MULTI is not allowed");
      return;
    }
    for (int i = 1; i < x.count(); i++) {
      Key key = x.key(i);
      boolean exists = x.keeper().seek(key) != 0;
      byte[] bytes = x.arguments().bytes(i);
      if (!session.watched.add(new WatchedKeys.WatchedKey(session.database, bytes, exists))) {
        x.reply().error("OOM no room for more watched keys: watch fewer keys, or send UNWATCH");
        return;
      }
      x.keeper().keyspace().watches().add(session.database, bytes, session);
    }
    x.reply().ok();
  }

  private static void unwatch(Execution x) {
    x.unwatch(x.session());
    x.reply().ok();
  }

  private static void exec(Execution x) {
    Session session = x.session();
    Transaction transaction = session.transaction;
    if (transaction == null) {
      x.reply().error("ERR EXEC without MULTI");
      return;
    }
    session.transaction = null;
    try {
      exec(x, session, transaction);
    } finally {
      transaction.clear();
    }
  }

  private static void exec(Execution x, Session session, Transaction transaction) {
    if (transaction.broken) {
      x.unwatch(session);
      x.reply().error("EXECABORT Transaction discarded because of previous errors.");
      return;
    }
    Locks locks = x.keeper().locks();
    locks.everything();
    try {
      boolean changed = isWatchedKeyChanged(x, session);
      x.unwatch(session);
      if (changed) {
        x.reply().nilArray();
      } else {
        runAll(x, transaction);
      }
    } finally {
      locks.nothing();
    }
  }

  /// An expiry that nobody noticed yet is a change too: looking the key up makes it known.
  private static boolean isWatchedKeyChanged(Execution x, Session session) {
    Key key = new Key();
    for (WatchedKeys.WatchedKey watched : session.watched.keys()) {
      if (watched.existed) {
        int length = Math.max(1, watched.key.length);
        long copy = x.allocator().allocate(length);
        Memory.copyIn(watched.key, 0, copy, watched.key.length);
        key.set(x.keeper().keyspace().database(watched.database), copy, watched.key.length);
        x.keeper().seek(key);
        x.allocator().free(copy, length);
      }
    }
    return session.isWatchedKeyChanged();
  }

  private static void runAll(Execution x, Transaction transaction) {
    x.reply().array(transaction.queue().size());
    Arguments arguments = new Arguments();
    Arguments before = x.exchange(arguments);
    x.inTransaction(true);
    try {
      for (KeptCommand queued : transaction.queue()) {
        run(x, arguments, queued);
      }
    } finally {
      x.session().lastCommand = "exec";
      x.inTransaction(false);
      x.exchange(before);
    }
  }

  private static void run(Execution x, Arguments arguments, KeptCommand queued) {
    long block = queued.load(x.allocator(), arguments);
    try {
      x.run(queued.row);
    } finally {
      queued.unload(x.allocator(), block);
    }
  }
}
