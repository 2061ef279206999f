package io.scorta.engine.command;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import io.scorta.engine.wire.RespWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// COMMAND and its subcommands: the command table, shown to clients.
final class IntrospectionCommands {
  private IntrospectionCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("command", IntrospectionCommands::all);
    handlers.bind("command|count", x -> x.reply().integer(x.table().commands().size()));
    handlers.bind("command|info", IntrospectionCommands::info);
    handlers.bind("command|docs", IntrospectionCommands::docs);
    handlers.bind("command|list", IntrospectionCommands::list);
    handlers.bind("command|getkeys", x -> keys(x, false));
    handlers.bind("command|getkeysandflags", x -> keys(x, true));
    handlers.bind("command|help", HelpCommands::help);
  }

  private static void all(Execution x) {
    List<CommandRow> rows = x.table().commands();
    x.reply().array(rows.size());
    rows.forEach(row -> describe(x.reply(), row));
  }

  private static void info(Execution x) {
    if (x.count() == 2) {
      all(x);
      return;
    }
    x.reply().array(x.count() - 2L);
    for (int i = 2; i < x.count(); i++) {
      CommandRow row = x.table().find(x.arguments().text(i));
      if (row == null) {
        x.reply().nil();
      } else {
        describe(x.reply(), row);
      }
    }
  }

  private static void describe(RespWriter reply, CommandRow row) {
    reply.array(10);
    reply.bulk(row.name);
    reply.integer(row.arity);
    reply.set(row.flagList.size());
    row.flagList.forEach(flag -> reply.status(flag.name().toLowerCase(Locale.ROOT)));
    reply.integer(row.firstKey);
    reply.integer(row.lastKey);
    reply.integer(row.keyStep);
    reply.set(row.categories.size());
    row.categories.forEach(category -> reply.status("@" + category));
    reply.set(row.tips.size());
    row.tips.forEach(reply::bulk);
    reply.set(row.keySpecs.size());
    row.keySpecs.forEach(spec -> describe(reply, spec));
    List<CommandRow> children = row.children.stream().filter(CommandRow::isBuilt).toList();
    reply.set(children.size());
    children.forEach(child -> describe(reply, child));
  }

  private static void describe(RespWriter reply, KeySpec spec) {
    reply.map(3);
    reply.bulk("flags");
    reply.set(spec.flags().size());
    spec.flags().forEach(reply::status);
    reply.bulk("begin_search");
    switch (spec.begin()) {
      case KeySpec.Begin.Index(int index) -> {
        type(reply, "index", 1);
        number(reply, "index", index);
      }
      case KeySpec.Begin.Keyword(String keyword, int from) -> {
        type(reply, "keyword", 2);
        reply.bulk("keyword");
        reply.bulk(keyword);
        number(reply, "startfrom", from);
      }
      case KeySpec.Begin.Last _ -> type(reply, "unknown", 0);
      case KeySpec.Begin.Unknown _ -> type(reply, "unknown", 0);
    }
    reply.bulk("find_keys");
    KeySpec.Find unknown = new KeySpec.Find.Unknown();
    switch (spec.begin() instanceof KeySpec.Begin.Last ? unknown : spec.find()) {
      case KeySpec.Find.Range(int last, int step, int limit) -> {
        type(reply, "range", 3);
        number(reply, "lastkey", last);
        number(reply, "keystep", step);
        number(reply, "limit", limit);
      }
      case KeySpec.Find.KeyNumber(int number, int first, int step) -> {
        type(reply, "keynum", 3);
        number(reply, "keynumidx", number);
        number(reply, "firstkey", first);
        number(reply, "keystep", step);
      }
      case KeySpec.Find.Unknown _ -> type(reply, "unknown", 0);
    }
  }

  private static void type(RespWriter reply, String type, int entries) {
    reply.map(2);
    reply.bulk("type");
    reply.bulk(type);
    reply.bulk("spec");
    reply.map(entries);
  }

  private static void number(RespWriter reply, String name, int value) {
    reply.bulk(name);
    reply.integer(value);
  }

  private static void docs(Execution x) {
    List<CommandRow> rows = x.table().commands();
    if (x.count() > 2) {
      rows = new ArrayList<>();
      for (int i = 2; i < x.count(); i++) {
        CommandRow row = x.table().find(x.arguments().text(i));
        if (row != null) {
          rows.add(row);
        }
      }
    }
    x.reply().map(rows.size());
    rows.forEach(row -> document(x.reply(), row));
  }

  private static void document(RespWriter reply, CommandRow row) {
    List<CommandRow> children = row.children.stream().filter(CommandRow::isBuilt).toList();
    boolean complex = !row.complexity.equals("-");
    reply.bulk(row.name);
    reply.map(3L + (complex ? 1 : 0) + (children.isEmpty() ? 0 : 1));
    pair(reply, "summary", row.summary);
    pair(reply, "since", row.since);
    pair(reply, "group", row.group);
    if (complex) {
      pair(reply, "complexity", row.complexity);
    }
    if (!children.isEmpty()) {
      reply.bulk("subcommands");
      reply.map(children.size());
      children.forEach(child -> document(reply, child));
    }
  }

  private static void pair(RespWriter reply, String name, String value) {
    reply.bulk(name);
    reply.bulk(value);
  }

  private static void list(Execution x) {
    Arguments arguments = x.arguments();
    List<String> names = new ArrayList<>();
    if (arguments.count() == 2) {
      x.table().commands().forEach(row -> names.add(row.name));
    } else if (arguments.count() == 5 && arguments.is(2, "FILTERBY")) {
      if (!filter(x, names)) {
        x.reply().error(Errors.SYNTAX);
        return;
      }
    } else {
      x.reply().error(Errors.SYNTAX);
      return;
    }
    x.reply().array(names.size());
    names.forEach(x.reply()::bulk);
  }

  private static boolean filter(Execution x, List<String> names) {
    Arguments arguments = x.arguments();
    String value = arguments.text(4);
    boolean byModule = arguments.is(3, "MODULE");
    boolean byCategory = arguments.is(3, "ACLCAT");
    if (!byModule && !byCategory && !arguments.is(3, "PATTERN")) {
      return false;
    }
    for (CommandRow row : x.table().commands()) {
      addMatching(x, row, byCategory ? value.toLowerCase(Locale.ROOT) : null, names, byModule);
    }
    return true;
  }

  private static void addMatching(
      Execution x, CommandRow row, @Nullable String category, List<String> names, boolean none) {
    boolean wanted = category != null ? row.categories.contains(category) : matches(x, row.name);
    if (wanted && !none) {
      names.add(row.name);
    }
    for (CommandRow child : row.children) {
      if (child.isBuilt()) {
        addMatching(x, child, category, names, none);
      }
    }
  }

  private static boolean matches(Execution x, String name) {
    long address = x.arguments().address(4);
    long copy = x.allocator().allocate(name.length());
    Memory.copyIn(name.getBytes(StandardCharsets.US_ASCII), 0, copy, name.length());
    boolean matches = Glob.matches(address, x.arguments().length(4), copy, name.length());
    x.allocator().free(copy, name.length());
    return matches;
  }

  private static void keys(Execution x, boolean withFlags) {
    Arguments line = new Arguments();
    for (int i = 2; i < x.count(); i++) {
      line.add(x.arguments().address(i), x.arguments().length(i));
    }
    CommandRow row = x.table().find(line);
    if (row != null && !row.children.isEmpty() && line.count() > 1) {
      row = row.child(line.text(1));
    }
    if (row == null) {
      x.reply().error("ERR Invalid command specified");
      return;
    }
    if (row.keySpecs.isEmpty()) {
      x.reply().error("ERR The command has no key arguments");
      return;
    }
    if (!row.accepts(line.count())) {
      x.reply().error("ERR Invalid number of arguments specified for command");
      return;
    }
    writeKeys(x.reply(), row, line, withFlags);
  }

  private static void writeKeys(
      RespWriter reply, CommandRow row, Arguments line, boolean withFlags) {
    Set<Integer> places = new TreeSet<>();
    row.keySpecs.forEach(spec -> spec.keys(line, 0, places::add));
    boolean fits = row.keySpecs.stream().allMatch(spec -> spec.fits(line, 0));
    if (places.isEmpty() || !fits) {
      reply.error("ERR Invalid arguments specified for command");
      return;
    }
    reply.array(places.size());
    for (int place : places) {
      if (withFlags) {
        reply.array(2);
      }
      reply.bulk(line.bytes(place));
      if (withFlags) {
        List<String> flags = flags(row, line, place);
        reply.set(flags.size());
        flags.forEach(reply::status);
      }
    }
  }

  private static List<String> flags(CommandRow row, Arguments line, int place) {
    for (KeySpec spec : row.keySpecs) {
      Set<Integer> places = new TreeSet<>();
      spec.keys(line, 0, places::add);
      if (places.contains(place)) {
        return spec.flags();
      }
    }
    return List.of();
  }
}
