package io.scorta.access.kernel;

/// Where an interface of the model meets its VPC: a link of two ends, one in the VPC's namespace,
/// the other, `eth0`, in the holder's own.
///
/// `translates` where a NAT gateway holds it.
record Port(String interfaceId, int number, int address, Namespace guest, boolean translates) {
  /// The name of the end in the VPC's namespace.
  String link() {
    return "e" + number;
  }
}
