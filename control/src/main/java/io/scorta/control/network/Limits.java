package io.scorta.control.network;

/// How much of everything an account may have. The figures are AWS's defaults.
public final class Limits {
  public static final int VPCS = 5;
  public static final int INTERNET_GATEWAYS = 5;
  public static final int BLOCKS_PER_VPC = 5;
  public static final int SUBNETS_PER_VPC = 200;
  public static final int ROUTE_TABLES_PER_VPC = 200;
  public static final int ROUTES_PER_TABLE = 50;
  public static final int SECURITY_GROUPS = 2500;
  public static final int NETWORK_ACLS_PER_VPC = 200;

  /// Per direction.
  public static final int ENTRIES_PER_NETWORK_ACL = 20;

  public static final int PEERINGS_PER_VPC = 50;
  public static final int PEERINGS_OUTSTANDING = 25;
  public static final int PREFIX_LISTS = 100;
  public static final int PREFIX_LIST_ENTRIES = 1000;

  /// Versions of a prefix list that are kept; the oldest goes first.
  public static final int PREFIX_LIST_VERSIONS = 100;

  /// Per direction; IPv4 and IPv6 are counted apart, a group as a source counts as IPv4, a prefix
  /// list as many as it may have entries.
  public static final int RULES_PER_SECURITY_GROUP = 60;

  public static final int SECURITY_GROUPS_PER_INTERFACE = 5;
  public static final int ELASTIC_IPS = 5;
  public static final int INSTANCES = 20;
  public static final int INSIGHTS_PATHS = 100;
  public static final int INSIGHTS_ANALYSES = 1000;
  public static final int CACHE_SECURITY_GROUPS = 50;
  public static final int NAT_GATEWAYS_PER_ZONE = 5;
  public static final int KEY_PAIRS = 5000;
  public static final int NETWORK_INTERFACES = 5000;
  public static final int TAGS_PER_RESOURCE = 50;
  public static final int TAG_KEY_LENGTH = 128;
  public static final int TAG_VALUE_LENGTH = 256;
  public static final int NAME_LENGTH = 255;
  public static final int BLOCK_BITS_MIN = 16;
  public static final int BLOCK_BITS_MAX = 28;

  /// How long a terminated instance still shows.
  public static final int TERMINATED_SHOWN_SECONDS = 3600;

  private Limits() {}
}
