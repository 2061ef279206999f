package io.scorta.access.guest;

import io.scorta.access.model.GuestTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `iptables`, `iptables-save` and `iptables-restore` as commands.
final class IptablesCommand {
  private static final String RESTORE = "iptables-restore";

  private IptablesCommand() {}

  static int iptables(CommandCall call) {
    List<String> arguments = call.arguments();
    if (arguments.contains("-V") || arguments.contains("--version")) {
      call.print("iptables " + IptablesFaults.VERSION + "\n");
      return 0;
    }
    if (arguments.contains("-h") || arguments.contains("--help")) {
      call.print(help());
      return 0;
    }
    IptablesRequest request = IptablesParser.parse(arguments, GuestTable.FILTER);
    List<GuestTable> tables = call.system().tables();
    GuestTable table = table(tables, request.table());
    if (IptablesTables.isReading(request.action())) {
      call.print(IptablesListing.of(table, request));
      return 0;
    }
    GuestTable after = IptablesTables.change(table, request);
    call.system().tables(tables.stream().map(old -> old.equals(table) ? after : old).toList());
    return 0;
  }

  static int save(CommandCall call) {
    List<String> arguments = new ArrayList<>(call.arguments());
    String only = "";
    boolean counters = false;
    while (!arguments.isEmpty()) {
      String argument = arguments.removeFirst();
      if (argument.equals("-c")) {
        counters = true;
      } else if (argument.equals("-t") && !arguments.isEmpty()) {
        only = arguments.removeFirst();
      } else {
        return call.fail(
            1,
            "iptables-save: unrecognized option '%s'\n".formatted(argument)
                + "Look at manual page `iptables-save.8' for more information.\n");
      }
    }
    String name = only;
    if (!name.isEmpty() && call.system().guest().table(name).isEmpty()) {
      return call.fail(1, "Table `" + name + "' does not exist\n");
    }
    call.print(IptablesSave.of(call.system().tables(), name, counters));
    return 0;
  }

  static int restore(CommandCall call) {
    boolean keep = false;
    boolean test = false;
    Optional<String> file = Optional.empty();
    for (String argument : call.arguments()) {
      switch (argument) {
        case "-n", "--noflush" -> keep = true;
        case "-t", "--test" -> test = true;
        case "-c", "--counters", "-w", "--wait" -> {} // counters are always 0, no lock is held
        default -> {
          if (argument.startsWith("-") || file.isPresent()) {
            return call.fail(1, RESTORE + ": unrecognized option '" + argument + "'\n");
          }
          file = Optional.of(argument);
        }
      }
    }
    Optional<String> text = file.isEmpty() ? Optional.of(call.input()) : read(call, file.get());
    if (text.isEmpty()) {
      return call.fail(1, "Can't open " + file.orElse("") + ": No such file or directory\n");
    }
    List<GuestTable> after = IptablesRestore.restore(call.system().tables(), text.get(), keep);
    if (!test) {
      call.system().tables(after);
    }
    return 0;
  }

  private static Optional<String> read(CommandCall call, String file) {
    return call.system().files().read(file);
  }

  private static GuestTable table(List<GuestTable> tables, String name) {
    return tables.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(() -> IptablesFaults.noTable(name));
  }

  private static String help() {
    return """
    iptables %s, simulated

    Tables: nat, filter (-t; filter when none is named)
    Commands: -A -C -D CHAIN RULE   -D CHAIN NUMBER   -I CHAIN [NUMBER] RULE
              -R CHAIN NUMBER RULE   -L -S [CHAIN [NUMBER]]   -F -Z -X [CHAIN]
              -N CHAIN   -E OLD NEW   -P CHAIN ACCEPT|DROP
    Rules:    [!] -p -s -d -i -o   -m tcp|udp|multiport|state|conntrack|comment
              -j ACCEPT|DROP|REJECT|RETURN|DNAT|SNAT|MASQUERADE|REDIRECT|CHAIN
    Printing: -n -v -x --line-numbers
    """
        .formatted(IptablesFaults.VERSION);
  }
}
