package io.scorta.engine.loop;

import io.scorta.engine.command.Link;
import io.scorta.engine.command.Session;
import io.scorta.engine.keyspace.Tally;
import io.scorta.engine.transport.Transport;
import io.scorta.engine.wire.Dialogue;
import io.scorta.engine.wire.ReplySink;

/// One admitted connection: moves bytes between its socket and its [Dialogue].
///
/// Reading stops while much output waits to be taken, so a slow reader keeps at most
/// [#CONGESTED_BYTES] and one reply in memory. A reply may be large, as that of EXEC: when all that
/// waits on a loop passes its [OutputBudget], the connection with most of it is ended.
final class Connection implements Endpoint, ReplySink, Link {
  static final int CONGESTED_BYTES = 1 << 20;
  private static final int READS_PER_WAKE = 4;

  private final EventLoop loop;
  private final Transport transport;
  private final Seat seat;
  private final int socket;
  private final long peer;
  private final long local;
  private final long ticket;
  private final Session session;
  private final Dialogue dialogue;
  private final InputRest rest;
  private final OutputChain output;
  private int interest = Transport.READABLE;
  private boolean gone;
  private boolean closed;
  private long softSinceMillis;

  /// Whether the loop flushes this connection at the end of the wake.
  private boolean flushing;

  /// Place in the list of the seat.
  int place;

  Connection(Seat seat, int socket, long peer, long local, long ticket) {
    this.loop = seat.loop();
    this.transport = loop.transport();
    this.seat = seat;
    this.socket = socket;
    this.peer = peer;
    this.local = local;
    this.ticket = ticket;
    this.rest = new InputRest(loop.allocator());
    this.output = new OutputChain(loop.allocator());
    this.session = new Session(seat.nextSessionId(), socket, peer, local, loop.clock().millis());
    this.session.link(this);
    this.dialogue = seat.open(session);
  }

  void start() {
    loop.watch(socket, this, interest);
  }

  long bufferBytes() {
    return output.blockBytes() + rest.capacity();
  }

  Session session() {
    return session;
  }

  boolean matches(ConnectionTest test) {
    return test.test(
        Transport.address(peer),
        Transport.port(peer),
        Transport.address(local),
        Transport.port(local),
        ticket);
  }

  @Override
  public void ready(int readiness) {
    if (gone) {
      close();
      return;
    }
    if ((interest & readiness & Transport.ENDED) != 0) {
      close();
      return;
    }
    if ((readiness & Transport.WRITABLE) != 0 && output.bytes() > 0) {
      flush();
    }
    if (!closed && (readiness & Transport.READABLE) != 0 && (interest & Transport.READABLE) != 0) {
      read();
    }
  }

  private void read() {
    int wanted = EventLoop.READ_BYTES;
    for (int i = 0; i < READS_PER_WAKE; i++) {
      int count;
      if (rest.isEmpty()) {
        count = transport.receive(socket, loop.readBuffer(), wanted);
        if (count > 0) {
          received(count);
        }
      } else {
        count = receiveMore();
      }
      if (count == Transport.GONE) {
        gone = true;
      }
      settle();
      if (count < wanted || closed || (interest & Transport.READABLE) == 0) {
        return;
      }
    }
  }

  private void received(int count) {
    seat.tally().inputBytes += count;
    int consumed = consume(loop.readBuffer(), count);
    if (consumed < count && !dialogue.isEnded() && !gone) {
      rest.append(loop.readBuffer() + consumed, count - consumed);
      seat.tally().usedBytes += rest.capacity();
    }
  }

  private int receiveMore() {
    int before = rest.capacity();
    int count = transport.receive(socket, rest.room(EventLoop.READ_BYTES), EventLoop.READ_BYTES);
    if (count > 0) {
      rest.added(count);
      seat.tally().inputBytes += count;
    }
    seat.tally().usedBytes += rest.capacity() - before;
    if (count > 0) {
      consumeRest();
    }
    return count;
  }

  private void consumeRest() {
    if (rest.used() >= dialogue.wanted()) {
      int before = rest.capacity();
      rest.drop(consume(rest.address(), rest.used()));
      seat.tally().usedBytes += rest.capacity() - before;
    }
    if (rest.used() > seat.queryBytesMax()) {
      gone = true;
    }
  }

