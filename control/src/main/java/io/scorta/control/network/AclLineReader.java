package io.scorta.control.network;

import io.scorta.access.model.NetworkAclEntry;
import io.scorta.access.model.Protocol;
import io.scorta.control.state.Refusal;
import java.util.Optional;

/// Turns a line of a network ACL as a caller states it into the line as it is kept, or refuses it.
final class AclLineReader {
  private AclLineReader() {}

  static NetworkAclEntry read(NetworkAcls.Line line) {
    if (line.number() < 1 || line.number() >= NetworkAclEntry.LAST) {
      throw Faults.value(
          "Invalid value '%d' for ruleNumber: give 1 to %d",
          line.number(), NetworkAclEntry.LAST - 1);
    }
    if (line.cidr().isPresent() == line.cidr6().isPresent()) {
      throw Refusal.of(
          line.cidr().isPresent() ? Faults.COMBINATION : "MissingParameter",
          "The request must contain exactly one of cidrBlock and ipv6CidrBlock");
    }
    Protocol protocol = RuleReader.protocol(line.protocol());
    NetworkAcls.Line.Numbers numbers = numbers(line, protocol);
    return new NetworkAclEntry(
        line.number(),
        line.egress(),
        line.allow(),
        protocol,
        numbers.from(),
        numbers.to(),
        line.cidr().map(text -> Faults.block("cidrBlock", text)),
        line.cidr6().map(AclLineReader::block6));
  }

  private static NetworkAcls.Line.Numbers numbers(NetworkAcls.Line line, Protocol protocol) {
    boolean icmp = protocol.equals(Protocol.ICMP) || protocol.equals(Protocol.ICMPV6);
    if (!protocol.hasPorts() && !icmp) {
      return new NetworkAcls.Line.Numbers(-1, -1);
    }
    NetworkAcls.Line.Numbers numbers =
        line.numbers()
            .orElseThrow(
                () ->
                    Refusal.of(
                        "MissingParameter",
                        "The request must contain the parameter %s for protocol %s",
                        icmp ? "icmpTypeCode" : "portRange",
                        protocol));
    if (icmp) {
      RuleReader.checkIcmp(numbers.from(), numbers.to());
    } else {
      RuleReader.checkPorts(numbers.from(), numbers.to());
    }
    return numbers;
  }

  private static String block6(String text) {
    Optional<String> block = Ipv6Block.canonical(text);
    return block.orElseThrow(
        () ->
            Faults.value(
                "Value (%s) for parameter ipv6CidrBlock is invalid. This is not a valid CIDR"
                    + " block.",
                text));
  }
}
