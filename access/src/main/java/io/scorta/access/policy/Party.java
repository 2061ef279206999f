package io.scorta.access.policy;

import io.scorta.access.model.Ipv4;

/// One end of a connection as the caller names it.
public sealed interface Party {
  /// A network interface, by its id.
  record Interface(String id) implements Party {
    @Override
    public String toString() {
      return id;
    }
  }

  /// An address. As a source it lies outside every VPC; as a target it is what was dialled: an
  /// address in the source's own VPC, or a public one.
  record Address(int address) implements Party {
    @Override
    public String toString() {
      return Ipv4.format(address);
    }
  }
}
