package io.scorta.control.id;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// The kinds of EC2 resource: how their ids begin, what tags call them, and AWS's codes for an id
/// that is none or that leads to nothing.
public enum ResourceKind {
  VPC("vpc", "vpc", "vpc ID", "InvalidVpcID.NotFound", "InvalidVpcID.Malformed"),
  SUBNET("subnet", "subnet", "subnet ID", "InvalidSubnetID.NotFound", "InvalidSubnetID.Malformed"),
  INTERNET_GATEWAY(
      "igw",
      "internet-gateway",
      "internetGateway ID",
      "InvalidInternetGatewayID.NotFound",
      "InvalidInternetGatewayId.Malformed"),
  ROUTE_TABLE(
      "rtb",
      "route-table",
      "routeTable ID",
      "InvalidRouteTableID.NotFound",
      "InvalidRouteTableId.Malformed"),
  ROUTE_TABLE_ASSOCIATION(
      "rtbassoc",
      "",
      "association ID",
      "InvalidAssociationID.NotFound",
      "InvalidAssociationID.Malformed"),
  SECURITY_GROUP(
      "sg",
      "security-group",
      "security group",
      "InvalidGroup.NotFound",
      "InvalidGroupId.Malformed"),
  SECURITY_GROUP_RULE(
      "sgr",
      "security-group-rule",
      "security group rule ID",
      "InvalidSecurityGroupRuleId.NotFound",
      "InvalidSecurityGroupRuleId.Malformed"),
  NETWORK_INTERFACE(
      "eni",
      "network-interface",
      "networkInterface ID",
      "InvalidNetworkInterfaceID.NotFound",
      "InvalidNetworkInterfaceId.Malformed"),
  ELASTIC_IP(
      "eipalloc",
      "elastic-ip",
      "allocation ID",
      "InvalidAllocationID.NotFound",
      "InvalidAllocationID.Malformed"),
  ADDRESS_ASSOCIATION(
      "eipassoc",
      "",
      "association ID",
      "InvalidAssociationID.NotFound",
      "InvalidAssociationID.Malformed"),
  NETWORK_ACL(
      "acl",
      "network-acl",
      "networkAcl ID",
      "InvalidNetworkAclID.NotFound",
      "InvalidNetworkAclId.Malformed"),
  NETWORK_ACL_ASSOCIATION(
      "aclassoc",
      "",
      "association ID",
      "InvalidAssociationID.NotFound",
      "InvalidAssociationID.Malformed"),
  PEERING(
      "pcx",
      "vpc-peering-connection",
      "vpcPeeringConnection ID",
      "InvalidVpcPeeringConnectionID.NotFound",
      "InvalidVpcPeeringConnectionId.Malformed"),
  PREFIX_LIST(
      "pl",
      "prefix-list",
      "prefix list ID",
      "InvalidPrefixListID.NotFound",
      "InvalidPrefixListId.Malformed"),
  INSIGHTS_PATH(
      "nip",
      "network-insights-path",
      "network insights path ID",
      "InvalidNetworkInsightsPathId.NotFound",
      "InvalidNetworkInsightsPathId.Malformed"),
  INSIGHTS_ANALYSIS(
      "nia",
      "network-insights-analysis",
      "network insights analysis ID",
      "InvalidNetworkInsightsAnalysisId.NotFound",
      "InvalidNetworkInsightsAnalysisId.Malformed"),
  NAT_GATEWAY("nat", "natgateway", "NAT gateway", "NatGatewayNotFound", "NatGatewayMalformed"),
  KEY_PAIR(
      "key", "key-pair", "key pair ID", "InvalidKeyPair.NotFound", "InvalidKeyPairID.Malformed"),
  INSTANCE(
      "i", "instance", "instance ID", "InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed");

  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{8}([0-9a-f]{9})?");
  private final String prefix;
  private final String tagType;
  private final String noun;
  private final String notFoundCode;
  private final String malformedCode;

  ResourceKind(
      String prefix, String tagType, String noun, String notFoundCode, String malformedCode) {
    this.prefix = prefix;
    this.tagType = tagType;
    this.noun = noun;
    this.notFoundCode = notFoundCode;
    this.malformedCode = malformedCode;
  }

  /// The kind whose ids begin as this one does.
  public static Optional<ResourceKind> ofId(String id) {
    int hyphen = id.indexOf('-');
    return hyphen < 0
        ? Optional.empty()
        : Arrays.stream(values()).filter(k -> k.prefix.equals(id.substring(0, hyphen))).findFirst();
  }

  /// Whether the text has the form of this kind's ids: 8 or 17 hexadecimal digits after the prefix.
  public boolean isWellFormed(String id) {
    return id.startsWith(prefix + "-") && hasIdDigits(id);
  }

  /// Whether 8 or 17 hexadecimal digits follow the text's first hyphen, as in every EC2 id.
  public static boolean hasIdDigits(String id) {
    return DIGITS.matcher(id.substring(id.indexOf('-') + 1)).matches();
  }

  public String prefix() {
    return prefix;
  }

  /// What tags call it, as in `internet-gateway`; empty when it takes no tags.
  public String tagType() {
    return tagType;
  }

  /// What AWS's messages call its id.
  public String noun() {
    return noun;
  }

  /// The code for a well-formed id that leads to nothing.
  public String notFoundCode() {
    return notFoundCode;
  }

  /// The code for a text that is no id of this kind.
  public String malformedCode() {
    return malformedCode;
  }
}
