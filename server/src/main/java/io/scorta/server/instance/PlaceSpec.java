package io.scorta.server.instance;

import io.scorta.access.model.Ipv4;
import java.util.Map;
import java.util.Optional;

/// What an instance, or a host outside, is to be on the inside.
///
/// @param interfaceId its only network interface
/// @param incarnation another one means that it was started or rebooted since
/// @param address its private address
/// @param authorizedKey the public key that logs in by SSH, as a line of `authorized_keys`, "" for
///   one that nobody has; where it is absent, there is no SSH server
/// @param files its own files at its very first start, by absolute path
public record PlaceSpec(
    String account,
    String instanceId,
    String interfaceId,
    String incarnation,
    int address,
    Optional<String> authorizedKey,
    Map<String, String> files) {
  public PlaceSpec {
    files = Map.copyOf(files);
  }

  String hostname() {
    return (authorizedKey.isPresent() ? "ip-" : "host-") + Ipv4.format(address).replace('.', '-');
  }
}
