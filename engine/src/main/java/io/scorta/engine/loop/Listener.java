package io.scorta.engine.loop;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.transport.Transport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// An address on which a cache accepts connections. Closing it leaves its connections alone.
public final class Listener implements AutoCloseable {
  private static final int ACCEPTS_PER_WAKE = 64;
  private static final byte[] FULL =
      "-ERR max number of clients reached\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Cache cache;
  private final EventLoop loop;
  private final Admission admission;
  private final int socket;
  private final InetSocketAddress address;
  private boolean closed;

  Listener(
      Cache cache, EventLoop loop, int socket, InetSocketAddress address, Admission admission) {
    this.cache = cache;
    this.loop = loop;
    this.socket = socket;
    this.address = address;
    this.admission = admission;
  }

  /// Where it listens, with the real port if the system chose one.
  public InetSocketAddress address() {
    return address;
  }

  /// Begins to accept; on the loop's thread.
  void start() {
    loop.watch(socket, new Accepting(), Transport.READABLE);
  }

  /// Ends listening; when it returns the address is free.
  @Override
  public void close() {
    loop.call(
        () -> {
          end();
          return 0;
        });
    cache.closed(this);
  }

  private void end() {
    if (!closed) {
      closed = true;
      loop.forget(socket);
      loop.transport().close(socket);
    }
  }

  private void accept() {
    Transport transport = loop.transport();
    for (int i = 0; i < ACCEPTS_PER_WAKE && !closed; i++) {
      int accepted = transport.accept(socket);
      if (accepted == Transport.EXHAUSTED) {
        loop.pause(socket);
        return;
      }
      if (accepted < 0) {
        return;
      }
      long peer = transport.peer(accepted);
      long local = transport.local(accepted);
      decide(accepted, peer, local);
    }
  }

  private void decide(int accepted, long peer, long local) {
    long verdict = Admission.RESET;
    try {
      verdict =
          admission.admit(
              Transport.address(peer),
              Transport.port(peer),
              Transport.address(local),
              Transport.port(local));
    } finally {
      if (verdict == Admission.HOLD) {
        loop.held().hold(accepted);
      } else if (verdict < 0) {
        loop.transport().reset(accepted);
      } else if (!cache.connected()) {
        refuse(accepted);
      } else {
        cache.place(loop, accepted, peer, local, verdict);
      }
    }
  }

  private void refuse(int accepted) {
    cache.refused(loop);
    Memory.copyIn(FULL, 0, loop.readBuffer(), FULL.length);
    loop.transport().send(accepted, loop.readBuffer(), FULL.length);
    loop.transport().close(accepted);
  }

  private final class Accepting implements Endpoint {
    @Override
    public void ready(int readiness) {
      accept();
    }

    @Override
    public void fail() {
      // A failed decision refused one connection; the listener stays.
    }
  }
}
