package io.scorta.access.kernel;

import io.scorta.access.model.Ipv4;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import io.scorta.access.policy.Admitted;
import io.scorta.access.policy.Box;
import io.scorta.access.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Spells out what a class admits as elements of the sets in `vpc.nft`.
///
/// Exact ports and whole protocols go to hashed sets, which change in constant time; ranges and
/// blocks go to interval sets, which stay small.
final class GateElements {
  private static final int CODES = 256;
  private final Elements elements;
  private final PolicySnapshot snapshot;

  /// The number by which the kernel knows a class of the snapshot.
  private final IntUnaryOperator numberOf;

  GateElements(Elements elements, PolicySnapshot snapshot, IntUnaryOperator numberOf) {
    this.elements = elements;
    this.snapshot = snapshot;
    this.numberOf = numberOf;
  }

  /// Both directions of a class.
  void add(int policyClass) {
    add(policyClass, false);
    add(policyClass, true);
  }

  /// Lets everything pass, both ways and tracked, for a class that no rules are made for.
  void addOpen(int number) {
    for (boolean egress : List.of(false, true)) {
      for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
        put(NftSet.OPEN_IN_ANY, egress, number + " . " + protocol.number());
      }
      put(NftSet.ALL_OPEN_IN, egress, Integer.toString(number));
    }
  }

  private void add(int policyClass, boolean egress) {
    String number = Integer.toString(numberOf.applyAsInt(policyClass));
    for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
      ports(number, egress, protocol.number(), snapshot.admitted(policyClass, egress, protocol));
    }
    for (int protocol : snapshot.namedProtocols(policyClass, egress)) {
      Admitted admitted = snapshot.admitted(policyClass, egress, new Protocol(protocol));
      if (protocol == Protocol.ICMP.number()) {
        icmp(number, egress, admitted);
      } else if (!new Protocol(protocol).hasPorts()) {
        portless(number, egress, " . " + protocol, admitted);
      }
    }
    portless(number, egress, "", snapshot.admitted(policyClass, egress, Protocol.ALL));
  }

  private void ports(String number, boolean egress, int protocol, Admitted admitted) {
    String whose = number + " . " + protocol;
    if (admitted.answersPass() && !admitted.open().isEmpty()) {
      put(NftSet.LOOSE_IN, egress, whose);
    }
    for (PortRange range : admitted.open()) {
      switch (shape(range)) {
        case ALL -> put(NftSet.OPEN_IN_ANY, egress, whose);
        case ONE -> put(NftSet.OPEN_IN, egress, whose + " . " + range.first());
        case SOME -> put(NftSet.OPEN_IN_RANGE, egress, whose + " . " + text(range));
      }
    }
    admitted.classes().forEach((other, ranges) -> classPorts(whose, egress, other, ranges));
    for (Box box : admitted.blocks()) {
      PortRange range = new PortRange(box.fromPort(), box.toPort());
      String place = "%s . %s . %d . %s".formatted(number, addresses(box), protocol, text(range));
      put(NftSet.CIDR_IN, egress, place);
    }
  }

  private void classPorts(String whose, boolean egress, int other, List<PortRange> ranges) {
    String pair = whose.replace(" . ", " . " + classId(numberOf.applyAsInt(other)) + " . ");
    for (PortRange range : ranges) {
      switch (shape(range)) {
        case ALL -> put(NftSet.SG_IN_ANY, egress, pair);
        case ONE -> put(NftSet.SG_IN, egress, pair + " . " + range.first());
        case SOME -> put(NftSet.SG_IN_RANGE, egress, pair + " . " + text(range));
      }
    }
  }

  private void icmp(String number, boolean egress, Admitted admitted) {
    for (PortRange range : admitted.open()) {
      types(range).forEach(it -> put(NftSet.ICMP_OPEN_IN, egress, number + " . " + it));
    }
    admitted
        .classes()
        .forEach(
            (other, ranges) -> {
              String pair = number + " . " + classId(numberOf.applyAsInt(other)) + " . ";
              for (PortRange range : ranges) {
                types(range).forEach(it -> put(NftSet.ICMP_SG_IN, egress, pair + it));
              }
            });
    for (Box box : admitted.blocks()) {
      String place = number + " . " + addresses(box) + " . ";
      types(new PortRange(box.fromPort(), box.toPort()))
          .forEach(it -> put(NftSet.ICMP_CIDR_IN, egress, place + it));
    }
  }

  /// Rules for protocols that have no ports, or (`suffix` empty) for all protocols.
  private void portless(String number, boolean egress, String suffix, Admitted admitted) {
    boolean all = suffix.isEmpty();
    if (!admitted.open().isEmpty()) {
      put(all ? NftSet.ALL_OPEN_IN : NftSet.OTHER_OPEN_IN, egress, number + suffix);
    }
    NftSet pairs = all ? NftSet.ALL_SG_IN : NftSet.OTHER_SG_IN;
    for (int other : admitted.classes().keySet()) {
      put(pairs, egress, number + " . " + classId(numberOf.applyAsInt(other)) + suffix);
    }
    NftSet blocks = all ? NftSet.ALL_CIDR_IN : NftSet.OTHER_CIDR_IN;
    for (Box box : admitted.blocks()) {
      put(blocks, egress, number + " . " + addresses(box) + suffix);
    }
  }

  private void put(NftSet set, boolean egress, String element) {
    elements.add(set.directed(egress), element);
  }

  private enum Shape {
    ONE,
    SOME,
    ALL
  }

  private static Shape shape(PortRange range) {
    if (range.first() == range.last()) {
      return Shape.ONE;
    }
    return range.first() == 0 && range.last() == PortRange.PORT_MAX ? Shape.ALL : Shape.SOME;
  }

  /// A range of `type << 8 | code` as at most three boxes of types and codes.
  static List<String> types(PortRange range) {
    List<String> boxes = new ArrayList<>();
    int at = range.first();
    while (at <= range.last()) { // Ends: each round passes at least the rest of a type.
      int type = at / CODES;
      int code = at % CODES;
      int whole = (range.last() + 1) / CODES - 1;
      if (code == 0 && whole >= type) {
        boxes.add(span(type, whole) + " . 0-255");
        at = (whole + 1) * CODES;
      } else {
        int end = Math.min(range.last(), type * CODES + CODES - 1);
        boxes.add(span(type, type) + " . " + span(code, end % CODES));
        at = end + 1;
      }
    }
    return boxes;
  }

  /// A range even where it is one number: nft 1.0.6 does not find an element of an interval set
  /// again, to delete it, when no field of it is written as a range.
  static String span(int first, int last) {
    return first + "-" + last;
  }

  private static String text(PortRange range) {
    return span(range.first(), range.last());
  }

  static String addresses(Box box) {
    return Ipv4.format(box.fromAddress()) + "-" + Ipv4.format(box.toAddress());
  }

  /// A number in the form of the register that holds the other end's class.
  static String classId(int number) {
    return "%x:%x".formatted(number >>> 16, number & 0xffff);
  }
}
