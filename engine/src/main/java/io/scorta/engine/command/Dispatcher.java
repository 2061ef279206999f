package io.scorta.engine.command;

import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.Locks;
import io.scorta.engine.wire.Arguments;
import io.scorta.engine.wire.RespWriter;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds the command that arguments name, checks whether it may run, takes its locks and runs it.
final class Dispatcher {
  private static final int SHOWN_MAX = 128;

  private final Execution x;
  private final CommandTable table;
  private final Keeper keeper;
  private final Locks locks;
  private final RespWriter reply;
  private final Key key = new Key();
  private final Hub hub;
  private final Timing timing;
  private final Handler remembering = this::executeAndRemember;

  Dispatcher(Execution x) {
    this.x = x;
    this.table = x.table();
    this.keeper = x.keeper();
    this.locks = keeper.locks();
    this.reply = x.reply();
    this.hub = x.host().hub();
    this.timing = x.service().timing;
  }

  /// Executes one command; exactly one reply is written.
  void dispatch(Session session, Arguments arguments) {
    CommandRow row = find(arguments);
    if (row == null || !mayRun(session, row, arguments)) {
      if (session.transaction != null) {
        session.transaction.broken = true;
      }
      return;
    }
    if (session.transaction != null && !row.name.equals("exec") && isQueued(row)) {
      enqueue(session.transaction, row, arguments);
      return;
    }
    run(row);
    Tracking tracking = session.tracking;
    if (tracking != null && session.transaction == null && !row.name.startsWith("client|")) {
      tracking.caching = false; // It was for one command, or for one transaction.
    }
  }

  /// Whether a pause holds back a command that would be executed.
  boolean isHeldBack(Session session, Arguments arguments) {
    Pause pause = x.host().hub().pause();
    CommandRow row = arguments.count() == 0 ? null : table.find(arguments);
    if (row != null && !row.children.isEmpty() && arguments.count() > 1) {
      row = row.child(arguments.text(1));
    }
    if (row == null || !row.accepts(arguments.count())) {
      return false;
    }
    Transaction transaction = session.transaction;
    boolean changes =
        row.name.equals("exec")
            && transaction != null
            && transaction.queue().stream().anyMatch(queued -> queued.row.mayChange);
    return pause.holds(row, changes, x.now());
  }

  private void enqueue(Transaction transaction, CommandRow row, Arguments arguments) {
    if (transaction.add(row, arguments)) {
      reply.queued();
    } else {
      transaction.broken = true;
      reply.error("OOM no room for more queued commands: send smaller transactions");
    }
  }

  private static boolean isQueued(CommandRow row) {
    return switch (row.name) {
      case "discard", "multi", "watch", "quit", "reset" -> false;
      default -> true;
    };
  }

  private @Nullable CommandRow find(Arguments arguments) {
    CommandRow row = table.find(arguments);
    if (row == null && isWebRequest(arguments)) {
      x.session().ending = true;
      return null;
    }
    if (row == null) {
      reply.error(unknown(arguments));
      return null;
    }
    if (!row.children.isEmpty() && arguments.count() > 1) {
      CommandRow child = row.child(arguments.text(1));
      if (child == null) {
        reply.error(
            "ERR unknown subcommand '%s'. Try %s HELP."
                .formatted(shown(arguments.text(1)), row.name.toUpperCase(Locale.ROOT)));
        return null;
      }
      row = child;
    }
    if (!row.accepts(arguments.count())) {
      refuse(
          x.session(), row, "ERR wrong number of arguments for '%s' command".formatted(row.name));
      return null;
    }
    return row;
  }

  /// A web page can have a browser send us lines of its choice after those of HTTP; it gets no
  /// answer.
  private static boolean isWebRequest(Arguments arguments) {
    return arguments.is(0, "POST") || arguments.is(0, "HOST:");
  }

  private static String unknown(Arguments arguments) {
    StringBuilder text = new StringBuilder("ERR unknown command '");
    text.append(shown(arguments.text(0))).append("', with args beginning with: ");
    int start = text.length();
    for (int i = 1; i < arguments.count() && text.length() - start < SHOWN_MAX; i++) {
      String argument = arguments.text(i);
      int room = SHOWN_MAX - (text.length() - start);
      text.append('\'').append(argument, 0, Math.min(room, argument.length())).append("' ");
    }
    return text.toString();
  }

