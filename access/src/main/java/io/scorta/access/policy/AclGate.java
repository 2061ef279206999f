package io.scorta.access.policy;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.NetworkAclEntry;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a network ACL lets pass in one direction, as disjoint boxes of the other end's addresses
/// and the packet's destination ports.
///
/// The lines are claimed in the order of their numbers: what a line covers and no lower one claimed
/// is allowed or denied by it, and nothing behind it can change that.
final class AclGate {
  /// Where there is no ACL everything passes.
  static final AclGate OPEN = new AclGate(List.of(Line.EVERYTHING));

  private static final long ADDRESS_MAX = 0xffff_ffffL;
  private static final int ECHO = 8;
  private static final int TIMESTAMP = 13;
  private static final int TIMESTAMP_REPLY = 14;

  /// A line in the number space of ports that every protocol shares; see [Flow].
  private record Line(int number, boolean allow, Protocol protocol, Cidr block, PortRange ports) {
    static final Line EVERYTHING =
        new Line(0, true, Protocol.ALL, Cidr.ANYWHERE, GateCompiler.ALL_PORTS);

    static Optional<Line> of(NetworkAclEntry entry) {
      Optional<PortRange> ports =
          GateCompiler.ports(entry.protocol(), entry.fromPort(), entry.toPort());
      return entry.block().isEmpty()
          ? Optional.empty()
          : ports.map(
              range ->
                  new Line(
                      entry.number(), entry.allow(), entry.protocol(), entry.block().get(), range));
    }

    boolean isFor(Protocol asked) {
      return protocol.equals(Protocol.ALL) || protocol.equals(asked);
    }
  }

  /// A run of addresses that no line has claimed yet, both ends included.
  private record Span(long first, long last) {}

  private final List<Line> lines;
  private final Map<Integer, Boxes> named = new HashMap<>();
  private final Boxes rest;

  private AclGate(List<Line> lines) {
    this.lines = lines;
    for (Line line : lines) {
      if (!line.protocol().equals(Protocol.ALL)) {
        named.computeIfAbsent(line.protocol().number(), _ -> allowed(line.protocol()));
      }
    }
    rest = allowed(Protocol.ALL);
  }

  static AclGate of(List<NetworkAclEntry> entries, boolean egress) {
    return new AclGate(
        entries.stream()
            .filter(entry -> entry.egress() == egress)
            .sorted(Comparator.comparingInt(NetworkAclEntry::number))
            .flatMap(entry -> Line.of(entry).stream())
            .toList());
  }

  boolean admits(Protocol protocol, int remote, int port) {
    return boxes(protocol).contains(remote, port);
  }

  /// Whether an answer gets through to whatever port the client has. Of a connection that is open
  /// the port is known; for a new one every port that hosts choose from has to pass.
  boolean admitsAnswer(Packet packet, int remote, Past past) {
    if (packet.protocol().equals(Protocol.ICMP)) {
      return answerType(packet.port()) < 0
          || admits(packet.protocol(), remote, answerType(packet.port()) << 8);
    }
    if (!packet.protocol().hasPorts()) {
      return admits(packet.protocol(), remote, 0);
    }
    return past.isOpen()
        ? admits(packet.protocol(), remote, past.sourcePort())
        : admitsAll(packet.protocol(), remote, GuestPath.CLIENT_PORTS);
  }

  /// The number of the line that decides, [NetworkAclEntry#LAST] when none covers the packet.
  int deciding(Protocol protocol, int remote, int port) {
    return lines.stream()
        .filter(line -> line.isFor(protocol))
        .filter(line -> line.block().contains(remote) && line.ports().contains(port))
        .map(Line::number)
        .findFirst()
        .orElse(NetworkAclEntry.LAST);
  }

  /// Whether nothing is ever stopped.
  boolean isOpen() {
    return !lines.isEmpty()
        && lines.getFirst().allow()
        && lines.getFirst().protocol().equals(Protocol.ALL)
        && lines.getFirst().block().isAnywhere();
  }

  /// The protocols that lines name, by number.
  Set<Integer> protocols() {
    return Set.copyOf(named.keySet());
  }

  /// What is allowed for a protocol.
  Boxes boxes(Protocol protocol) {
    return named.getOrDefault(protocol.number(), rest);
  }

  private boolean admitsAll(Protocol protocol, int remote, PortRange ports) {
    if (!admits(protocol, remote, ports.first())) {
      return false;
    }
    // Only where a line begins or has just ended can the answer change.
    for (Line line : lines) {
      for (int edge : new int[] {line.ports().first(), line.ports().last() + 1}) {
        if (ports.contains(edge) && !admits(protocol, remote, edge)) {
          return false;
        }
      }
    }
    return true;
  }

  private static int answerType(int port) {
    return switch (port >> 8) {
      case ECHO -> 0;
      case TIMESTAMP -> TIMESTAMP_REPLY;
      default -> -1;
    };
  }

  private Boxes allowed(Protocol protocol) {
    List<Line> own = lines.stream().filter(line -> line.isFor(protocol)).toList();
    TreeSet<Integer> cuts = new TreeSet<>(Set.of(0));
    for (Line line : own) {
      cuts.add(line.ports().first());
      cuts.add(line.ports().last() + 1);
    }
    List<Box> boxes = new ArrayList<>();
    for (int cut : cuts.headSet(PortRange.PORT_MAX + 1)) {
      Integer next = cuts.higher(cut);
      PortRange segment = new PortRange(cut, next == null ? PortRange.PORT_MAX : next - 1);
      claim(own, segment, boxes);
    }
    return Boxes.of(boxes);
  }

  private static void claim(List<Line> own, PortRange segment, List<Box> boxes) {
    List<Span> free = List.of(new Span(0, ADDRESS_MAX));
    for (Line line : own) {
      if (!line.ports().contains(segment.first())) {
        continue;
      }
      long first = Integer.toUnsignedLong(line.block().base());
      Span claimed = new Span(first, first + line.block().size() - 1);
      List<Span> left = new ArrayList<>();
      for (Span span : free) {
        long from = Math.max(span.first(), claimed.first());
        long to = Math.min(span.last(), claimed.last());
        if (from > to) {
          left.add(span);
          continue;
        }
        if (line.allow()) {
          boxes.add(new Box((int) from, (int) to, segment.first(), segment.last()));
        }
        if (span.first() < from) {
          left.add(new Span(span.first(), from - 1));
        }
        if (to < span.last()) {
          left.add(new Span(to + 1, span.last()));
        }
      }
      free = left;
    }
  }
}
