package io.scorta.engine.command;

import io.scorta.engine.keyspace.Tally;
import io.scorta.engine.memory.MemoryExhausted;
import io.scorta.engine.wire.Dialogue;
import io.scorta.engine.wire.RespReader;

/// One connection that speaks RESP.
final class RespDialogue implements Dialogue {
  private final RespService service;
  private final Session session;
  private long wanted;
  private boolean paused;

  RespDialogue(RespService service, Session session) {
    this.service = service;
    this.session = session;
  }

  @Override
  public int consume(long address, int bytes) {
    RespReader reader = service.reader;
    reader.limit(service.host.settings().bulkBytesMax());
    session.usedMillis = service.keeper.clock().millis();
    session.inputBytes += bytes;
    service.execution.begin(session, reader.arguments());
    service.reply.protocol(session.protocol);
    long errorsBefore = service.reply.errors();
    long end = address + bytes;
    long at = address;
    paused = false;
    wanted = 0;
    while (at < end && !session.ending) {
      if (service.reply.buffer().isCongested()) {
        paused = true;
        break;
      }
      reader.stranger(!session.authenticated);
      int outcome = reader.next(at, end);
      if (outcome == RespReader.INCOMPLETE) {
        wanted = reader.wanted();
        break;
      }
      if (outcome == RespReader.FAULT) {
        service.reply.error("ERR " + reader.fault());
        session.ending = true;
        at = end;
        break;
      }
      at = reader.position();
      if (outcome == RespReader.COMPLETE) {
        tryExecute();
      }
    }
    Tally tally = service.keeper.tally();
    tally.errors += service.reply.errors() - errorsBefore;
    return (int) (at - address);
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
      service.dispatcher.dispatch(session, service.reader.arguments());
    } else {
      executeSilently();
    }
  }

  /// CLIENT REPLY OFF or SKIP: what the command answers is taken back.
  private void executeSilently() {
    if (session.replies == Session.Replies.SKIP_NEXT) {
      session.replies = Session.Replies.SKIP_THIS;
    }
    int mark = service.reply.begin();
    service.dispatcher.dispatch(session, service.reader.arguments());
    if (session.replies == Session.Replies.ON) {
      service.reply.buffer().release();
      return;
    }
    service.reply.abandon(mark);
    if (session.replies == Session.Replies.SKIP_THIS) {
      session.replies = Session.Replies.ON;
    }
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
  }
}
