package io.scorta.access.model;

import java.util.List;

/// A virtual private cloud: address blocks that belong together and are reached only from inside.
///
/// The first block is the primary one.
public record Vpc(
    String id,
    String owner,
    List<Cidr> cidrs,
    boolean isDefault,
    boolean dnsSupport,
    boolean dnsHostnames) {
  public Vpc {
    cidrs = List.copyOf(cidrs);
    if (cidrs.isEmpty()) {
      throw new IllegalArgumentException("VPC " + id + " has no CIDR block");
    }
  }

  public Cidr cidr() {
    return cidrs.getFirst();
  }

  public boolean contains(int address) {
    return cidrs.stream().anyMatch(cidr -> cidr.contains(address));
  }
}
