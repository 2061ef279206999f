package io.scorta.engine.command;

import io.scorta.engine.wire.Arguments;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The connections of one loop that are shown every command of the cache: MONITOR.
final class Monitors {
  private final RespService service;
  private final Set<Session> sessions = new LinkedHashSet<>();

  Monitors(RespService service) {
    this.service = service;
  }

  void add(Session session) {
    if (sessions.add(session)) {
      session.monitors = true;
      service.hub.monitors().incrementAndGet();
    }
  }

  void remove(Session session) {
    if (sessions.remove(session)) {
      session.monitors = false;
      service.hub.monitors().decrementAndGet();
    }
  }

  /// Shows a command that has just been executed by this loop.
  void show(Execution x, CommandRow row) {
    if (row.has(CommandFlag.SKIP_MONITOR) || row.has(CommandFlag.ADMIN)) {
      return;
    }
    byte[] line = line(x).getBytes(StandardCharsets.ISO_8859_1);
    for (RespService other : service.hub.services()) {
      other.later(service, () -> other.monitors.deliver(line));
    }
  }

  private void deliver(byte[] line) {
    List.copyOf(sessions).forEach(session -> service.give(session, line));
  }

  private static String line(Execution x) {
    Instant now = x.clock().source().instant();
    StringBuilder line = new StringBuilder("+");
    line.append("%d.%06d".formatted(now.getEpochSecond(), now.getNano() / 1000));
    line.append(" [").append(x.session().database).append(' ');
    line.append(ClientLine.endpoint(x.session().peer)).append(']');
    Arguments arguments = x.arguments();
    for (int i = 0; i < arguments.count(); i++) {
      line.append(" \"");
      if (Secrets.isSecret(arguments, i)) {
        line.append(Secrets.HIDDEN);
      } else {
        quote(line, arguments.text(i));
      }
      line.append('"');
    }
    return line.append("\r\n").toString();
  }

  private static void quote(StringBuilder line, String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      switch (c) {
        case '\\', '"' -> line.append('\\').append(c);
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        case 7 -> line.append("\\a");
        case '\b' -> line.append("\\b");
        default -> {
          if (c >= ' ' && c <= '~') {
            line.append(c);
          } else {
            line.append("\\x%02x".formatted((int) c));
          }
        }
      }
    }
  }
}
