package io.scorta.engine.command;

import io.scorta.engine.wire.Arguments;
import java.util.ArrayList;
import java.util.List;

/// Times the commands of one loop, and writes down those that take long.
final class Timing {
  private final Execution x;
  private final Settings settings;
  private final Hub hub;
  final CommandTally tally;

  Timing(Execution x) {
    this.x = x;
    this.settings = x.settings();
    this.hub = x.host().hub();
    this.tally = new CommandTally(x.table().size());
  }

  /// Counts a call; for how many its time counts, 0 if nobody wants it.
  int called(CommandRow row) {
    return tally.called(row, settings.timesAll());
  }

  void took(CommandRow row, long nanos, int weight) {
    tally.took(row, nanos, weight, settings.classesTimes());
    long micros = nanos / 1000;
    if (settings.isSlow(micros) && !row.has(CommandFlag.SKIP_SLOWLOG) && !x.session().isWaiting()) {
      hub.slowLog().add(entry(micros), settings.slowLogLengthMax());
    }
    long millis = micros / 1000;
    long most = settings.latencyMillis();
    if (most > 0 && millis >= most) {
      String event = row.has(CommandFlag.FAST) ? "fast-command" : "command";
      hub.latency().add(event, seconds(), millis);
    }
  }

  private long seconds() {
    return x.now() / 1000;
  }

  private SlowLog.Entry entry(long micros) {
    Session session = x.session();
    return new SlowLog.Entry(
        0, seconds(), micros, words(), ClientLine.endpoint(session.peer), session.name);
  }

  private List<String> words() {
    Arguments arguments = x.arguments();
    int count = arguments.count();
    List<String> words = new ArrayList<>();
    int shown = Math.min(count, SlowLog.WORDS_MAX);
    for (int i = 0; i < shown; i++) {
      if (i == shown - 1 && shown < count) {
        words.add("... (%d more arguments)".formatted(count - shown + 1));
      } else {
        words.add(Secrets.isSecret(arguments, i) ? Secrets.HIDDEN : shortened(arguments.text(i)));
      }
    }
    return words;
  }

  private static String shortened(String word) {
    int more = word.length() - SlowLog.BYTES_MAX;
    return more <= 0
        ? word
        : word.substring(0, SlowLog.BYTES_MAX) + "... (%d more bytes)".formatted(more);
  }
}
