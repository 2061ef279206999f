package io.scorta.access.policy;

import io.scorta.access.model.Protocol;
import java.util.ArrayList;
import java.util.List;

/// A packet under way: what it looks like now, the hosts behind it, and what its connection will
/// have to remember.
final class Traveller {
  private static final int FIRST_GUEST = 2;

  final List<Hop> hops = new ArrayList<>();
  Packet packet = new Packet(0, 0, Protocol.TCP, 0);
  private long sides;
  private int translations;
  private boolean simple = true;
  private boolean rewritten;
  private int sentTo;
  private int sentToPort;

  Hop here() {
    return hops.getLast();
  }

  /// Whether the packet is at the first host after its sender.
  boolean isAtFirstGuest() {
    return hops.size() == FIRST_GUEST;
  }

  void remember(long side) {
    sides |= side;
  }

  /// Notes that the host here changed the packet to what it is now.
  void translated() {
    if (!here().translated) {
      here().translated = true;
      translations++;
    }
    simple &= isAtFirstGuest();
    sentTo = packet.destination();
    sentToPort = packet.port();
  }

  /// Notes that the host here wrote another source into the packet.
  void rewritten(boolean toOwnAddress) {
    translated();
    rewritten = true;
    simple &= toOwnAddress;
  }

  long ticket() {
    if (translations == 0) {
      return sides | Ticket.untranslated(Math.max(0, hops.size() - 2));
    }
    return simple && translations == 1
        ? sides | Ticket.forwarded(sentTo, sentToPort, rewritten)
        : sides | Ticket.chained(sentTo, sentToPort);
  }
}
