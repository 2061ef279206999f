package io.scorta.engine.command;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A connection that waits in a blocking command, with the command.
///
/// Whoever ends the wait must win [#claim] or [#end]: the loop that changed an awaited key, the
/// connection's own loop when the time is over or the peer is gone, or the loop of CLIENT UNBLOCK.
/// Only a loop that holds the locks of the command's keys claims, and it takes no other lock until
/// it has released or served; so who ends waits a moment at most.
final class Waiter {
  private static final int WAITING = 0;
  private static final int CLAIMED = 1;
  private static final int DONE = 2;

  final Session session;
  final RespService home;
  final KeptCommand command;
  final Awaited awaited;
  final List<Waiters.Place> places;

  /// Its turn among all who wait; given by [Waiters].
  long turn;

  /// Whether the wait ends by itself.
  boolean timed;

  /// Ends the timer; owner: the home loop.
  Runnable timer = () -> {};

  private final AtomicInteger state = new AtomicInteger(WAITING);

  Waiter(
      Session session,
      RespService home,
      KeptCommand command,
      Awaited awaited,
      List<Waiters.Place> places) {
    this.session = session;
    this.home = home;
    this.command = command;
    this.awaited = awaited;
    this.places = places;
  }

  /// Whether nobody has ended the wait yet.
  boolean isOpen() {
    return state.get() != DONE;
  }

  /// Begins to serve; [#release] or [#end] follows. False if the wait is over.
  boolean claim() {
    return state.compareAndSet(WAITING, CLAIMED);
  }

  /// Goes on waiting after all.
  void release() {
    state.set(WAITING);
  }

  /// The one who claimed has served.
  void served() {
    state.set(DONE);
  }

  /// Ends the wait; false if another one did.
  boolean end() {
    while (!state.compareAndSet(WAITING, DONE)) {
      if (state.get() == DONE) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }
}
