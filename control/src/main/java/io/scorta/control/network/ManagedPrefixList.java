package io.scorta.control.network;

import java.util.List;

/// A prefix list with all its versions; the last one counts. `family` is `IPv4` or `IPv6`.
public record ManagedPrefixList(
    String id,
    String owner,
    String name,
    String family,
    int maxEntries,
    boolean modified,
    List<Version> versions) {
  public ManagedPrefixList {
    versions = List.copyOf(versions);
  }

  /// The entries of one version, in the order of their blocks' text.
  public record Version(long number, List<Entry> entries) {
    public Version {
      entries = List.copyOf(entries);
    }
  }

  public record Entry(String cidr, String description) {}

  public Version current() {
    return versions.getLast();
  }

  /// What the API calls the outcome of the last change.
  public String stateName() {
    return modified ? "modify-complete" : "create-complete";
  }
}
