package io.scorta.access.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Kernel settings of a namespace, as files below `/proc/sys/net`.
final class Settings {
  private static final Path FOLDER = Path.of("/proc/sys/net");

  /// Nobody but we decide about the way of a packet, and IPv6 is not spoken yet.
  private static final Map<String, String> EVERYWHERE =
      Map.of(
          "ipv6/conf/all/disable_ipv6", "1",
          "ipv6/conf/default/disable_ipv6", "1",
          "ipv4/conf/all/rp_filter", "0",
          "ipv4/conf/default/rp_filter", "0",
          "ipv4/conf/all/send_redirects", "0",
          "ipv4/conf/default/send_redirects", "0",
          "ipv4/conf/all/accept_redirects", "0",
          "ipv4/conf/default/accept_redirects", "0");

  private static final String FORWARDING = "ipv4/ip_forward";

  /// With 1, a server that speaks first after its flow was forgotten would open it backwards.
  private static final String LOOSE = "netfilter/nf_conntrack_tcp_loose";

  /// The idle time of a UDP flow with answers, in seconds, as EC2 has it.
  private static final String UDP_STREAM = "netfilter/nf_conntrack_udp_timeout_stream";

  private static final String UDP_STREAM_SECONDS = "180";

  private Settings() {}

  /// A namespace that routes for others.
  static void router(Namespace where) {
    set(where, with(Map.of(FORWARDING, "1")));
  }

  /// A host's namespace, as it is at the host's boot.
  static void host(Namespace where) {
    set(where, with(Map.of(FORWARDING, "0")));
  }

  /// Connection tracking as security groups have it; there once rules that track are loaded.
  static void tracking(Namespace where) {
    set(where, Map.of(LOOSE, "0", UDP_STREAM, UDP_STREAM_SECONDS));
  }

  /// Whether a host forwards what is not for it.
  static void forwarding(Namespace where, boolean on) {
    set(where, Map.of(FORWARDING, on ? "1" : "0"));
  }

  private static Map<String, String> with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(more);
    all.putAll(EVERYWHERE);
    return all;
  }

  private static void set(Namespace where, Map<String, String> settings) {
    Inside.call(
        where,
        () -> {
          for (Map.Entry<String, String> one : settings.entrySet()) {
            write(one.getKey(), one.getValue());
          }
          return settings.size();
        });
  }

  /// A kernel without IPv6 has no such settings, and needs none.
  private static void write(String name, String value) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Files.exists(file) || !name.startsWith("ipv6/")) {
      Files.writeString(file, value);
    }
  }
}
