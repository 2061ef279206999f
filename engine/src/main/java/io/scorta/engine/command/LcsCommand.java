package io.scorta.engine.command;

import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;

/// LCS: the longest common subsequence of two strings, by the table of lengths of all prefixes.
final class LcsCommand {
  private final Execution x;
  private boolean lengthOnly;
  private boolean indexes;
  private boolean withLengths;
  private long leastMatch;
  private byte[] a = {};
  private byte[] b = {};
  private long table;

  private LcsCommand(Execution x) {
    this.x = x;
  }

  static void bind(Handlers handlers) {
    handlers.bind("lcs", x -> new LcsCommand(x).execute());
  }

  private void execute() {
    if (!readStrings() || !readOptions()) {
      return;
    }
    long bytes = (a.length + 1L) * (b.length + 1L) * 4;
    if (bytes > Math.min(x.settings().bulkBytesMax(), Integer.MAX_VALUE - (64 << 10))) {
      x.reply()
          .error("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
      return;
    }
    table = x.allocator().allocate((int) bytes);
    try {
      fill();
      answer();
    } finally {
      x.allocator().free(table, (int) bytes);
    }
  }

  private boolean readStrings() {
    long first = x.keeper().read(x.key(1));
    long second = x.keeper().read(x.other(2));
    if (isOther(first) || isOther(second)) {
      x.reply().error("ERR The specified keys must contain string values");
      return false;
    }
    a = first == 0 ? a : RangeCommands.bytes(first);
    b = second == 0 ? b : RangeCommands.bytes(second);
    return true;
  }

  private static boolean isOther(long record) {
    return record != 0 && RecordBlock.type(record) != RecordBlock.STRING;
  }

  private boolean readOptions() {
    Arguments arguments = x.arguments();
    for (int i = 3; i < arguments.count(); i++) {
      if (arguments.is(i, "IDX")) {
        indexes = true;
      } else if (arguments.is(i, "LEN")) {
        lengthOnly = true;
      } else if (arguments.is(i, "WITHMATCHLEN")) {
        withLengths = true;
      } else if (arguments.is(i, "MINMATCHLEN") && i + 1 < arguments.count()) {
        if (!x.isInteger(++i)) {
          return false;
        }
        leastMatch = Math.max(0, x.integer(i));
      } else {
        x.reply().error(Errors.SYNTAX);
        return false;
      }
    }
    if (indexes && lengthOnly) {
      x.reply().error("ERR If you want both the length and indexes, please just use IDX.");
      return false;
    }
    return true;
  }

  private long cell(int i, int j) {
    return table + ((long) i * (b.length + 1) + j) * 4;
  }

  private int length(int i, int j) {
    return Memory.getInt(cell(i, j));
  }

  private void fill() {
    for (int i = 0; i <= a.length; i++) {
      for (int j = 0; j <= b.length; j++) {
        int length;
        if (i == 0 || j == 0) {
          length = 0;
        } else if (a[i - 1] == b[j - 1]) {
          length = length(i - 1, j - 1) + 1;
        } else {
          length = Math.max(length(i - 1, j), length(i, j - 1));
        }
        Memory.putInt(cell(i, j), length);
      }
    }
  }

  private void answer() {
    int total = length(a.length, b.length);
    if (lengthOnly) {
      x.reply().integer(total);
    } else if (indexes) {
      answerIndexes(total);
    } else {
      x.reply().bulk(subsequence(total));
    }
  }

  private byte[] subsequence(int total) {
    byte[] result = new byte[total];
    int left = total;
    int i = a.length;
    int j = b.length;
    while (left > 0) {
      if (a[i - 1] == b[j - 1]) {
        result[--left] = a[i - 1];
        i--;
        j--;
      } else if (length(i - 1, j) > length(i, j - 1)) {
        i--;
      } else {
        j--;
      }
    }
    return result;
  }

  /// Runs of matching bytes, the last one first.
  private void answerIndexes(int total) {
    x.reply().map(2);
    x.reply().bulk("matches");
    int mark = x.reply().begin();
    long matches = 0;
    int i = a.length;
    int j = b.length;
    while (i > 0 && j > 0) {
      if (a[i - 1] == b[j - 1]) {
        int run = 0;
        while (i > 0 && j > 0 && a[i - 1] == b[j - 1]) {
          run++;
          i--;
          j--;
        }
        if (run >= leastMatch) {
          answerMatch(i, j, run);
          matches++;
        }
      } else if (length(i - 1, j) > length(i, j - 1)) {
        i--;
      } else {
        j--;
      }
    }
    x.reply().endArray(mark, matches);
    x.reply().bulk("len");
    x.reply().integer(total);
  }

  private void answerMatch(int i, int j, int run) {
    x.reply().array(withLengths ? 3 : 2);
    x.reply().array(2);
    x.reply().integer(i);
    x.reply().integer(i + run - 1L);
    x.reply().array(2);
    x.reply().integer(j);
    x.reply().integer(j + run - 1L);
    if (withLengths) {
      x.reply().integer(run);
    }
  }
}
