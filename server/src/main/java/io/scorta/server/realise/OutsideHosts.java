package io.scorta.server.realise;

import io.scorta.access.model.Ipv4;
import io.scorta.control.state.Command;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Kind;
import io.scorta.control.state.State;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The hosts outside of every VPC that somebody wants to be: strangers and trusted clients, for
/// tests and tours. They belong to no account, as the internet does not.
public final class OutsideHosts {
  /// By the address in dotted form.
  static final Kind<OutsideHost> KIND = Kind.durable("outside-host", OutsideHost.class);

  private OutsideHosts() {}

  /// A host with one address.
  record OutsideHost(String address) {}

  /// The addresses of all hosts outside.
  public static SortedSet<Integer> of(State state) {
    return state.all(Limits.OPERATOR, KIND).stream()
        .map(host -> Ipv4.parse(host.address()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Adds a host; one that is there already stays.
  static Command<Boolean> add(int address) {
    return (state, _) -> {
      SortedSet<Integer> all = of(state);
      if (all.contains(address)) {
        return new Draft(state).accept(false);
      }
      if (all.size() >= Limits.OUTSIDE_MAX) {
        return Decision.refuse(
            "InvalidParameterValue",
            "There are %d hosts outside already: remove one first.",
            Limits.OUTSIDE_MAX);
      }
      String text = Ipv4.format(address);
      return new Draft(state).put(Limits.OPERATOR, KIND, text, new OutsideHost(text)).accept(true);
    };
  }

  /// Takes a host away; answers whether it was there.
  static Command<Boolean> remove(int address) {
    return (state, _) -> {
      String text = Ipv4.format(address);
      boolean isThere = state.find(Limits.OPERATOR, KIND, text).isPresent();
      Draft draft = new Draft(state);
      return isThere ? draft.remove(Limits.OPERATOR, KIND, text).accept(true) : draft.accept(false);
    };
  }
}
