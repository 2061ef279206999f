package io.scorta.access.guest;

import io.scorta.access.model.Guest;
import io.scorta.access.model.GuestTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What can be said of a real host's inside, from what its own tools print.
///
/// `unread` names the rules that steer packets there and cannot be judged here; what is explained
/// of the host is then not the whole truth.
public record GuestSight(Guest guest, List<String> unread) {
  private static final String RULE = "-A ";

  public GuestSight {
    unread = List.copyOf(unread);
  }

  /// Reads a host.
  ///
  /// @param before the guest as it was known; its other settings and files stay
  /// @param rules what `iptables-save` prints
  /// @param files the text of the files that a boot reads; a missing one is not there
  public static GuestSight of(
      Guest before, boolean ipForward, String rules, Map<String, String> files) {
    List<String> unread = new ArrayList<>();
    String known = known(rules, unread);
    List<GuestTable> tables = GuestTable.initial();
    List<String> lines = new ArrayList<>(known.lines().toList());
    boolean isRead = false;
    // Each round takes out the first line that cannot be read, so there are at most as many rounds.
    while (!isRead) {
      try {
        tables = IptablesRestore.restore(GuestTable.initial(), String.join("\n", lines), false);
        isRead = true;
      } catch (CommandFailure failure) {
        int at = failedLine(failure.text(), lines);
        unread.add(lines.remove(at).strip());
      }
    }
    Map<String, String> all = new HashMap<>(before.files());
    all.keySet().removeAll(Set.of(Guest.SYSCTL_FILE, Guest.IPTABLES_FILE));
    files.forEach(
        (path, text) ->
            all.put(
                path, text.substring(0, Math.min(text.length(), GuestLimits.FILE_CHARACTERS_MAX))));
    return new GuestSight(new Guest(ipForward, before.settings(), tables, all), unread);
  }

  /// The sections of the tables that a guest has; rules in others are noted as unread.
  private static String known(String rules, List<String> unread) {
    Set<String> names =
        GuestTable.initial().stream().map(it -> "*" + it.name()).collect(Collectors.toSet());
    StringBuilder kept = new StringBuilder();
    String table = "";
    for (String line : rules.lines().toList()) {
      if (line.startsWith("*")) {
        table = line;
      }
      if (names.contains(table)) {
        kept.append(line).append('\n');
      } else if (line.startsWith(RULE)) {
        unread.add("-t " + table.substring(1) + " " + line);
      }
    }
    return kept.toString();
  }

  /// The line that a refusal names, or the first rule where it names none.
  private static int failedLine(String refusal, List<String> lines) {
    String number = refusal.replaceFirst("(?s).*?\\bline:? ([0-9]+).*", "$1");
    if (number.matches("[0-9]{1,6}")) {
      int at = Integer.parseInt(number) - 1;
      if (at >= 0 && at < lines.size() && lines.get(at).startsWith(RULE)) {
        return at;
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(RULE)) {
        return i;
      }
    }
    return 0;
  }
}
