package io.scorta.engine.command;

import java.util.ArrayList;
import java.util.List;

/// The connections of one loop whose next command is held back by a [Pause].
final class Postponed {
  private final RespService service;
  private final Pause pause;
  private final List<Session> sessions = new ArrayList<>();
  private Runnable timer = () -> {};

  Postponed(RespService service) {
    this.service = service;
    this.pause = service.hub.pause();
  }

  /// Holds a connection back; its command is not consumed.
  void add(Session session) {
    session.postponed = true;
    sessions.add(session);
    service.hub.postponed().incrementAndGet();
    if (sessions.size() == 1) {
      arm(session);
    }
  }

  private void arm(Session session) {
    long left = Math.max(1, pause.endMillis() - service.keeper.clock().millis());
    timer = session.link.after(left, this::check);
  }

  /// The pause may be over, or longer than it was.
  void check() {
    timer.run();
    if (sessions.isEmpty()) {
      return;
    }
    if (pause.isOn(service.keeper.clock().millis())) {
      arm(sessions.getFirst());
      return;
    }
    for (Session session : sessions) {
      session.postponed = false;
      session.link.resume();
    }
    service.hub.postponed().addAndGet(-sessions.size());
    sessions.clear();
  }

  void forget(Session session) {
    if (sessions.remove(session)) {
      session.postponed = false;
      service.hub.postponed().decrementAndGet();
      if (sessions.isEmpty()) {
        timer.run();
      } else {
        check();
      }
    }
  }
}
