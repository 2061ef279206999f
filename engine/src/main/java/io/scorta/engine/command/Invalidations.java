package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Remembers what connections of one loop read, and tells connections of any loop what the commands
/// of this loop changed.
final class Invalidations {
  private static final String CHANNEL = "__redis__:invalidate";
  private static final int EVICTIONS_MAX = 100;

  private final RespService service;
  private final TrackingTable table;

  /// Changed keys for those who track by prefix, with the connection that changed each.
  private final Map<String, Session> changed = new TreeMap<>();

  /// Whether the last change was that a database was emptied, and told.
  private boolean flushed;

  /// Stands for a change that no connection made.
  private final Session nobody = new Session(0, -1, 0, 0, 0);

  Invalidations(RespService service) {
    this.service = service;
    this.table = service.hub.tracking();
  }

  /// After a command that reads, while its keys are locked.
  void remember(Execution x, Tracking tracking) {
    if (!tracking.remembers()) {
      return;
    }
    for (KeySpec spec : x.command().keySpecs) {
      spec.keys(x.arguments(), 0, i -> table.remember(x.arguments().text(i), x.session().id));
    }
    long most = x.settings().trackedKeysMax();
    for (int i = 0; most > 0 && table.keys() > most && i < EVICTIONS_MAX; i++) {
      String key = table.anyKey();
      service.later(service, () -> tellReaders(key, null));
    }
  }

  /// After a command or transaction: one of its changes.
  void changed(String key, KeyEvent event, @Nullable Session by) {
    if (event.isOfDatabase()) {
      if (event == KeyEvent.FLUSHED && !flushed) {
        flushed = true; // One command may empty many databases.
        tellFlushed();
      }
      return;
    }
    flushed = false;
    Session cause = event.isSpontaneous() ? null : by;
    if (!table.prefixes().isEmpty()) {
      changed.put(key, cause == null ? nobody : cause);
    }
    tellReaders(key, cause);
  }

  private void tellReaders(String key, @Nullable Session cause) {
    for (long id : table.forget(key)) {
      Session reader = service.host.session(id);
      Tracking tracking = reader == null ? null : reader.tracking;
      if (reader != null && tracking != null && !tracking.options().bcast()) {
        if (!tracking.options().noLoop() || reader != cause) {
          tell(reader, tracking, keys(List.of(key)));
        }
      }
    }
  }

  private void tellFlushed() {
    table.forgetAll();
    for (Session session : table.sessions()) {
      Tracking tracking = session.tracking;
      if (tracking != null) {
        tell(session, tracking, bytes(session.protocol == 3 ? "_\r\n" : "$-1\r\n"));
      }
    }
  }

  /// Once all changes are told: tells those who track by prefix, in one message each.
  void end() {
    flushed = false;
    if (!changed.isEmpty()) {
      broadcast();
    }
  }

  private void broadcast() {
    for (Map.Entry<String, Set<Session>> one : table.prefixes().entrySet()) {
      List<String> all = changed.keySet().stream().filter(k -> k.startsWith(one.getKey())).toList();
      for (Session session : one.getValue()) {
        Tracking tracking = session.tracking;
        if (tracking != null) {
          List<String> others = new ArrayList<>(all);
          if (tracking.options().noLoop()) {
            others.removeIf(key -> changed.get(key) == session);
          }
          if (!others.isEmpty()) {
            tell(session, tracking, keys(others));
          }
        }
      }
    }
    changed.clear();
  }

  /// Tells a connection, or the one that it named, by way of that one's loop.
  private void tell(Session tracker, Tracking tracking, byte[] value) {
    long redirect = tracking.options().redirect();
    if (redirect == 0) {
      tracker.home().now(service, () -> give(tracker, false, value));
      return;
    }
    Session target = service.host.session(redirect);
    if (target != null) {
      target.home().now(service, () -> give(target, true, value));
      return;
    }
    tracking.breakOff();
    byte[] text = bytes(">2\r\n$21\r\ntracking-redir-broken\r\n:" + redirect + "\r\n");
    tracker
        .home()
        .now(
            service,
            () -> {
              if (tracker.protocol == 3) {
                tracker.home().give(tracker, text);
              }
            });
  }

  /// On the target's loop. RESP2 has no pushes, but who listens there gets a message.
  private static void give(Session target, boolean redirected, byte[] value) {
    if (target.protocol == 3) {
      target.home().give(target, join(bytes(">2\r\n$10\r\ninvalidate\r\n"), value));
    } else if (redirected && target.isListening()) {
      String head = "*3\r\n$7\r\nmessage\r\n$" + CHANNEL.length() + "\r\n" + CHANNEL + "\r\n";
      target.home().give(target, join(bytes(head), value));
    }
  }

  private static byte[] keys(List<String> keys) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes("*" + keys.size() + "\r\n"));
    for (String key : keys) {
      out.writeBytes(bytes("$" + key.length() + "\r\n" + key + "\r\n"));
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
