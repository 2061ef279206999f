package io.scorta.engine.command;

import io.scorta.engine.wire.Arguments;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which connections CLIENT LIST shows or CLIENT KILL closes: all given conditions must hold.
final class ClientFilter {
  private static final List<String> TYPES =
      List.of("normal", "master", "primary", "replica", "slave", "pubsub");

  private final Set<Long> ids = new HashSet<>();
  private @Nullable String peer;
  private @Nullable String local;
  private @Nullable String type;
  private @Nullable String user;
  private long ageSeconds;
  private long nowMillis;
  private boolean skipsOwn = true;

  boolean skipsOwn() {
    return skipsOwn;
  }

  boolean matches(Session session) {
    return (ids.isEmpty() || ids.contains(session.id))
        && (peer == null || peer.equals(ClientLine.endpoint(session.peer)))
        && (local == null || local.equals(ClientLine.endpoint(session.local)))
        && (type == null || type.equals(session.isListening() ? "pubsub" : "normal"))
        && (user == null || user.equals("default") && session.authenticated)
        && (ageSeconds == 0 || (nowMillis - session.createdMillis) / 1000 >= ageSeconds);
  }

  /// `TYPE type` or `ID id …`; if something is wrong, the error was replied.
  boolean readForList(Execution x) {
    nowMillis = x.now();
    Arguments arguments = x.arguments();
    if (arguments.count() == 4 && arguments.is(2, "TYPE")) {
      return readType(x, 3);
    }
    if (arguments.count() > 3 && arguments.is(2, "ID")) {
      for (int i = 3; i < arguments.count(); i++) {
        long id = x.integer(i, Long.MIN_VALUE, Long.MAX_VALUE, "ERR Invalid client ID");
        if (x.isRefused()) {
          return false;
        }
        ids.add(id);
      }
      return true;
    }
    x.reply().error(Errors.SYNTAX);
    return false;
  }

  /// Pairs of a condition and its value.
  boolean readForKill(Execution x) {
    nowMillis = x.now();
    int count = x.arguments().count();
    for (int i = 2; i < count; i += 2) {
      if (i + 1 == count) {
        x.reply().error(Errors.SYNTAX);
        return false;
      }
      if (!readPair(x, i)) {
        return false;
      }
    }
    return true;
  }

  private boolean readPair(Execution x, int i) {
    String value = x.arguments().text(i + 1);
    switch (x.arguments().text(i).toUpperCase(Locale.ROOT)) {
      case "ID" -> {
        ids.add(x.integer(i + 1, 1, Long.MAX_VALUE, "ERR client-id should be greater than 0"));
        return !x.isRefused();
      }
      case "ADDR" -> peer = value;
      case "LADDR" -> local = value;
      case "TYPE" -> {
        return readType(x, i + 1);
      }
      case "USER" -> {
        user = value;
        if (!value.equals("default")) {
          x.reply().error("ERR No such user '%s'".formatted(value));
          return false;
        }
      }
      case "MAXAGE" -> {
        return readAge(x, i + 1);
      }
      case "SKIPME" -> {
        return readSkip(x, value);
      }
      default -> {
        x.reply().error(Errors.SYNTAX);
        return false;
      }
    }
    return true;
  }

  private boolean readAge(Execution x, int argument) {
    ageSeconds =
        x.integer(
            argument,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            "ERR maxage is not an integer or out of range");
    if (!x.isRefused() && ageSeconds <= 0) {
      x.reply().error("ERR maxage should be greater than 0");
      return false;
    }
    return !x.isRefused();
  }

  private boolean readSkip(Execution x, String value) {
    if (!value.equalsIgnoreCase("yes") && !value.equalsIgnoreCase("no")) {
      x.reply().error(Errors.SYNTAX);
      return false;
    }
    skipsOwn = value.equalsIgnoreCase("yes");
    return true;
  }

  private boolean readType(Execution x, int argument) {
    String value = x.arguments().text(argument);
    type = value.toLowerCase(Locale.ROOT);
    if (TYPES.contains(type)) {
      return true;
    }
    x.reply().error("ERR Unknown client type '%s'".formatted(value));
    return false;
  }
}
