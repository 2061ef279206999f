package io.scorta.access.loopback;

import java.util.List;

/// What the loopback realiser cannot do, in sentences for people.
public final class LoopbackCaveats {
  public static final List<String> SENTENCES =
      List.of(
          "Identity is claimed, not proven: any program on this machine can bind any 127.x.y.z"
              + " address and so be any instance.",
          "A refused client has finished its TCP handshake before it is judged: it is held without"
              + " an answer, or reset, where a real network drops its first packet.",
          "A port on which nobody may ever connect, such as one that no NAT rule forwards, refuses"
              + " at once instead of staying silent.",
          "Only TCP to cache nodes is carried: no ICMP, no UDP, and an instance's own ports, SSH"
              + " included, are judged but not opened.",
          "A connection that was cut because an untracked rule was revoked cannot resume when the"
              + " rule returns; the client has to connect again.",
          "Where NAT rules send different clients from one port to different nodes, only those of"
              + " the first node get in.");

  private LoopbackCaveats() {}
}
