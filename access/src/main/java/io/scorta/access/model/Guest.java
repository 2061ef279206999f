package io.scorta.access.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The inside of an instance as far as packets are concerned, and the files that outlive a stop.
///
/// `ipForward`, `settings` and `tables` are the running kernel's state: they are gone after a stop
/// and come back from `files` at the next start, as on a real host. `settings` holds the other
/// kernel settings that were changed; they are kept and shown but steer no packet.
public record Guest(
    boolean ipForward,
    Map<String, String> settings,
    List<GuestTable> tables,
    Map<String, String> files) {
  /// Where the boot reads kernel settings from.
  public static final String SYSCTL_FILE = "/etc/sysctl.conf";

  /// Where `service iptables save` writes and the boot reads.
  public static final String IPTABLES_FILE = "/etc/sysconfig/iptables";

  public Guest {
    settings = Map.copyOf(new TreeMap<>(settings));
    tables = List.copyOf(tables);
    files = Map.copyOf(new TreeMap<>(files));
  }

  /// A host as it comes: nothing is forwarded, no rule, everything accepted.
  public static Guest fresh() {
    return new Guest(
        false,
        Map.of(),
        GuestTable.initial(),
        Map.of(SYSCTL_FILE, "# Kernel settings, applied at boot.\nnet.ipv4.ip_forward=0\n"));
  }

  /// What is left when the host is stopped: its files.
  public Guest halted() {
    return new Guest(false, Map.of(), GuestTable.initial(), files);
  }

  public Optional<GuestTable> table(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }
}
