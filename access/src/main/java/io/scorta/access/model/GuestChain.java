package io.scorta.access.model;

import java.util.List;
import java.util.Optional;

/// A list of rules, tried in order until one decides.
///
/// A built-in chain has a policy for packets that no rule decided; a chain made by the user has
/// none and returns to its caller.
public record GuestChain(String name, Optional<Policy> policy, List<GuestRule> rules) {
  /// What becomes of a packet at the end of a built-in chain.
  public enum Policy {
    ACCEPT,
    DROP
  }

  public GuestChain {
    rules = List.copyOf(rules);
  }

  /// A built-in chain as a host starts with.
  public static GuestChain builtIn(String name) {
    return new GuestChain(name, Optional.of(Policy.ACCEPT), List.of());
  }

  public boolean isBuiltIn() {
    return policy.isPresent();
  }
}
