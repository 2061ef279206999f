package io.scorta.engine.command;

import io.scorta.engine.keyspace.Database;
import io.scorta.engine.keyspace.Keyspace;
import io.scorta.engine.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// Commands about the server as a whole.
final class ServerCommands {
  private static final String NO_DEBUG =
      "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you "
          + "can run it from a local connection, otherwise you need to set this option in the "
          + "configuration file, and then restart the server.";

  private ServerCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("dbsize", x -> x.reply().integer(x.database().size()));
    handlers.bind("flushall", ServerCommands::flushall);
    handlers.bind("flushdb", ServerCommands::flushdb);
    handlers.bind("swapdb", ServerCommands::swapdb);
    handlers.bind("time", ServerCommands::time);
    handlers.bind("info", ServerCommands::info);
    handlers.bind("role", ServerCommands::role);
    handlers.bind("lastsave", x -> x.reply().integer(x.host().identity().startedMillis() / 1000));
    handlers.bind("config|get", ServerCommands::configGet);
    handlers.bind("config|set", ServerCommands::configSet);
    handlers.bind("config|resetstat", ServerCommands::resetstat);
    handlers.bind(
        "config|rewrite", x -> x.reply().error("ERR The server is running without a config file"));
    handlers.bind("config|help", HelpCommands::help);
    handlers.bind("debug", x -> x.reply().error(NO_DEBUG));
  }

  private static boolean isFlushMode(Execution x) {
    boolean right =
        x.count() == 1
            || x.count() == 2 && (x.arguments().is(1, "ASYNC") || x.arguments().is(1, "SYNC"));
    if (!right) {
      x.reply().error(Errors.SYNTAX);
    }
    return right;
  }

  private static void flushall(Execution x) {
    if (!isFlushMode(x)) {
      return;
    }
    Keyspace keyspace = x.keeper().keyspace();
    for (int i = 0; i < keyspace.databaseCount(); i++) {
      Database database = keyspace.existing(i);
      if (database != null) {
        x.keeper().flush(database);
      }
    }
    x.reply().ok();
  }

  private static void flushdb(Execution x) {
    if (isFlushMode(x)) {
      x.keeper().flush(x.database());
      x.reply().ok();
    }
  }

  private static void swapdb(Execution x) {
    long first = x.integer(1, 0, Integer.MAX_VALUE, "ERR invalid first DB index");
    if (x.isRefused()) {
      return;
    }
    long second = x.integer(2, 0, Integer.MAX_VALUE, "ERR invalid second DB index");
    if (x.isRefused()) {
      return;
    }
    Keyspace keyspace = x.keeper().keyspace();
    if (Math.max(first, second) >= keyspace.databaseCount()) {
      x.reply().error(Errors.DB_RANGE);
      return;
    }
    if (first != second) {
      x.keeper().swap((int) first, (int) second);
    }
    x.reply().ok();
  }

  private static void time(Execution x) {
    Instant now = x.clock().source().instant();
    x.reply().array(2);
    x.reply().bulkNumber(now.getEpochSecond());
    x.reply().bulkNumber(now.getNano() / 1000);
  }

  private static void role(Execution x) {
    x.reply().array(3);
    x.reply().bulk("master");
    x.reply().integer(0);
    x.reply().array(0);
  }

  private static void info(Execution x) {
    List<String> asked =
        IntStream.range(1, x.count())
            .mapToObj(i -> x.arguments().text(i).toLowerCase(Locale.ROOT))
            .toList();
    byte[] text = new InfoReport(x).text(asked).getBytes(StandardCharsets.UTF_8);
    x.reply().verbatim("txt", text);
  }

  private static void configGet(Execution x) {
    Map<String, String> found = x.settings().matching(name -> isAsked(x, name));
    x.reply().map(found.size());
    found.forEach(
        (name, value) -> {
          x.reply().bulk(name);
          x.reply().bulk(value.getBytes(StandardCharsets.ISO_8859_1));
        });
  }

  private static boolean isAsked(Execution x, String name) {
    long copy = x.allocator().allocate(name.length());
    Memory.copyIn(name.getBytes(StandardCharsets.US_ASCII), 0, copy, name.length());
    boolean asked = false;
    for (int i = 2; i < x.count() && !asked; i++) {
      byte[] lower =
          x.arguments().text(i).toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
      int length = Math.max(lower.length, 1);
      long pattern = x.allocator().allocate(length);
      Memory.copyIn(lower, 0, pattern, lower.length);
      asked = Glob.matches(pattern, lower.length, copy, name.length());
      x.allocator().free(pattern, length);
    }
    x.allocator().free(copy, name.length());
    return asked;
  }

  private static void configSet(Execution x) {
    if (x.count() % 2 != 0) {
      x.reply().error("ERR wrong number of arguments for 'config|set' command");
      return;
    }
    Map<String, String> changes = new LinkedHashMap<>();
    for (int i = 2; i < x.count(); i += 2) {
      String name = x.arguments().text(i).toLowerCase(Locale.ROOT);
      if (changes.put(name, x.arguments().text(i + 1)) != null) {
        x.reply()
            .error(
                "ERR CONFIG SET failed (possibly related to argument '%s') - duplicate parameter"
                    .formatted(name));
        return;
      }
    }
    String error = x.settings().set(changes);
    if (error != null) {
      x.reply().error(error);
    } else {
      x.reply().ok();
    }
  }

  private static void resetstat(Execution x) {
    x.keeper().keyspace().resetTallies();
    x.reply().forgetErrorCounts();
    x.host().hub().resetCommandTallies();
    x.reply().ok();
  }
}
