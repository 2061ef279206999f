package io.scorta.access.guest;

import io.scorta.access.guest.IptablesRequest.Action;
import io.scorta.access.guest.IptablesRequest.Listing;
import io.scorta.access.model.GuestRule;
import io.scorta.access.model.GuestTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the arguments of one iptables command, in the manner of `getopt_long`: short options may
/// be joined, long ones may be shortened while they stay unique, and options of an extension exist
/// from the moment it is loaded.
final class IptablesParser {
  private static final String SHORT_WITH_VALUE = "tpsdiojm";
  private static final List<String> LONG_WITH_VALUE =
      List.of(
          "table",
          "protocol",
          "proto",
          "source",
          "src",
          "destination",
          "dst",
          "in-interface",
          "out-interface",
          "jump",
          "match");
  private static final List<String> LONG_FLAGS =
      List.of("numeric", "verbose", "exact", "line-numbers", "wait", "ipv4");
  private static final List<String> LONG_REFUSED =
      List.of("goto", "fragments", "set-counters", "modprobe", "ipv6");

  private final List<String> arguments;
  private final RuleBuilder rule = new RuleBuilder();
  private int next;
  private String table = "";
  private @Nullable Action action;
  private String chain = "";
  private int number;
  private String argument = "";
  private boolean numeric;
  private boolean verbose;
  private boolean lineNumbers;
  private boolean negated;

  private IptablesParser(List<String> arguments, String table) {
    this.arguments = arguments;
    this.table = table;
  }

  /// The request in the arguments; `table` is used when none is named there.
  static IptablesRequest parse(List<String> arguments, String table) {
    return new IptablesParser(arguments, table).parse();
  }

  private IptablesRequest parse() {
    while (next < arguments.size()) {
      String word = arguments.get(next++);
      if (word.equals("!")) {
        if (negated) {
          throw IptablesFaults.usage("multiple consecutive ! not allowed");
        }
        negated = true;
        continue;
      }
      if (word.startsWith("--") && word.length() > 2) {
        longOption(word);
      } else if (word.startsWith("-") && word.length() > 1) {
        shortOptions(word);
      } else {
        throw IptablesFaults.badArgument(word);
      }
      negated = false;
    }
    return finish();
  }

  private IptablesRequest finish() {
    if (action == null) {
      throw IptablesFaults.usage("no command specified");
    }
    if (numeric && action != Action.LIST && action != Action.LIST_RULES) {
      throw IptablesFaults.usage("Illegal option `-n' with this command");
    }
    if (lineNumbers && action != Action.LIST) {
      throw IptablesFaults.usage("Illegal option `--line-numbers' with this command");
    }
    boolean byNumber = action == Action.DELETE && number > 0;
    List<GuestRule> rules = action.takesRule() && !byNumber ? rule.build(table) : List.of();
    refuseWrongInterface();
    return new IptablesRequest(
        action, table, chain, number, argument, rules, new Listing(numeric, verbose, lineNumbers));
  }

  private void refuseWrongInterface() {
    if (rule.hasOut() && (chain.equals("PREROUTING") || chain.equals("INPUT"))) {
      throw IptablesFaults.usage("Can't use -o with " + chain + "\n");
    }
    if (rule.hasIn() && (chain.equals("POSTROUTING") || chain.equals("OUTPUT"))) {
      throw IptablesFaults.usage("Can't use -i with " + chain + "\n");
    }
  }

  private void shortOptions(String word) {
    for (int at = 1; at < word.length(); at++) {
      char letter = word.charAt(at);
      String joined = word.substring(at + 1);
      Optional<Action> asked = actionOf(letter);
      if (asked.isPresent()) {
        begin(asked.get(), "-" + letter, joined);
        return;
      }
      if (SHORT_WITH_VALUE.indexOf(letter) >= 0) {
        shortWithValue(letter, joined.isEmpty() ? value("-" + letter) : joined);
        return;
      }
      flag(letter, word);
    }
  }

  private void shortWithValue(char letter, String value) {
    switch (letter) {
      case 't' -> table(value);
      case 'p' -> rule.protocol(value, negated);
      case 's' -> rule.source(value, negated);
      case 'd' -> rule.destination(value, negated);
      case 'i' -> rule.in(value, negated);
      case 'o' -> rule.out(value, negated);
      case 'j' -> {
        refuseNegation("-j");
        rule.target(checkedTarget(value));
      }
      default -> {
        refuseNegation("-m");
        rule.match(value);
      }
    }
  }

  private void flag(char letter, String word) {
    refuseNegation("-" + letter);
    switch (letter) {
      case 'n' -> numeric = true;
      case 'v' -> verbose = true;
      case 'x', '4' -> {} // exact figures and IPv4 are all there is
      case 'w' -> skipSeconds();
      case 'g', 'f', 'c', 'M', '6' -> throw IptablesFaults.notOffered("option \"-" + letter + "\"");
      default -> throw IptablesFaults.usage("unknown option \"" + word + "\"");
    }
  }

  /// Nothing else holds the lock, so there is nothing to wait for.
  private void skipSeconds() {
    if (next < arguments.size() && IptablesNames.number(arguments.get(next), 1_000_000) >= 0) {
      next++;
    }
  }

