package io.scorta.engine.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// HELP of every command that has subcommands, written from the command table.
final class HelpCommands {
  private HelpCommands() {}

  static void help(Execution x) {
    String name = x.command().name;
    CommandRow parent =
        Objects.requireNonNull(x.table().find(name.substring(0, name.indexOf('|'))));
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"
            .formatted(parent.name.toUpperCase(Locale.ROOT)));
    for (CommandRow child : parent.children) {
      if (child.isBuilt()) {
        lines.add(child.name.substring(parent.name.length() + 1).toUpperCase(Locale.ROOT));
        lines.add("    " + child.summary);
      }
    }
    x.reply().array(lines.size());
    lines.forEach(x.reply()::status);
  }
}
