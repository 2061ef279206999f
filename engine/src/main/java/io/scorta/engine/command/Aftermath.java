package io.scorta.engine.command;

import io.scorta.engine.command.Subscriptions.Kind;
import io.scorta.engine.keyspace.EventClasses;
import io.scorta.engine.keyspace.Interest;
import io.scorta.engine.keyspace.Journal;
import io.scorta.engine.keyspace.KeyEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// What follows from a command, or from regular work, once it has ended and no lock is held: events
/// are published, clients drop their copies, who waits for a key is served, and messages go to
/// connections of the same loop.
final class Aftermath {
  private final RespService service;
  private final Journal journal;
  private final Interest interest;

  /// Messages to connections of this loop that its own commands sent.
  private final Deque<Runnable> messages = new ArrayDeque<>();

  private boolean busy;

  Aftermath(RespService service) {
    this.service = service;
    this.journal = service.keeper.journal();
    this.interest = service.keeper.keyspace().interest();
  }

  boolean isEmpty() {
    return journal.isEmpty() && messages.isEmpty();
  }

  void add(Runnable message) {
    messages.add(message);
  }

  /// Does all of it, that included which follows from doing it.
  void work() {
    if (busy) {
      return;
    }
    busy = true;
    try {
      while (!isEmpty()) {
        Journal.Entry entry = journal.take();
        if (entry != null) {
          publish(entry);
          invalidate(entry);
          serve(entry);
        } else {
          messages.remove().run();
        }
      }
      service.invalidations.end();
    } finally {
      busy = false;
    }
  }

  private void invalidate(Journal.Entry entry) {
    if ((interest.bits() & Interest.TRACKED) != 0 && entry.event().isChange()) {
      Session by = entry.author() instanceof Session session ? session : service.current();
      service.invalidations.changed(entry.key(), entry.event(), by);
    }
  }

  private void serve(Journal.Entry entry) {
    if ((interest.bits() & Interest.AWAITED) == 0 || !entry.event().isChange()) {
      return;
    }
    if (entry.event().isOfDatabase()) {
      service.blocking.serveAll(entry.database());
    } else {
      service.blocking.serve(new Waiters.Place(entry.database(), entry.key()));
    }
  }

  private void publish(Journal.Entry entry) {
    int classes = interest.bits();
    KeyEvent event = entry.event();
    if ((classes & event.bit()) == 0) {
      return;
    }
    if ((classes & EventClasses.BY_KEY) != 0) {
      publish("__keyspace@" + entry.database() + "__:" + entry.key(), event.text());
    }
    if ((classes & EventClasses.BY_EVENT) != 0) {
      publish("__keyevent@" + entry.database() + "__:" + event.text(), entry.key());
    }
  }

  private void publish(String channel, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
    service.hub.publish(service, Kind.CHANNEL, channel, bytes);
  }
}
