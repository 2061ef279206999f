package io.scorta.engine.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// SLOWLOG, LATENCY and MONITOR: what takes long, and what is going on.
final class DiagnosticCommands {
  private static final int SHOWN = 10;

  private DiagnosticCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("slowlog|get", DiagnosticCommands::slow);
    handlers.bind("slowlog|len", x -> x.reply().integer(hub(x).slowLog().size()));
    handlers.bind("slowlog|reset", DiagnosticCommands::resetSlow);
    handlers.bind("slowlog|help", HelpCommands::help);
    handlers.bind("latency|latest", DiagnosticCommands::latest);
    handlers.bind("latency|history", DiagnosticCommands::history);
    handlers.bind("latency|reset", DiagnosticCommands::resetLatency);
    handlers.bind("latency|histogram", DiagnosticCommands::histogram);
    handlers.bind("latency|help", HelpCommands::help);
    handlers.bind("monitor", DiagnosticCommands::monitor);
  }

  private static Hub hub(Execution x) {
    return x.host().hub();
  }

  private static void slow(Execution x) {
    if (x.count() > 3) {
      x.reply()
          .error(
              "ERR unknown subcommand or wrong number of arguments for '%s'. Try SLOWLOG HELP."
                  .formatted(x.arguments().text(1)));
      return;
    }
    long count = SHOWN;
    if (x.count() == 3) {
      count = x.integer(2, -1, Long.MAX_VALUE, "ERR count should be greater than or equal to -1");
      if (x.isRefused()) {
        return;
      }
    }
    List<SlowLog.Entry> entries = hub(x).slowLog().newest(count);
    x.reply().array(entries.size());
    for (SlowLog.Entry entry : entries) {
      x.reply().array(6);
      x.reply().integer(entry.id());
      x.reply().integer(entry.atSeconds());
      x.reply().integer(entry.micros());
      x.reply().array(entry.words().size());
      entry.words().forEach(word -> x.reply().bulk(bytes(word)));
      x.reply().bulk(bytes(entry.peer()));
      x.reply().bulk(bytes(entry.name()));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void resetSlow(Execution x) {
    hub(x).slowLog().clear();
    x.reply().ok();
  }

  private static void latest(Execution x) {
    List<LatencyLog.Latest> all = hub(x).latency().latest();
    x.reply().array(all.size());
    for (LatencyLog.Latest one : all) {
      x.reply().array(4);
      x.reply().bulk(one.event());
      x.reply().integer(one.sample().atSeconds());
      x.reply().integer(one.sample().millis());
      x.reply().integer(one.mostMillis());
    }
  }

  private static void history(Execution x) {
    List<LatencyLog.Sample> samples = hub(x).latency().history(x.arguments().text(2));
    x.reply().array(samples.size());
    for (LatencyLog.Sample sample : samples) {
      x.reply().array(2);
      x.reply().integer(sample.atSeconds());
      x.reply().integer(sample.millis());
    }
  }

  private static void resetLatency(Execution x) {
    LatencyLog log = hub(x).latency();
    int count = x.count() == 2 ? log.forgetAll() : 0;
    for (int i = 2; i < x.count(); i++) {
      count += log.forget(x.arguments().text(i)) ? 1 : 0;
    }
    x.reply().integer(count);
  }

  /// How long commands took, for those that are named and their subcommands, or for all.
  private static void histogram(Execution x) {
    CommandTally total = hub(x).commandTally(x.table().size());
    List<CommandRow> rows = new ArrayList<>();
    if (x.count() == 2) {
      rows.addAll(x.table().rows());
    }
    for (int i = 2; i < x.count(); i++) {
      CommandRow row = x.table().find(x.arguments().text(i));
      if (row != null) {
        rows.add(row);
        rows.addAll(row.children);
      }
    }
    rows.removeIf(row -> total.classes(row).length == 0);
    x.reply().map(rows.size());
    rows.forEach(row -> describe(x, row, total.classes(row)));
  }

  private static void describe(Execution x, CommandRow row, long[] classes) {
    long sum = 0;
    int filled = 0;
    for (long count : classes) {
      sum += count;
      filled += count > 0 ? 1 : 0;
    }
    x.reply().bulk(row.name);
    x.reply().map(2);
    x.reply().bulk("calls");
    x.reply().integer(sum);
    x.reply().bulk("histogram_usec");
    x.reply().map(filled);
    long soFar = 0;
    for (int i = 0; i < classes.length; i++) {
      soFar += classes[i];
      if (classes[i] > 0) {
        x.reply().integer(CommandTally.endMicros(i));
        x.reply().integer(soFar);
      }
    }
  }

  private static void monitor(Execution x) {
    if (x.inTransaction()) {
      x.reply().error("ERR MONITOR isn't allowed for DENY BLOCKING client");
      return;
    }
    x.service().monitors.add(x.session());
    x.reply().ok();
  }
}
