package io.scorta.engine.loop;

import io.scorta.engine.transport.Transport;
import java.util.ArrayDeque;
import java.util.Deque;

/// Sockets whose connections were refused in silence: open, never read, reset when their time is
/// over or when there are too many.
final class HeldSockets {
  private final EventLoop loop;
  private final long holdMillis;
  private final int max;
  private final Deque<Held> oldestFirst = new ArrayDeque<>();

  HeldSockets(EventLoop loop, EngineConfig config) {
    this.loop = loop;
    this.holdMillis = config.holdTime().toMillis();
    this.max = config.heldMax();
  }

  void hold(int socket) {
    Held held = new Held(socket, loop.clock().millis() + holdMillis);
    oldestFirst.addLast(held);
    loop.watch(socket, held, Transport.ENDED);
    if (oldestFirst.size() > max) {
      oldestFirst.getFirst().end();
    }
  }

  boolean isEmpty() {
    return oldestFirst.isEmpty();
  }

  int count() {
    return oldestFirst.size();
  }

  void tick() {
    long now = loop.clock().millis();
    while (!oldestFirst.isEmpty() && oldestFirst.getFirst().untilMillis <= now) {
      oldestFirst.getFirst().end();
    }
  }

  void close() {
    while (!oldestFirst.isEmpty()) {
      oldestFirst.getFirst().end();
    }
  }

  private final class Held implements Endpoint {
    private final int socket;
    private final long untilMillis;

    Held(int socket, long untilMillis) {
      this.socket = socket;
      this.untilMillis = untilMillis;
    }

    /// The peer has given up.
    @Override
    public void ready(int readiness) {
      if ((readiness & Transport.ENDED) != 0) {
        end();
      }
    }

    @Override
    public void fail() {
      end();
    }

    private void end() {
      oldestFirst.remove(this);
      loop.forget(socket);
      loop.transport().reset(socket);
    }
  }
}
