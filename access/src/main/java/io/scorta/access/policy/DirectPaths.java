package io.scorta.access.policy;

import io.scorta.access.model.NetworkInterface;
import java.util.HashMap;
import java.util.Map;

/// The connections between two interfaces of one VPC that meet nothing but the two security group
/// gates: the form in which nearly all of them come, laid out for a decision without allocation.
///
/// An interface belongs here when it is up, no iptables rule of its instance can touch the
/// connection, and its subnet's routes make no detour inside the VPC. Between two subnets both
/// network ACLs have to be open. All others are walked.
final class DirectPaths {
  private static final int NO_VPC = -1;

  private final Atlas atlas;
  private final int[] addresses;
  private final int[] classes;

  /// The VPC's number where an interface may be the source or the target here.
  private final int[] sourceVpc;

  private final int[] targetVpc;
  private final PortGate[] egress;
  private final int[] subnets;
  private final boolean[] openBorder;
  private final PortGate[] ingress;

  DirectPaths(Atlas atlas, Gates gates) {
    this.atlas = atlas;
    int size = atlas.size();
    addresses = new int[size];
    classes = new int[size];
    sourceVpc = new int[size];
    targetVpc = new int[size];
    egress = new PortGate[size];
    subnets = new int[size];
    openBorder = new boolean[size];
    Map<String, Integer> subnetNumbers = new HashMap<>();
    ingress = new PortGate[size];
    Map<String, Integer> vpcs = new HashMap<>();
    for (int i = 0; i < size; i++) {
      NetworkInterface it = atlas.at(i);
      int vpc = vpcs.computeIfAbsent(it.vpcId(), _ -> vpcs.size());
      addresses[i] = it.address();
      subnets[i] = subnetNumbers.computeIfAbsent(it.subnetId(), _ -> subnetNumbers.size());
      openBorder[i] = atlas.border(i).isOpen();
      classes[i] = gates.classOf(i);
      egress[i] = gates.gate(classes[i], true).tcp();
      ingress[i] = gates.gate(classes[i], false).tcp();
      boolean plain =
          atlas.isUp(i) && atlas.routes(i).isPlain() && atlas.number(it.vpcId(), it.address()) == i;
      GuestPath rules =
          atlas.guest(i).map(guest -> new GuestPath(guest, it.address())).orElse(null);
      sourceVpc[i] = plain && (rules == null || rules.isPlainSource()) ? vpc : NO_VPC;
      targetVpc[i] = plain && (rules == null || rules.isPlainTarget()) ? vpc : NO_VPC;
    }
  }

  boolean covers(int source, int target) {
    return source < addresses.length
        && target < addresses.length
        && source != target
        && sourceVpc[source] != NO_VPC
        && sourceVpc[source] == targetVpc[target]
        && (subnets[source] == subnets[target] || openBorder[source] && openBorder[target]);
  }

  long admit(int source, int target, int port) {
    if (!atlas.listens(target, port)) {
      return Ticket.DENIED;
    }
    int out = egress[source].judge(classes[target], addresses[target], port);
    if (out == PortGate.DENIED) {
      return Ticket.DENIED;
    }
    int in = ingress[target].judge(classes[source], addresses[source], port);
    if (in == PortGate.DENIED) {
      return Ticket.DENIED;
    }
    return (out == PortGate.UNTRACKED ? Ticket.untracked(0) : 0)
        | (in == PortGate.UNTRACKED ? Ticket.untracked(1) : 0);
  }
}
