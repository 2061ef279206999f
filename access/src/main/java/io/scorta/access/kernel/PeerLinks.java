package io.scorta.access.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The links between peered VPCs as they stand.
final class PeerLinks {
  private final Tools tools;
  private final Map<String, PeerLink> links = new HashMap<>();

  PeerLinks(Tools tools) {
    this.tools = tools;
  }

  /// The links that are not wanted any more, which are gone when this returns.
  List<PeerLink> unplug(Map<String, PeerLink> wanted) {
    List<PeerLink> gone =
        links.values().stream().filter(it -> !it.equals(wanted.get(it.name()))).toList();
    for (PeerLink link : gone) {
      tools.ipIfPossible(link.requester(), List.of("link del " + link.name()));
      links.remove(link.name());
    }
    return gone;
  }

  /// The links of a VPC whose namespace is gone, and they with it.
  List<PeerLink> forget(Namespace vpc) {
    List<PeerLink> gone = links.values().stream().filter(it -> it.touches(vpc)).toList();
    gone.forEach(it -> links.remove(it.name()));
    return gone;
  }

  /// Makes the links that are missing.
  void plug(Map<String, PeerLink> wanted) {
    for (PeerLink link : wanted.values()) {
      if (!links.containsKey(link.name())) {
        String name = link.name();
        List<String> commands = new ArrayList<>();
        commands.add(
            "link add %s type veth peer name %s netns %s".formatted(name, name, link.accepter()));
        commands.addAll(up(name, link.requesterAddress()));
        tools.ip(link.requester(), commands);
        tools.ip(link.accepter(), up(name, link.accepterAddress()));
        links.put(name, link);
      }
    }
  }

  private static List<String> up(String name, String address) {
    return List.of(
        "addr add %s/32 dev %s".formatted(address, name), "link set %s up".formatted(name));
  }
}