  private int consume(long address, int bytes) {
    loop.replies().lend(this);
    int consumed = dialogue.consume(address, bytes);
    loop.replies().settle();
    return consumed;
  }

  /// After a step: closes, or asks for the readiness that is needed next.
  private void settle() {
    boolean done = dialogue.isEnded() && output.bytes() == 0;
    if (gone || done || isOverLimit()) {
      close();
      return;
    }
    int next = output.bytes() > 0 ? Transport.WRITABLE : 0;
    if (!dialogue.isEnded() && !dialogue.isPaused() && output.bytes() <= CONGESTED_BYTES) {
      next |= Transport.READABLE;
    } else if (dialogue.isPaused() && output.bytes() == 0) {
      // It waits for others, and what it sends now is executed later; but its end ends the wait.
      next = transport.tellsEnd() ? Transport.ENDED : Transport.READABLE;
    }
    if (next != interest) {
      interest = next;
      transport.interest(socket, next);
    }
  }

  private boolean isOverLimit() {
    return output.bytes() > 0 && seat.isOverOutputLimit(session, output.bytes());
  }

  /// Closes if too much output has waited for too long.
  void checkSoftLimit(long nowMillis) {
    if (!seat.isOverSoftLimit(session, output.bytes())) {
      softSinceMillis = 0;
    } else if (softSinceMillis == 0) {
      softSinceMillis = nowMillis;
    } else if (nowMillis - softSinceMillis > seat.softLimitMillis(session)) {
      close();
    }
  }

  private void flush() {
    long before = output.blockBytes();
    if (output.send(transport, socket) == Transport.GONE) {
      gone = true;
    }
    outputChanged(before);
    if (!gone && output.bytes() == 0 && dialogue.isPaused()) {
      consumeRest();
    }
    settle();
  }

  @Override
  public void take(long address, int bytes) {
    Tally tally = seat.tally();
    tally.outputBytes += bytes;
    session.sent(bytes);
    int sent = 0;
    if (output.bytes() == 0 && !gone) {
      sent = transport.send(socket, address, bytes);
      if (sent == bytes) {
        return;
      }
      if (sent == Transport.GONE) {
        gone = true;
      }
      sent = Math.max(sent, 0);
    }
    if (!gone) {
      long before = output.blockBytes();
      output.append(address + sent, bytes - sent);
      kept(before);
    }
  }

  /// After output was added to what waits.
  private void kept(long blockBytesBefore) {
    outputChanged(blockBytesBefore);
    gone = isOverLimit();
    if (loop.output().isExceeded()) {
      loop.shed();
    }
  }

  private void outputChanged(long blockBytesBefore) {
    long delta = output.blockBytes() - blockBytesBefore;
    seat.tally().usedBytes += delta;
    loop.output().changed(delta);
  }

  /// How much waits to be sent.
  long waitingBytes() {
    return output.bytes();
  }

  /// Gives up what waits to be sent, at once, and the connection, as soon as nothing of it runs.
  void shed() {
    gone = true;
    dropOutput();
    loop.post(this::close);
  }

  private void dropOutput() {
    long before = output.blockBytes();
    output.clear();
    outputChanged(before);
  }

  @Override
  public void send(byte[] bytes) {
    if (gone) {
      return;
    }
    seat.tally().outputBytes += bytes.length;
    session.sent(bytes.length);
    long before = output.blockBytes();
    output.append(bytes);
    kept(before);
    resume();
  }

  /// At the end of the wake, because the loop's reply buffer may be with another connection now.
  @Override
  public void resume() {
    if (!flushing) {
      flushing = true;
      loop.flushLater(this);
    }
  }

  @Override
  public Runnable after(long millis, Runnable task) {
    return loop.timers().after(millis, task);
  }

  void flushNow() {
    flushing = false;
    if (!closed) {
      flush();
    }
  }

  @Override
  public boolean isCongested() {
    return gone || output.bytes() > CONGESTED_BYTES;
  }

  @Override
  public void fail() {
    close();
  }

  /// Ends the connection now; no further command of it is executed.
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    gone = true;
    interest = 0;
    dropOutput();
    seat.tally().usedBytes -= rest.capacity();
    loop.forget(socket);
    transport.close(socket);
    dialogue.close();
    rest.clear();
    seat.remove(this);
  }
}
