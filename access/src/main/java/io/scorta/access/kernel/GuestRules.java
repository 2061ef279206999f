package io.scorta.access.kernel;

import io.scorta.access.guest.IptablesSave;
import io.scorta.access.model.Guest;
import java.util.List;

/// Puts the inside of an instance, as the model has it, into the instance's namespace: forwarding
/// and iptables rules. Used at its boot; from then on the namespace itself is the truth.
public final class GuestRules {
  private GuestRules() {}

  /// Replaces all rules of the namespace by the guest's.
  ///
  /// @throws KernelException when iptables refuses them
  public static void apply(Tools tools, Namespace where, Guest guest) {
    Settings.forwarding(where, guest.ipForward());
    String rules = IptablesSave.whole(guest.tables());
    Tools.Outcome outcome = tools.inside(where, List.of("iptables-restore"), rules);
    if (!outcome.isGood()) {
      throw new KernelException(
          "iptables-restore was refused in %s: %s".formatted(where, outcome.errors().strip()));
    }
  }
}
