package io.scorta.engine.command;

import io.scorta.engine.command.Subscriptions.Kind;
import io.scorta.engine.transport.Transport;

/// One connection as CLIENT LIST and CLIENT INFO describe it.
final class ClientLine {
  private ClientLine() {}

  static String text(Session s, long nowMillis) {
    Transaction transaction = s.transaction;
    StringBuilder line = new StringBuilder(400);
    line.append("id=").append(s.id);
    line.append(" addr=").append(endpoint(s.peer));
    line.append(" laddr=").append(endpoint(s.local));
    line.append(" fd=").append(s.socket);
    line.append(" name=").append(s.name);
    line.append(" age=").append((nowMillis - s.createdMillis) / 1000);
    line.append(" idle=").append(Math.max(0, nowMillis - s.usedMillis) / 1000);
    line.append(" flags=").append(flags(s));
    line.append(" capa=").append(s.followsRedirects ? "r" : "");
    line.append(" db=").append(s.database);
    line.append(" sub=").append(s.subscriptions.count(Kind.CHANNEL));
    line.append(" psub=").append(s.subscriptions.count(Kind.PATTERN));
    line.append(" ssub=").append(s.subscriptions.count(Kind.SHARD));
    line.append(" multi=").append(transaction == null ? -1 : transaction.queue().size());
    line.append(" watch=").append(s.watched.keys().size());
    line.append(" qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0 omem=0");
    line.append(" tot-mem=0 events=r cmd=").append(s.lastCommand);
    line.append(" user=").append(s.authenticated ? "default" : "(superuser)");
    line.append(" redir=").append(TrackingCommands.redirect(s));
    line.append(" resp=").append(s.protocol);
    line.append(" lib-name=").append(s.libraryName);
    line.append(" lib-ver=").append(s.libraryVersion);
    line.append(" tot-net-in=").append(s.inputBytes);
    line.append(" tot-net-out=").append(s.outputBytes);
    line.append(" tot-cmds=").append(s.commands);
    return line.append('\n').toString();
  }

  private static String flags(Session s) {
    StringBuilder flags = new StringBuilder();
    if (s.monitors) {
      flags.append('O');
    }
    if (s.isListening()) {
      flags.append('P');
    }
    if (s.transaction != null) {
      flags.append('x');
    }
    if (s.isOpenlyWaiting()) {
      flags.append('b');
    }
    Tracking tracking = s.tracking;
    if (tracking != null) {
      flags.append('t');
      flags.append(tracking.isBroken() ? "R" : "");
      flags.append(tracking.options().bcast() ? "B" : "");
    }
    if (s.isWatchedKeyChanged()) {
      flags.append('d');
    }
    if (s.noEvict) {
      flags.append('e');
    }
    if (s.noTouch) {
      flags.append('T');
    }
    return flags.isEmpty() ? "N" : flags.toString();
  }

  static String endpoint(long endpoint) {
    int address = Transport.address(endpoint);
    return "%d.%d.%d.%d:%d"
        .formatted(
            address >>> 24,
            address >>> 16 & 0xff,
            address >>> 8 & 0xff,
            address & 0xff,
            Transport.port(endpoint));
  }
}
