package io.scorta.engine.command;

import io.scorta.engine.keyspace.Lookahead;
import io.scorta.engine.memory.MemoryExhausted;
import io.scorta.engine.wire.Dialogue;
import io.scorta.engine.wire.RespReader;

/// One connection that speaks RESP.
final class RespDialogue implements Dialogue {
  private final RespService service;
  private final Session session;
  private long wanted;
  private boolean paused;

  /// How many requests of the service's batch are read and not executed yet.
  private int batched;

  RespDialogue(RespService service, Session session) {
    this.service = service;
    this.session = session;
  }

  @Override
  public int consume(long address, int bytes) {
    if (session.isWaiting()) {
      session.inputBytes += bytes;
      return 0;
    }
    RespReader reader = service.reader;
    reader.limit(service.host.settings().bulkBytesMax());
    session.usedMillis = service.keeper.clock().millis();
    session.inputBytes += bytes;
    service.reply.protocol(session.protocol);
    long errorsBefore = service.reply.errors();
    long end = address + bytes;
    long at = address;
    service.current(session);
    paused = false;
    wanted = 0;
    int outcome = RespReader.COMPLETE;
    while (at < end && outcome == RespReader.COMPLETE && !isStopped()) {
      outcome = readBatch(at, end);
      long read = batched == 0 ? at : service.ends[batched - 1];
      at = executeBatch(at);
      if (at == read && !isStopped() && outcome == RespReader.FAULT) {
        service.reply.error("ERR " + reader.fault());
        session.ending = true;
      }
    }
    if (session.ending) {
      at = end;
    }
    if (session.isWaiting()) {
      paused = true;
      wanted = 0;
    }
    service.keeper.tally().errors += service.reply.errors() - errorsBefore;
    service.current(null);
    return (int) (at - address);
  }

  /// Reads some requests ahead; the answer is the outcome of the last one. Empty requests stand in
  /// the batch without arguments.
  private int readBatch(long start, long end) {
    RespReader reader = service.reader;
    reader.stranger(!session.authenticated);
    int max = session.authenticated ? Lookahead.COMMANDS_MAX : 1;
    long at = start;
    batched = 0;
    while (at < end && batched < max) {
      boolean lasting = RespReader.isLasting(at);
      if (!lasting && batched > 0) {
        break;
      }
      reader.into(service.batch[batched]);
      int outcome = reader.next(at, end);
      if (outcome == RespReader.INCOMPLETE || outcome == RespReader.FAULT) {
        wanted = outcome == RespReader.INCOMPLETE ? reader.wanted() : 0;
        return outcome;
      }
      at = reader.position();
      service.ends[batched++] = at;
      if (!lasting) {
        break;
      }
    }
    return RespReader.COMPLETE;
  }

  /// Executes what was read and answers where the first request begins that was not executed.
  private long executeBatch(long start) {
    if (batched > 1 && !service.keeper.locks().isShared()) {
      service.lookahead.look(
          service.keeper.keyspace().database(session.database), service.batch, batched);
    }
    long at = start;
    for (int i = 0; i < batched && !session.ending && !session.isWaiting(); i++) {
      if (service.reply.buffer().isCongested()) {
        paused = true;
        wanted = 0;
        return at;
      }
      if (service.hub.pause().isKnown()
          && service.dispatcher.isHeldBack(session, service.batch[i])) {
        service.postponed.add(session);
        return at;
      }
      if (service.batch[i].count() > 0) {
        service.execution.begin(session, service.batch[i]);
        tryExecute();
        service.finishWork();
      }
      at = service.ends[i];
    }
    return at;
  }

  /// Without memory a command fails and ends the connection, because part of its reply may be out.
  private void tryExecute() {
    try {
      execute();
    } catch (MemoryExhausted e) {
      service.reply.error("OOM the system gives no more memory: " + e.getMessage());
      session.ending = true;
    }
  }

  private void execute() {
    if (session.replies == Session.Replies.ON) {
      service.dispatcher.dispatch(session, service.execution.arguments());
    } else {
      executeSilently();
    }
  }

  /// CLIENT REPLY OFF or SKIP: what the command answers is dropped, messages of channels are not.
  private void executeSilently() {
    if (session.replies == Session.Replies.SKIP_NEXT) {
      session.replies = Session.Replies.SKIP_THIS;
    }
    service.reply.buffer().silence();
    try {
      service.dispatcher.dispatch(session, service.execution.arguments());
    } finally {
      service.reply.buffer().speak(session.replies == Session.Replies.ON);
    }
    if (session.replies == Session.Replies.SKIP_THIS) {
      session.replies = Session.Replies.ON;
    }
  }

  private boolean isStopped() {
    return paused || session.ending || session.isWaiting();
  }

  @Override
  public long wanted() {
    return wanted;
  }

  @Override
  public boolean isEnded() {
    return session.ending;
  }

  @Override
  public boolean isPaused() {
    return paused;
  }

  @Override
  public void close() {
    service.execution.unwatch(session);
    service.audience.removeAll(session);
    service.blocking.forget(session);
    service.postponed.forget(session);
    service.monitors.remove(session);
    service.hub.tracking().disable(session);
    session.endTransaction();
  }
}
