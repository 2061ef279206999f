package io.scorta.access.guest;

import io.scorta.access.model.Guest;
import io.scorta.access.model.GuestTable;
import java.util.List;

/// What starting and stopping an instance does to its guest.
public final class GuestPower {
  private GuestPower() {}

  /// The guest after a boot: kernel settings from the sysctl files, rules from the saved file.
  ///
  /// A file that cannot be read as a whole is passed over from its first mistake on, as a real host
  /// comes up without what it could not restore.
  public static Guest boot(Guest stopped) {
    GuestSystem system =
        new GuestSystem(stopped.halted(), new GuestHost("i-booting", 0, "localhost"));
    SysctlCommand.applyAtBoot(system);
    String saved = system.files().read(Guest.IPTABLES_FILE).orElse("");
    try {
      system.tables(IptablesRestore.restore(system.tables(), saved, false));
    } catch (CommandFailure _) {
      List<GuestTable> none = GuestTable.initial();
      system.tables(none);
    }
    return system.guest();
  }

  /// The guest after a stop: its files.
  public static Guest halt(Guest running) {
    return running.halted();
  }
}
