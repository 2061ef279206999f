package io.scorta.access.kernel;

import io.scorta.access.model.Ipv4;

/// A link between the namespaces of two peered VPCs; it has the same name at both ends.
///
/// A VPC may have many, so each end's address is the link's own: the kernel takes no route through
/// an address that it has itself on another link.
record PeerLink(int number, Namespace requester, Namespace accepter) {
  /// More numbers would meet the address of the instances' metadata.
  static final int NUMBER_MAX = 20_000;

  private static final int FIRST = Ipv4.parse("169.254.2.0");

  String name() {
    return "p" + number;
  }

  /// The requester's end, as the accepter sees it.
  String requesterAddress() {
    return Ipv4.format(FIRST + 2 * number);
  }

  /// The accepter's end, as the requester sees it.
  String accepterAddress() {
    return Ipv4.format(FIRST + 2 * number + 1);
  }

  /// The far end, as a VPC at one end sees it.
  String across(Namespace vpc) {
    return vpc.equals(requester) ? accepterAddress() : requesterAddress();
  }

  boolean touches(Namespace vpc) {
    return requester.equals(vpc) || accepter.equals(vpc);
  }
}
