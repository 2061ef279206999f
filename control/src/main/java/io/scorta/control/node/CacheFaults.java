package io.scorta.control.node;

import io.scorta.control.state.Refusal;

/// The codes of ElastiCache's faults, and the faults that several commands give.
public final class CacheFaults {
  public static final String CLUSTER_EXISTS = "CacheClusterAlreadyExists";
  public static final String CLUSTER_NOT_FOUND = "CacheClusterNotFound";
  public static final String CLUSTER_STATE = "InvalidCacheClusterState";
  public static final String GROUP_EXISTS = "ReplicationGroupAlreadyExists";
  public static final String GROUP_NOT_FOUND = "ReplicationGroupNotFoundFault";
  public static final String GROUP_STATE = "InvalidReplicationGroupState";
  public static final String INVALID_ARN = "InvalidARN";
  public static final String INVALID_COMBINATION = "InvalidParameterCombination";
  public static final String INVALID_SUBNET = "InvalidSubnet";
  public static final String INVALID_VALUE = "InvalidParameterValue";
  public static final String INVALID_VPC_STATE = "InvalidVPCNetworkStateFault";
  public static final String NODE_QUOTA_CLUSTER = "NodeQuotaForClusterExceeded";
  public static final String NODE_QUOTA_CUSTOMER = "NodeQuotaForCustomerExceeded";
  public static final String PARAMETER_GROUP_EXISTS = "CacheParameterGroupAlreadyExists";
  public static final String PARAMETER_GROUP_NOT_FOUND = "CacheParameterGroupNotFound";
  public static final String PARAMETER_GROUP_QUOTA = "CacheParameterGroupQuotaExceeded";
  public static final String PARAMETER_GROUP_STATE = "InvalidCacheParameterGroupState";
  public static final String SUBNET_GROUP_EXISTS = "CacheSubnetGroupAlreadyExists";
  public static final String SUBNET_GROUP_IN_USE = "CacheSubnetGroupInUse";
  public static final String SUBNET_GROUP_NOT_FOUND = "CacheSubnetGroupNotFoundFault";
  public static final String SUBNET_GROUP_QUOTA = "CacheSubnetGroupQuotaExceeded";
  public static final String SUBNET_IN_USE = "SubnetInUse";
  public static final String SUBNET_QUOTA = "CacheSubnetQuotaExceededFault";
  public static final String TAG_NOT_FOUND = "TagNotFound";
  public static final String TAG_QUOTA = "TagQuotaPerResourceExceeded";

  private CacheFaults() {}

  public static Refusal clusterNotFound(String id) {
    return Refusal.of(CLUSTER_NOT_FOUND, "CacheCluster not found: %s", id);
  }

  public static Refusal groupNotFound(String id) {
    return Refusal.of(GROUP_NOT_FOUND, "ReplicationGroup %s not found.", id);
  }

  public static Refusal parameterGroupNotFound(String name) {
    return Refusal.of(PARAMETER_GROUP_NOT_FOUND, "CacheParameterGroup %s not found.", name);
  }

  public static Refusal subnetGroupNotFound(String name) {
    return Refusal.of(SUBNET_GROUP_NOT_FOUND, "Cache Subnet Group %s does not exist.", name);
  }

  public static Refusal invalidValue(String message, Object... arguments) {
    return Refusal.of(INVALID_VALUE, message, arguments);
  }

  public static Refusal invalidCombination(String message, Object... arguments) {
    return Refusal.of(INVALID_COMBINATION, message, arguments);
  }
}
