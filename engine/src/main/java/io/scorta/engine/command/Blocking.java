package io.scorta.engine.command;

import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.MemoryExhausted;
import io.scorta.engine.wire.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Has connections of one loop wait in blocking commands, and serves those of any loop when this
/// loop has changed an awaited key.
///
/// A command that finds nothing registers while the locks of its keys are held. Who changes such a
/// key afterwards executes the waiting command on its own loop, under the same locks and once it
/// has ended its own command or transaction; the reply travels to the connection's loop.
final class Blocking {
  private static final String UNBLOCKED = "-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n";

  private final RespService service;
  private final Waiters waiters;
  private final Arguments arguments = new Arguments();
  private final Key key = new Key();

  /// Whose command is executed again just now.
  private @Nullable Waiter served;

  /// Whether that command found nothing again.
  private boolean foundNothing;

  /// Whether the awaited key holds a value of the awaited type.
  private boolean present;

  Blocking(RespService service) {
    this.service = service;
    this.waiters = service.hub.waiters();
  }

  /// The end of a command that found nothing: the connection waits, at most for some time; 0 for
  /// ever. Within a transaction nobody waits.
  void await(Execution x, Awaited awaited, long timeoutMillis) {
    if (served != null) {
      foundNothing = true;
      return;
    }
    Session session = x.session();
    if (x.inTransaction()) {
      if (awaited.single()) {
        x.reply().nil();
      } else {
        x.reply().nilArray();
      }
      return;
    }
    KeptCommand command = KeptCommand.of(x.command(), x.arguments());
    if (command == null) {
      x.reply().error("OOM no room for more waiting commands");
      return;
    }
    List<Waiters.Place> places = new ArrayList<>();
    for (int i = 0; i < awaited.keyCount(); i++) {
      places.add(new Waiters.Place(session.database, x.arguments().text(awaited.firstKey() + i)));
    }
    Waiter waiter = new Waiter(session, service, command, awaited, List.copyOf(places));
    waiter.timed = timeoutMillis > 0;
    if (waiter.timed) {
      waiter.timer = session.link.after(timeoutMillis, () -> expire(waiter));
    }
    waiters.add(waiter);
    session.waiter = waiter; // From now on CLIENT UNBLOCK finds it.
  }

  private static byte[] nothing(Session session) {
    return bytes(session.protocol == 3 ? "_\r\n" : "*-1\r\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void expire(Waiter waiter) {
    if (waiter.end()) {
      finish(waiter, nothing(waiter.session));
    }
  }

  /// CLIENT UNBLOCK, for a connection of any loop; whether it was waiting.
  boolean unblock(Session session, boolean withError) {
    Waiter waiter = session.waiter;
    if (waiter == null || !waiter.end()) {
      return false;
    }
    finish(waiter, withError ? bytes(UNBLOCKED) : nothing(session));
    return true;
  }

  /// Forgets the wait of a connection that ends.
  void forget(Session session) {
    Waiter waiter = session.waiter;
    if (waiter != null) {
      session.waiter = null;
      waiter.timer.run();
      if (waiter.end()) {
        waiters.remove(waiter);
        waiter.command.drop();
      }
    }
  }

  /// After a key was changed: serves who waits for it, in turn.
  void serve(Waiters.Place place) {
    present = true;
    Waiter next = waiters.next(place, -1);
    while (next != null) {
      long turn = next.turn;
      if (present || next.awaited.evenWithoutKey()) {
        serve(next, place);
      }
      next = waiters.next(place, turn);
    }
  }

  /// After a database was emptied or exchanged.
  void serveAll(int database) {
    waiters.places(database).forEach(this::serve);
  }

  private void serve(Waiter waiter, Waiters.Place place) {
    Execution x = service.execution;
    long block = waiter.command.load(x.allocator(), arguments);
    int mark = service.reply.begin();
    service.reply.protocol(waiter.session.protocol);
    x.begin(waiter.session, arguments);
    foundNothing = true;
    served = waiter;
    x.keeper().journal().author(waiter.session);
    try {
      service.dispatcher.runUnderLocks(waiter.command.row, inner -> tryAgain(inner, waiter, place));
      if (!foundNothing) {
        finish(waiter, service.reply.buffer().since(mark));
      }
    } catch (MemoryExhausted _) {
      foundNothing = true; // It goes on waiting, and who changed the key has its reply.
    } finally {
      served = null;
      x.keeper().journal().author(null);
      service.reply.abandon(mark);
      service.restoreProtocol();
      waiter.command.unload(x.allocator(), block);
    }
  }

  private void tryAgain(Execution x, Waiter waiter, Waiters.Place place) {
    int argument = waiter.awaited.firstKey() + waiter.places.indexOf(place);
    key.set(x.database(), x.arguments().address(argument), x.arguments().length(argument));
    long record = x.keeper().seek(key);
    present = record != 0 && RecordBlock.type(record) == waiter.awaited.type();
    if (!present && !waiter.awaited.evenWithoutKey() || !waiter.claim()) {
      return;
    }
    boolean done = false;
    try {
      foundNothing = false;
      service.dispatcher.execute(waiter.command.row);
      done = !foundNothing;
    } finally {
      if (done) {
        waiter.served();
      } else {
        waiter.release();
      }
    }
  }

  /// Takes a connection whose wait is over out of the queues, and has its loop reply and go on.
  private void finish(Waiter waiter, byte[] reply) {
    waiters.remove(waiter);
    waiter.command.drop();
    waiter.home.now(service, () -> waiter.home.blocking.resume(waiter, reply));
  }

  private void resume(Waiter waiter, byte[] reply) {
    Session session = waiter.session;
    waiter.timer.run();
    if (session.waiter == waiter) {
      session.waiter = null;
      session.usedMillis = service.keeper.clock().millis();
      if (session.replies == Session.Replies.ON) {
        service.give(session, reply);
      }
      session.link.resume();
    }
  }
}
