package io.scorta.engine.command;

import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.keyspace.Lookahead;
import io.scorta.engine.wire.Arguments;
import io.scorta.engine.wire.Dialogue;
import io.scorta.engine.wire.ReplyBuffer;
import io.scorta.engine.wire.RespReader;
import io.scorta.engine.wire.RespWriter;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// RESP for one cache on one loop: what all its connections there share.
public final class RespService implements AutoCloseable {
  /// Made once: it is large and never changes, only its counters do.
  private static final CommandTable TABLE = new CommandTable(Handlers.all());

  final Host host;
  final Keeper keeper;
  final RespReader reader;
  final RespWriter reply;
  final Execution execution;
  final Dispatcher dispatcher;
  final Arguments[] batch = new Arguments[Lookahead.COMMANDS_MAX];
  final long[] ends = new long[Lookahead.COMMANDS_MAX];
  final Lookahead lookahead = new Lookahead();
  final Hub hub;

  /// Which of the hub's services this is.
  final int number;

  final Audience audience;
  final Aftermath aftermath;
  final Blocking blocking;
  final Invalidations invalidations;
  final Postponed postponed;
  final Monitors monitors;
  final Timing timing;
  private final Executor loop;

  /// Whose requests are being executed now; nobody's between them.
  private @Nullable Session current;

  public RespService(Host host, Keeper keeper, ReplyBuffer buffer, Executor loop) {
    this.host = host;
    this.loop = loop;
    this.keeper = keeper;
    this.reader = new RespReader(keeper.bench().allocator());
    this.reply = new RespWriter(buffer);
    this.execution = new Execution(this, TABLE, new Session(0, -1, 0, 0, keeper.clock().millis()));
    this.timing = new Timing(execution);
    this.dispatcher = new Dispatcher(execution);
    execution.dispatcher(dispatcher);
    Arrays.setAll(batch, _ -> new Arguments());
    this.hub = host.hub();
    this.audience = new Audience(this);
    this.blocking = new Blocking(this);
    this.invalidations = new Invalidations(this);
    this.postponed = new Postponed(this);
    this.monitors = new Monitors(this);
    this.aftermath = new Aftermath(this);
    this.number = hub.join(this);
  }

  /// Has something for connections of this loop done: at once by the inbox if another loop asks,
  /// after the command at hand if this one does.
  void later(RespService from, Runnable task) {
    if (from == this) {
      aftermath.add(task);
    } else {
      loop.execute(task);
    }
  }

  /// Sends a message to a connection of this loop, whose own replies are not out yet if it is the
  /// current one.
  void push(Session session, PushText text) {
    give(session, text.bytes(session.protocol));
  }

  /// The same for bytes as they are sent.
  void give(Session session, byte[] bytes) {
    if (session == current) {
      reply.buffer().bytes(bytes);
    } else {
      session.link.send(bytes);
    }
  }

  /// Has something done by this loop: at once if it is the one that asks.
  void now(RespService from, Runnable task) {
    if (from == this) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  /// After a reply for another connection was written: the next one is for the current one.
  void restoreProtocol() {
    reply.protocol(current == null ? 2 : current.protocol);
  }

  @Nullable Session current() {
    return current;
  }

  void current(@Nullable Session session) {
    current = session;
  }

  /// Does what follows from regular work on the keyspace.
  public void finishWork() {
    if (!aftermath.isEmpty()) {
      aftermath.work();
    }
  }

  /// Begins the conversation of a new connection.
  public Dialogue open(Session session) {
    session.home(this);
    session.authenticated = host.settings().password().isEmpty();
    return new RespDialogue(this, session);
  }

  @Override
  public void close() {
    reader.close();
  }
}
