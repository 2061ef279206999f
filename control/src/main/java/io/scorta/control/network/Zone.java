package io.scorta.control.network;

import java.util.Optional;

/// A place in a region. A Local Zone has a parent, and is there for accounts that opted into its
/// group.
public record Zone(String name, String id, String group, Optional<Zone> parent) {
  public boolean isLocal() {
    return parent.isPresent();
  }

  /// `availability-zone` or `local-zone`.
  public String type() {
    return isLocal() ? "local-zone" : "availability-zone";
  }
}
