package io.scorta.access.guest;

import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestChain.Policy;
import io.scorta.access.model.GuestTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the form of `iptables-save`. A table takes effect as a whole at its COMMIT, or not at all.
final class IptablesRestore {
  private final boolean keep;
  private final List<GuestTable> tables;
  private @Nullable GuestTable open;
  private int lineNumber;

  private IptablesRestore(List<GuestTable> tables, boolean keep) {
    this.tables = new ArrayList<>(tables);
    this.keep = keep;
  }

  /// The tables after the text; with `keep` what they held before stays.
  static List<GuestTable> restore(List<GuestTable> tables, String text, boolean keep) {
    return new IptablesRestore(tables, keep).restore(text);
  }

  private List<GuestTable> restore(String text) {
    for (String line : text.lines().toList()) {
      lineNumber++;
      if (!line.isBlank() && !line.startsWith("#")) {
        line(line.strip());
      }
    }
    if (open != null) {
      throw new CommandFailure(
          1, "iptables-restore: COMMIT expected at line " + (lineNumber + 1) + "\n");
    }
    return tables;
  }

  private void line(String line) {
    if (line.startsWith("*")) {
      if (open != null) {
        throw failed("");
      }
      begin(line.substring(1));
      return;
    }
    GuestTable table = open;
    if (table == null) {
      throw failed("");
    }
    if (line.equals("COMMIT")) {
      tables.replaceAll(old -> old.name().equals(table.name()) ? table : old);
      open = null;
    } else if (line.startsWith(":")) {
      open = chain(table, line.substring(1).split("\\s+"));
    } else {
      open = rule(table, line);
    }
  }

  private void begin(String name) {
    GuestTable table =
        tables.stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    usage(
                        "iptables-restore: line %d table name '%s' invalid"
                            .formatted(lineNumber, name)));
    open = keep ? table : emptied(table);
  }

  private static GuestTable emptied(GuestTable table) {
    List<GuestChain> chains =
        table.chains().stream()
            .filter(GuestChain::isBuiltIn)
            .map(chain -> new GuestChain(chain.name(), chain.policy(), List.of()))
            .toList();
    return new GuestTable(table.name(), chains);
  }

  private GuestTable chain(GuestTable table, String[] parts) {
    if (parts.length < 2) {
      throw failed("");
    }
    Optional<GuestChain> existing = table.chain(parts[0]);
    if (existing.filter(GuestChain::isBuiltIn).isPresent()) {
      return switch (parts[1]) {
        case "ACCEPT" -> IptablesTables.withPolicy(table, existing.get(), Policy.ACCEPT);
        case "DROP" -> IptablesTables.withPolicy(table, existing.get(), Policy.DROP);
        case "-" -> table;
        default ->
            throw usage(
                "Can't set policy `%s' on `%s' line %d: Bad policy name"
                    .formatted(parts[1], parts[0], lineNumber));
      };
    }
    try {
      IptablesTables.checkNewName(parts[0]);
      return existing.isPresent() ? table : IptablesTables.newChain(table, parts[0]);
    } catch (CommandFailure failure) {
      throw inLine(failure);
    }
  }

  private GuestTable rule(GuestTable table, String line) {
    try {
      List<String> words = words(line);
      if (!words.isEmpty() && words.getFirst().startsWith("[")) {
        words = words.subList(1, words.size());
      }
      if (words.isEmpty() || !words.getFirst().startsWith("-")) {
        throw failed("");
      }
      IptablesRequest request = IptablesParser.parse(words, table.name());
      if (!request.table().equals(table.name()) || IptablesTables.isReading(request.action())) {
        throw failed("");
      }
      return IptablesTables.change(table, request);
    } catch (CommandFailure failure) {
      throw inLine(failure);
    }
  }

  /// Words between blanks; in double quotes a backslash takes the next character as it is.
  private List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean isQuoted = false;
    boolean isOpen = false;
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"') {
        isQuoted = !isQuoted;
        isOpen = true;
      } else if (c == '\\' && isQuoted && at + 1 < line.length()) {
        word.append(line.charAt(++at));
      } else if (isQuoted || c != ' ' && c != '\t') {
        word.append(c);
        isOpen = true;
      } else if (isOpen) {
        words.add(word.toString());
        word.setLength(0);
        isOpen = false;
      }
    }
    if (isQuoted) {
      throw failed(": a quote is not closed");
    }
    if (isOpen) {
      words.add(word.toString());
    }
    return words;
  }

  /// The same refusal as the plain command's, told of this line.
  private CommandFailure inLine(CommandFailure failure) {
    String text = failure.text();
    String plain = "iptables: ";
    String usage = "iptables " + IptablesFaults.VERSION + ": ";
    if (text.startsWith(plain)) {
      return failed(": " + text.substring(plain.length()).strip());
    }
    if (text.startsWith(usage) && failure.exit() == IptablesFaults.USAGE) {
      int help = text.lastIndexOf("Try `iptables -h'");
      return usage(text.substring(usage.length(), help).stripTrailing());
    }
    return failure;
  }

  private CommandFailure failed(String why) {
    return new CommandFailure(1, "iptables-restore: line " + lineNumber + " failed" + why + "\n");
  }

  private CommandFailure usage(String message) {
    return new CommandFailure(
        IptablesFaults.USAGE,
        """
        iptables-restore %s: %s
        Error occurred at line: %d
        Try `iptables-restore -h' or 'iptables-restore --help' for more information.
        """
            .formatted(IptablesFaults.VERSION, message, lineNumber));
  }
}
