package io.scorta.engine.command;

import io.scorta.engine.wire.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One row of the command table: a command or a subcommand, and who executes it.
final class CommandRow {
  /// How many keys a command names, which decides how they are locked.
  enum Keys {
    NONE,
    FIRST,
    SEVERAL,

    /// Keys of more than one database, or keys that only the values name: everything is locked.
    EVERYTHING
  }

  private static final Set<String> QUICK =
      Set.of("get", "set", "incr", "decr", "incrby", "decrby", "hget", "exists", "ping", "ttl");

  /// Commands that Valkey would send to replicas though they do not write; COMMAND does not tell.
  private static final Set<String> MAY_REPLICATE = Set.of("publish", "spublish", "pfcount");

  private static final Set<String> CROSSING = Set.of("copy", "move", "swapdb");

  final String name;
  final int arity;
  final Set<CommandFlag> flags;
  final boolean isFree;
  final boolean isRefusedWhenFull;

  /// Whether it takes about the same short time at every call.
  final boolean isQuick;

  /// Whether it only reads keys, so that a client may keep what it answers.
  final boolean reads;

  /// Whether it may change data, on this server or on one that would follow it.
  final boolean mayChange;

  /// Whether it ends a subscription, and so is only for connections that have some.
  final boolean isLeaving;

  /// Whether a connection that listens may use it in RESP2.
  final boolean isForListeners;

  final List<CommandFlag> flagList;
  final List<String> categories;
  final int firstKey;
  final int lastKey;
  final int keyStep;
  final List<KeySpec> keySpecs;
  final List<String> tips;
  final String group;
  final String since;
  final String complexity;
  final String summary;
  final Keys keys;
  final List<CommandRow> children = new ArrayList<>();
  final @Nullable Handler handler;

  /// Its place in the table, by which loops count.
  int number;

  private CommandRow(String[] cells, @Nullable Handler handler) {
    name = cells[0];
    arity = Integer.parseInt(cells[1]);
    flagList = list(cells[2], ",").stream().map(CommandFlag::of).toList();
    flags = Set.copyOf(flagList);
    isQuick = QUICK.contains(name);
    reads = flags.contains(CommandFlag.READONLY);
    mayChange = flags.contains(CommandFlag.WRITE) || MAY_REPLICATE.contains(name);
    isLeaving = name.endsWith("unsubscribe");
    isForListeners = name.endsWith("subscribe") || Set.of("ping", "quit", "reset").contains(name);
    isFree = flags.contains(CommandFlag.NO_AUTH);
    isRefusedWhenFull = flags.contains(CommandFlag.DENYOOM);
    categories = list(cells[3], ",");
    List<String> range = list(cells[4], ",");
    firstKey = Integer.parseInt(range.get(0));
    lastKey = Integer.parseInt(range.get(1));
    keyStep = Integer.parseInt(range.get(2));
    keySpecs = list(cells[5], " ").stream().map(KeySpec::parse).toList();
    tips = list(cells[6], " ");
    group = cells[7];
    since = cells[8];
    complexity = cells[9];
    summary = cells[10];
    this.handler = handler;
    boolean single = keySpecs.size() == 1 && firstKey == 1 && lastKey == 1;
    boolean keyless = keySpecs.stream().allMatch(spec -> spec.flags().contains("not_key"));
    if (CROSSING.contains(name) || keySpecs.stream().anyMatch(KeySpec::isOpen)) {
      keys = Keys.EVERYTHING;
    } else {
      keys = keyless ? Keys.NONE : single ? Keys.FIRST : Keys.SEVERAL;
    }
  }

  static CommandRow parse(String line, Handlers handlers) {
    String[] cells = line.split("\t", -1);
    if (cells.length != 11) {
      throw new IllegalArgumentException(
          "command row with %d cells: %s".formatted(cells.length, line));
    }
    return new CommandRow(cells, handlers.byName(cells[0]));
  }

  private static List<String> list(String cell, String separator) {
    return cell.equals("-") ? List.of() : List.of(cell.split(separator));
  }

  boolean has(CommandFlag flag) {
    return flags.contains(flag);
  }

  /// Whether so many arguments, the name included, are right.
  boolean accepts(int count) {
    return arity >= 0 ? count == arity : count >= -arity;
  }

  /// Whether one of the key specifications finds the argument, so that it is locked as a key.
  boolean names(Arguments arguments, int place) {
    boolean[] found = {false};
    for (KeySpec spec : keySpecs) {
      spec.keys(arguments, 0, key -> found[0] |= key == place);
    }
    return found[0];
  }

  /// Whether somebody executes this command or one of its subcommands.
  boolean isBuilt() {
    return handler != null || children.stream().anyMatch(CommandRow::isBuilt);
  }

  @Nullable CommandRow child(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (CommandRow row : children) {
      if (row.name.length() == name.length() + 1 + lower.length() && row.name.endsWith(lower)) {
        return row.isBuilt() ? row : null;
      }
    }
    return null;
  }
}