  private static String shown(String text) {
    return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) : text;
  }

  private boolean mayRun(Session session, CommandRow row, Arguments arguments) {
    if (!session.authenticated && !row.isFree) {
      refuse(session, row, Errors.NO_AUTH);
      return false;
    }
    if (session.transaction != null && row.has(CommandFlag.NO_MULTI)) {
      refuse(session, row, "ERR Command not allowed inside a transaction");
      return false;
    }
    if (session.isListening()) {
      // In RESP2 a message cannot be told from a reply, so who listens can do little else.
      if (session.protocol == 2 && !row.isForListeners) {
        refuse(
            session,
            row,
            ("ERR Can't execute '%s': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT"
                    + " / RESET are allowed in this context")
                .formatted(row.name));
        return false;
      }
    } else if (row.isLeaving) {
      refuse(
          session, row, "NOSUB '%s' command executed not in subscribed mode".formatted(row.name));
      return false;
    }
    if (mayGrow(session, row) && keeper.keyspace().isOverLimit() && !keeper.evictor().makeRoom()) {
      refuse(session, row, Errors.OOM);
      return false;
    }
    return arguments.count() > 0;
  }

  /// Whether a command may need memory; EXEC may as soon as one of its commands does.
  private static boolean mayGrow(Session session, CommandRow row) {
    return row.isRefusedWhenFull
        || session.transaction != null && session.transaction.grows && row.name.equals("exec");
  }

  /// Says why a command is not run; EXEC that is not run ends its transaction.
  private void refuse(Session session, CommandRow row, String error) {
    timing.tally.rejected(row);
    if (!row.name.equals("exec")) {
      reply.error(error);
      return;
    }
    session.endTransaction();
    x.unwatch(session);
    String cause = error.startsWith("ERR ") ? error.substring(4) : error;
    reply.error("EXECABORT Transaction discarded because of: " + cause);
  }

  /// Runs a command whose right to run is settled.
  void run(CommandRow row) {
    Handler handler = row.handler;
    if (handler == null) {
      throw new IllegalStateException("the command %s has no handler".formatted(row.name));
    }
    x.command(row);
    x.session().lastCommand = row.name;
    x.session().commands++;
    keeper.tally().commands++;
    boolean remembers = x.session().tracking != null && row.reads;
    int weight = timing.called(row);
    long errors = reply.errors();
    if (weight == 0) {
      runUnderLocks(row, remembers ? remembering : handler);
    } else {
      long start = System.nanoTime();
      runUnderLocks(row, remembers ? remembering : handler);
      timing.took(row, System.nanoTime() - start, weight);
    }
    if (reply.errors() != errors && row.handler != null) {
      timing.tally.failed(row);
    }
    if (hub.monitors().get() > 0) {
      x.service().monitors.show(x, row);
    }
  }

  /// Executes a command that reads, for a client that keeps copies.
  private void executeAndRemember(Execution x) {
    execute(x.command());
    Tracking tracking = x.session().tracking;
    if (tracking != null) {
      x.service().invalidations.remember(x, tracking);
    }
  }

  /// Executes a command again whose locks are held.
  void execute(CommandRow row) {
    x.command(row);
    Objects.requireNonNull(row.handler).execute(x);
  }

  /// Runs something while the locks are held that a command needs.
  void runUnderLocks(CommandRow row, Handler handler) {
    if (!locks.isShared() || row.keys == CommandRow.Keys.NONE) {
      handler.execute(x);
    } else if (row.keys == CommandRow.Keys.FIRST) {
      key.set(x.database(), x.arguments().address(1), x.arguments().length(1));
      locks.enter(key);
      try {
        handler.execute(x);
      } finally {
        locks.leave(key);
      }
    } else if (row.keys == CommandRow.Keys.SEVERAL) {
      runWithSeveral(row, handler);
    } else {
      runAlone(handler);
    }
  }

  private void runWithSeveral(CommandRow row, Handler handler) {
    locks.begin();
    for (KeySpec spec : row.keySpecs) {
      spec.keys(x.arguments(), 0, this::addKey);
    }
    locks.take(x.database());
    try {
      handler.execute(x);
    } finally {
      locks.drop(x.database());
    }
  }

  private void runAlone(Handler handler) {
    boolean outermost = !locks.isEverything();
    if (outermost) {
      locks.everything();
    }
    try {
      handler.execute(x);
    } finally {
      if (outermost) {
        locks.nothing();
      }
    }
  }

  private void addKey(int argument) {
    key.set(x.database(), x.arguments().address(argument), x.arguments().length(argument));
    locks.add(key);
  }
}
