package io.scorta.server.node;

/// Finds the address of this machine under which an address of a VPC is shown.
@FunctionalInterface
public interface ShownAddresses {
  int shown(String vpcId, int address);
}
