package io.scorta.engine.command;

import io.scorta.engine.keyspace.Database;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.keyspace.Scanner;
import io.scorta.engine.wire.Arguments;
import java.util.List;
import java.util.Locale;

/// Commands that look through the keys of a database.
final class ScanCommands {
  private static final int COUNT_STANDARD = 10;
  private static final int BUCKETS_PER_KEY = 10;
  private static final int ANY_TYPE = -1;
  private static final List<String> TYPES =
      List.of("string", "list", "set", "zset", "hash", "stream");

  private ScanCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("keys", ScanCommands::keys);
    handlers.bind("scan", x -> new Scan(x).execute());
    handlers.bind("randomkey", ScanCommands::randomkey);
  }

  private static void keys(Execution x) {
    long pattern = x.arguments().address(1);
    int length = x.arguments().length(1);
    long[] count = new long[1];
    int mark = x.reply().begin();
    new Scanner(x.keeper())
        .all(
            x.database(),
            record -> {
              long key = RecordBlock.key(record);
              int keyLength = RecordBlock.keyLength(record);
              if (Glob.matches(pattern, length, key, keyLength)) {
                x.reply().bulk(key, keyLength);
                count[0]++;
              }
            });
    x.reply().endArray(mark, count[0]);
  }

  private static void randomkey(Execution x) {
    boolean found =
        new Scanner(x.keeper())
            .random(
                x.database(),
                record -> x.reply().bulk(RecordBlock.key(record), RecordBlock.keyLength(record)));
    if (!found) {
      x.reply().nil();
    }
  }

  /// One SCAN with its options.
  private static final class Scan {
    private final Execution x;
    private long count = COUNT_STANDARD;
    private int pattern;
    private int type = ANY_TYPE;
    private long found;

    Scan(Execution x) {
      this.x = x;
    }

    void execute() {
      String text = x.arguments().text(1);
      if (!text.matches("[0-9]{1,19}")) {
        x.reply().error("ERR invalid cursor");
        return;
      }
      long cursor;
      try {
        cursor = Long.parseLong(text);
      } catch (NumberFormatException e) {
        x.reply().error("ERR invalid cursor");
        return;
      }
      if (!readOptions()) {
        return;
      }
      Database database = x.database();
      long buckets = count > Long.MAX_VALUE / BUCKETS_PER_KEY ? count : count * BUCKETS_PER_KEY;
      int outer = x.reply().begin();
      int inner = x.reply().begin();
      long next = new Scanner(x.keeper()).step(database, cursor, count, buckets, this::show);
      x.reply().endArray(inner, found);
      String digits = Long.toString(next);
      x.reply().endWith(outer, "*2\r\n$%d\r\n%s\r\n".formatted(digits.length(), digits));
    }

    private boolean readOptions() {
      Arguments arguments = x.arguments();
      for (int i = 2; i < arguments.count(); i += 2) {
        if (i + 1 == arguments.count()) {
          x.reply().error(Errors.SYNTAX);
          return false;
        }
        if (arguments.is(i, "COUNT")) {
          if (!x.isInteger(i + 1)) {
            return false;
          }
          count = x.integer(i + 1);
          if (count < 1) {
            x.reply().error(Errors.SYNTAX);
            return false;
          }
        } else if (arguments.is(i, "MATCH")) {
          pattern = i + 1;
        } else if (arguments.is(i, "TYPE")) {
          String name = arguments.text(i + 1);
          type = TYPES.indexOf(name.toLowerCase(Locale.ROOT));
          if (type == ANY_TYPE) {
            x.reply().error("ERR unknown type name '%s'".formatted(name));
            return false;
          }
        } else {
          x.reply().error(Errors.SYNTAX);
          return false;
        }
      }
      return true;
    }

    private void show(long record) {
      long key = RecordBlock.key(record);
      int length = RecordBlock.keyLength(record);
      boolean fits = type == ANY_TYPE || RecordBlock.type(record) == type;
      if (fits && matches(key, length)) {
        x.reply().bulk(key, length);
        found++;
      }
    }

    private boolean matches(long key, int length) {
      Arguments arguments = x.arguments();
      return pattern == 0
          || Glob.matches(arguments.address(pattern), arguments.length(pattern), key, length);
    }
  }
}
