package io.scorta.access.guest;

import io.scorta.access.model.Guest;
import io.scorta.access.model.GuestTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A guest while a command line runs in it: what commands read and change.
///
/// Lives for one command line and belongs to its thread.
final class GuestSystem {
  /// Where relative paths begin, and what `~` means.
  static final String HOME = "/root";

  private final GuestHost host;
  private final GuestFiles files;
  private final Settings settings;
  private List<GuestTable> tables;
  private int looks;

  GuestSystem(Guest guest, GuestHost host) {
    this.host = host;
    this.settings = new Settings(guest.ipForward(), guest.settings());
    this.files = new GuestFiles(guest.files(), settings, host);
    this.tables = guest.tables();
  }

  /// The guest as it is now.
  Guest guest() {
    return new Guest(settings.ipForward(), settings.changed(), tables, files.stored());
  }

  /// Counts a look at a character by a search; false when there have been enough.
  boolean mayLook() {
    return ++looks <= GuestLimits.LOOKS_MAX;
  }

  GuestHost host() {
    return host;
  }

  GuestFiles files() {
    return files;
  }

  Settings settings() {
    return settings;
  }

  List<GuestTable> tables() {
    return tables;
  }

  void tables(List<GuestTable> changed) {
    tables = List.copyOf(changed);
  }

  /// The kernel settings under `/proc/sys`. Only `net.ipv4.ip_forward` steers packets; the others
  /// are kept and shown.
  static final class Settings {
    private static final String FORWARD = "net.ipv4.ip_forward";
    private static final String FORWARD_ALL = "net.ipv4.conf.all.forwarding";

    /// What a host starts with.
    private static final Map<String, String> INITIAL =
        new TreeMap<>(
            Map.of(
                "net.ipv4.conf.all.rp_filter", "0",
                "net.ipv4.conf.all.send_redirects", "1",
                "net.ipv4.conf.all.accept_redirects", "1",
                "net.ipv4.conf.default.rp_filter", "0",
                "net.ipv4.conf.default.send_redirects", "1",
                "net.ipv4.conf.eth0.rp_filter", "0",
                "net.ipv4.conf.eth0.send_redirects", "1",
                "net.ipv4.ip_local_port_range", "32768\t60999",
                "net.core.somaxconn", "4096",
                "vm.overcommit_memory", "0"));

    private final TreeMap<String, String> changed;
    private boolean ipForward;

    Settings(boolean ipForward, Map<String, String> changed) {
      this.ipForward = ipForward;
      this.changed = new TreeMap<>(changed);
    }

    boolean ipForward() {
      return ipForward;
    }

    Map<String, String> changed() {
      return changed;
    }

    /// All settings with their values, in order.
    Map<String, String> all() {
      TreeMap<String, String> all = new TreeMap<>(INITIAL);
      all.putAll(changed);
      all.put(FORWARD, ipForward ? "1" : "0");
      all.put(FORWARD_ALL, ipForward ? "1" : "0");
      return all;
    }

    Optional<String> get(String key) {
      return Optional.ofNullable(all().get(key));
    }

    /// Sets a known key. Answers false when the value is none for it.
    boolean set(String key, String value) {
      String text = value.strip();
      if (key.equals(FORWARD) || key.equals(FORWARD_ALL)) {
        if (!text.matches("-?[0-9]{1,9}")) {
          return false;
        }
        ipForward = Integer.parseInt(text) != 0;
        return true;
      }
      if (!text.matches("[0-9\t ]{1,32}")) {
        return false;
      }
      if (text.equals(INITIAL.get(key))) {
        changed.remove(key);
      } else {
        changed.put(key, text);
      }
      return true;
    }
  }
}
