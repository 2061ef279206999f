package io.scorta.access.guest;

import io.scorta.access.model.Guest;
import io.scorta.access.model.GuestTable;
import java.util.List;
import java.util.Optional;

/// `service iptables ...` and `systemctl ... iptables`.
///
/// The service has no process: started means that the saved rules were read, stopped that all rules
/// were taken out.
final class ServiceCommand {
  private static final String UNIT = "iptables";
  private static final String PREFIX = "iptables: ";

  private ServiceCommand() {}

  static int service(CommandCall call) {
    List<String> words = call.arguments();
    if (words.size() != 2) {
      return call.fail(1, "Usage: service < service_name > < command >\n");
    }
    return run(call, words.get(0), words.get(1));
  }

  static int systemctl(CommandCall call) {
    List<String> words = call.arguments().stream().filter(word -> !word.equals("--now")).toList();
    if (words.size() != 2) {
      return call.fail(1, "systemctl: give a command and a unit, such as: status iptables\n");
    }
    String unit = words.get(1).replaceFirst("\\.service$", "");
    if (unit.equals(UNIT) && List.of("enable", "is-enabled").contains(words.get(0))) {
      call.print(words.get(0).equals("enable") ? "" : "enabled\n");
      return 0;
    }
    return run(call, unit, words.get(0));
  }

  private static int run(CommandCall call, String unit, String verb) {
    if (!unit.equals(UNIT)) {
      return call.fail(5, call.name() + ": Unit " + unit + ".service could not be found.\n");
    }
    return switch (verb) {
      case "save" -> save(call);
      case "start", "restart", "reload", "condrestart" -> restart(call);
      case "stop" -> stop(call);
      case "status" -> status(call);
      default -> call.fail(2, "Usage: iptables {start|stop|reload|restart|status|save}\n");
    };
  }

  private static int save(CommandCall call) {
    String text = IptablesSave.of(call.system().tables(), "", false);
    call.print(PREFIX + "Saving firewall rules to " + Guest.IPTABLES_FILE + ": ");
    Optional<String> why = call.system().files().write(Guest.IPTABLES_FILE, text, false);
    if (why.isPresent()) {
      call.print("[FAILED]\n");
      return call.fail(1, PREFIX + why.get() + "\n");
    }
    call.print("[  OK  ]\n");
    return 0;
  }

  private static int stop(CommandCall call) {
    call.system().tables(GuestTable.initial());
    call.print(PREFIX + "Setting chains to policy ACCEPT: nat filter [  OK  ]\n");
    call.print(PREFIX + "Flushing firewall rules: [  OK  ]\n");
    return 0;
  }

  private static int restart(CommandCall call) {
    String saved = call.system().files().read(Guest.IPTABLES_FILE).orElse("");
    List<GuestTable> restored = IptablesRestore.restore(GuestTable.initial(), saved, false);
    stop(call);
    call.system().tables(restored);
    call.print(PREFIX + "Applying firewall rules: [  OK  ]\n");
    return 0;
  }

  private static int status(CommandCall call) {
    boolean hasRules = false;
    for (GuestTable table : call.system().tables()) {
      if (!GuestTable.initial().contains(table)) {
        hasRules = true;
        call.print("Table: " + table.name() + "\n");
        call.print(
            IptablesListing.of(
                table, IptablesParser.parse(List.of("-L", "-n", "--line-numbers"), table.name())));
        call.print("\n");
      }
    }
    if (!hasRules) {
      call.print(PREFIX + "Firewall is not running.\n");
    }
    return hasRules ? 0 : 3;
  }
}
