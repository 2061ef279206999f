package io.scorta.access.kernel;

import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import io.scorta.access.policy.Box;
import io.scorta.access.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Spells out what the network ACL of a subnet lets pass as elements of the sets in `vpc.nft`. The
/// order of its lines is already worked into disjoint boxes.
final class AclElements {
  private final Elements elements;
  private final PolicySnapshot snapshot;

  AclElements(Elements elements, PolicySnapshot snapshot) {
    this.elements = elements;
    this.snapshot = snapshot;
  }

  /// Both directions of the ACL of a subnet, under the number of the ACL.
  void add(String subnetId, int number) {
    add(subnetId, GateElements.classId(number), false);
    add(subnetId, GateElements.classId(number), true);
  }

  private void add(String subnetId, String number, boolean egress) {
    Set<Integer> named = snapshot.aclProtocols(subnetId, egress);
    for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
      for (Box box : boxes(subnetId, egress, protocol)) {
        String ports = GateElements.span(box.fromPort(), box.toPort());
        String place = number + " . " + GateElements.addresses(box);
        put(NftSet.ACL_IN, egress, place + " . " + protocol.number() + " . " + ports);
      }
    }
    for (Box box : boxes(subnetId, egress, Protocol.ICMP)) {
      String place = number + " . " + GateElements.addresses(box) + " . ";
      GateElements.types(new PortRange(box.fromPort(), box.toPort()))
          .forEach(it -> put(NftSet.ACL_ICMP_IN, egress, place + it));
    }
    for (int protocol : named) {
      if (protocol != Protocol.ICMP.number() && !new Protocol(protocol).hasPorts()) {
        put(NftSet.ACL_NAMED_IN, egress, number + " . " + protocol);
        whole(subnetId, number, egress, new Protocol(protocol));
      }
    }
    whole(subnetId, number, egress, Protocol.ALL);
  }

  /// A protocol without ports, or all that have no lines of their own.
  private void whole(String subnetId, String number, boolean egress, Protocol protocol) {
    boolean all = protocol.equals(Protocol.ALL);
    for (Box box : boxes(subnetId, egress, protocol)) {
      String place = number + " . " + GateElements.addresses(box);
      put(
          all ? NftSet.ACL_REST_IN : NftSet.ACL_OTHER_IN,
          egress,
          all ? place : place + " . " + protocol.number());
    }
  }

  private List<Box> boxes(String subnetId, boolean egress, Protocol protocol) {
    return new ArrayList<>(snapshot.aclBoxes(subnetId, egress, protocol).list());
  }

  private void put(NftSet set, boolean egress, String element) {
    elements.add(set.directed(egress), element);
  }
}
