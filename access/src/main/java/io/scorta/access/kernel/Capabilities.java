package io.scorta.access.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// What this machine permits of what the kernel's network needs; `obstacles` says in sentences what
/// stands in the way, and is empty when nothing does.
public record Capabilities(List<String> obstacles) {
  /// The network's own, and those that make the insides of instances.
  private static final List<String> PROGRAMS =
      List.of(
          "ip", "nft", "nsenter", "unshare", "prlimit", "mount", "script", "iptables", "sysctl");

  /// Loaded to find out: connection tracking, verdict maps, interval sets over several fields.
  private static final String SAMPLE =
      """
      table inet scorta_probe {
        map class { type ipv4_addr : classid; }
        set box { type mark . ipv4_addr . inet_proto . inet_service; flags interval; }
        chain forward {
          type filter hook forward priority filter; policy drop;
          ct state established ct mark and 0x80000000 == 0 accept
          meta priority set ip daddr map @class
          meta mark . ip daddr . meta l4proto . th dport @box accept
        }
      }
      """;

  public Capabilities {
    obstacles = List.copyOf(obstacles);
  }

  public boolean isPermitted() {
    return obstacles.isEmpty();
  }

  /// Tries everything on namespaces that are gone when it returns.
  public static Capabilities probe() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return new Capabilities(List.of("the kernel's network is made on Linux only"));
    }
    List<String> obstacles = new ArrayList<>(Tools.missing(PROGRAMS));
    if (obstacles.isEmpty()) {
      trial(obstacles);
    }
    return new Capabilities(obstacles);
  }

  private static void trial(List<String> obstacles) {
    Tools tools = new Tools();
    String tag = "%08x".formatted(ThreadLocalRandom.current().nextInt());
    Namespaces namespaces = new Namespaces(new Owner(tag), tools);
    Namespace one = namespaces.of("probe");
    Namespace other = namespaces.of("peer");
    String attempt = "network namespaces cannot be made";
    try {
      namespaces.make(List.of(one, other));
      attempt = "network namespaces cannot be entered";
      Inside.call(one, () -> Files.readString(Path.of("/proc/sys/net/ipv4/ip_forward")));
      attempt = "virtual links cannot be made";
      tools.ip(one, List.of("link add e1 type veth peer name eth0 netns " + other));
      attempt = "nftables rules cannot be loaded";
      tools.nft(one, SAMPLE);
    } catch (KernelException e) {
      obstacles.add("%s (%s)".formatted(attempt, e.getMessage()));
    } finally {
      discard(namespaces, obstacles);
    }
  }

  private static void discard(Namespaces namespaces, List<String> obstacles) {
    try {
      namespaces.clear();
    } catch (KernelException e) {
      obstacles.add("network namespaces cannot be removed (%s)".formatted(e.getMessage()));
    }
  }
}
