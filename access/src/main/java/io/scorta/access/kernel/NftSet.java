package io.scorta.access.kernel;

import java.util.Locale;

/// The sets and maps of the rules in `vpc.nft` and `edge.nft`. Their number never changes, whatever
/// the number of groups, rules and interfaces.
enum NftSet {
  IF_TABLE,
  IF_CLASS,
  IF_NUMBER,
  ADDR_CLASS,
  ENIS,
  ENI_ADDR,
  UNCHECKED,
  MIDDLE,
  IF_SUBNET,
  MATES,
  BORDERED,
  IF_ACL,
  PEERS,
  PEER_WAYS,
  PEER_CLASS,
  LOOSE_IN,
  OPEN_IN_ANY,
  OPEN_IN,
  OPEN_IN_RANGE,
  SG_IN_ANY,
  SG_IN,
  SG_IN_RANGE,
  CIDR_IN,
  ICMP_OPEN_IN,
  ICMP_SG_IN,
  ICMP_CIDR_IN,
  OTHER_OPEN_IN,
  OTHER_SG_IN,
  OTHER_CIDR_IN,
  ALL_OPEN_IN,
  ALL_SG_IN,
  ALL_CIDR_IN,
  ACL_IN,
  ACL_ICMP_IN,
  ACL_NAMED_IN,
  ACL_OTHER_IN,
  ACL_REST_IN,
  LOOSE_OUT,
  OPEN_OUT_ANY,
  OPEN_OUT,
  OPEN_OUT_RANGE,
  SG_OUT_ANY,
  SG_OUT,
  SG_OUT_RANGE,
  CIDR_OUT,
  ICMP_OPEN_OUT,
  ICMP_SG_OUT,
  ICMP_CIDR_OUT,
  OTHER_OPEN_OUT,
  OTHER_SG_OUT,
  OTHER_CIDR_OUT,
  ALL_OPEN_OUT,
  ALL_SG_OUT,
  ALL_CIDR_OUT,
  ACL_OUT,
  ACL_ICMP_OUT,
  ACL_NAMED_OUT,
  ACL_OTHER_OUT,
  ACL_REST_OUT,
  TO_PUBLIC,
  TO_PRIVATE,
  PUBLICS,
  GATEWAYS,
  HOSTS;

  /// As the rules name it.
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The set for the other direction of those that come in pairs, named for ingress.
  NftSet directed(boolean egress) {
    return egress ? valueOf(name().replaceFirst("_IN(?=_|$)", "_OUT")) : this;
  }
}
