package io.scorta.access.policy;

import io.scorta.access.model.Cidr;
import java.util.List;
import java.util.stream.Stream;

/// What an internet gateway knows about addresses: those below exist inside networks only, so it
/// lets no packet in that claims to come from one, and none out that goes to one.
final class Outside {
  private static final List<Cidr> RESERVED =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "224.0.0.0/3")
          .map(Cidr::parse)
          .toList();

  private Outside() {}

  static boolean isReserved(int address) {
    for (Cidr cidr : RESERVED) {
      if (cidr.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