  private void longOption(String word) {
    int equals = word.indexOf('=');
    String name = word.substring(2, equals < 0 ? word.length() : equals);
    String joined = equals < 0 ? "" : word.substring(equals + 1);
    if (takeByExtension(name, joined, equals >= 0)) {
      return;
    }
    String full = complete(name, baseNames()).orElse("");
    if (full.isEmpty() || LONG_REFUSED.contains(full)) {
      if (full.isEmpty() && loadProtocol(name)) {
        takeByExtension(name, joined, equals >= 0);
        return;
      }
      throw full.isEmpty()
          ? IptablesFaults.usage("unknown option \"" + word + "\"")
          : IptablesFaults.notOffered("option \"--" + full + "\"");
    }
    longBaseOption(full, joined, equals >= 0);
  }

  private void longBaseOption(String full, String joined, boolean isJoined) {
    for (Action candidate : Action.values()) {
      if (candidate.longName().equals(full) || full.equals("new") && candidate.letter() == 'N') {
        begin(candidate, "--" + full, joined);
        return;
      }
    }
    if (LONG_WITH_VALUE.contains(full)) {
      shortWithValue(letterOf(full), isJoined ? joined : value("--" + full));
      return;
    }
    switch (full) {
      case "line-numbers" -> lineNumbers = true;
      case "numeric" -> flag('n', full);
      case "verbose" -> flag('v', full);
      case "wait" -> flag('w', full);
      default -> flag('x', full);
    }
  }

  private static char letterOf(String longName) {
    return switch (longName) {
      case "table" -> 't';
      case "protocol", "proto" -> 'p';
      case "source", "src" -> 's';
      case "destination", "dst" -> 'd';
      case "in-interface" -> 'i';
      case "out-interface" -> 'o';
      case "jump" -> 'j';
      default -> 'm';
    };
  }

  private static List<String> baseNames() {
    List<String> names = new ArrayList<>(LONG_WITH_VALUE);
    names.addAll(LONG_FLAGS);
    names.addAll(LONG_REFUSED);
    for (Action action : Action.values()) {
      names.add(action.longName());
    }
    names.add("new");
    return names;
  }

  /// The one name that begins so, an exact one before longer ones.
  private static Optional<String> complete(String text, List<String> names) {
    if (names.contains(text)) {
      return Optional.of(text);
    }
    List<String> candidates = names.stream().filter(name -> name.startsWith(text)).toList();
    return candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty();
  }

  private boolean takeByExtension(String name, String joined, boolean isJoined) {
    for (boolean exact : new boolean[] {true, false}) {
      for (RuleExtension<?> extension : rule.extensions()) {
        Optional<String> full =
            exact
                ? extension.options().stream().filter(name::equals).findFirst()
                : complete(name, extension.options()).filter(_ -> !baseNames().contains(name));
        if (full.isPresent()) {
          String value = isJoined ? joined : value("--" + full.get());
          extension.take(full.get(), value, negated, rule.about());
          return true;
        }
      }
    }
    return false;
  }

  private boolean loadProtocol(String option) {
    Optional<String> protocol = rule.loadableProtocol();
    if (protocol.isEmpty()
        || complete(option, MatchExtensions.load(protocol.get()).options()).isEmpty()) {
      return false;
    }
    rule.match(protocol.get());
    return true;
  }

  private void begin(Action asked, String option, String joined) {
    refuseNegation(option);
    if (action != null) {
      throw IptablesFaults.usage("Cannot use -" + asked.letter() + " with -" + action.letter());
    }
    action = asked;
    if (!joined.isEmpty()) {
      chain = joined;
    } else if (asked.chainIsOptional()) {
      chain = follows() ? arguments.get(next++) : "";
    } else {
      chain = value(option);
    }
    if (asked == Action.NEW_CHAIN) {
      IptablesTables.checkNewName(chain);
    }
    readAfterChain(asked);
  }

  private void readAfterChain(Action asked) {
    if (asked.takesArgument()) {
      if (!follows()) {
        throw IptablesFaults.usage(
            asked == Action.POLICY
                ? "-P requires a chain and a policy"
                : "-E requires old-chain-name and new-chain-name");
      }
      argument = arguments.get(next++);
    } else if (asked == Action.REPLACE && !follows()) {
      throw IptablesFaults.usage("-R requires a rule number");
    } else if (asked.takesNumber() && !chain.isEmpty() && follows()) {
      String text = arguments.get(next++);
      number = IptablesNames.number(text, Integer.MAX_VALUE);
      if (number <= 0) {
        throw IptablesFaults.usage("Invalid rule number `" + text + "'");
      }
    }
  }

  private void table(String name) {
    if (!name.equals(GuestTable.NAT) && !name.equals(GuestTable.FILTER)) {
      if (List.of("mangle", "raw", "security").contains(name)) {
        throw IptablesFaults.notOffered("table \"" + name + "\"");
      }
      throw IptablesFaults.noTable(name);
    }
    table = name;
  }

  private String checkedTarget(String name) {
    if (name.isEmpty()) {
      throw IptablesFaults.usage("Invalid target name (too short)");
    }
    return name;
  }

  private boolean follows() {
    return next < arguments.size()
        && !arguments.get(next).startsWith("-")
        && !arguments.get(next).equals("!");
  }

  private String value(String option) {
    if (next >= arguments.size()) {
      throw IptablesFaults.usage("option \"" + option + "\" requires an argument");
    }
    return arguments.get(next++);
  }

  private void refuseNegation(String option) {
    if (negated) {
      throw IptablesFaults.usage("cannot have ! before " + option);
    }
  }

  private static Optional<Action> actionOf(char letter) {
    for (Action candidate : Action.values()) {
      if (candidate.letter() == letter) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
