package io.scorta.engine.command;

import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.keyspace.Lookahead;
import io.scorta.engine.wire.Arguments;
import io.scorta.engine.wire.Dialogue;
import io.scorta.engine.wire.ReplyBuffer;
import io.scorta.engine.wire.RespReader;
import io.scorta.engine.wire.RespWriter;
import java.util.Arrays;

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

  public RespService(Host host, Keeper keeper, ReplyBuffer buffer) {
    this.host = host;
    this.keeper = keeper;
    this.reader = new RespReader(keeper.bench().allocator());
    this.reply = new RespWriter(buffer);
    this.execution =
        new Execution(
            host, TABLE, keeper, reply, new Session(0, -1, 0, 0, keeper.clock().millis()));
    this.dispatcher = new Dispatcher(execution);
    execution.dispatcher(dispatcher);
    Arrays.setAll(batch, _ -> new Arguments());
  }

  /// Begins the conversation of a new connection.
  public Dialogue open(Session session) {
    session.authenticated = host.settings().password().isEmpty();
    return new RespDialogue(this, session);
  }

  @Override
  public void close() {
    reader.close();
  }
}
