package io.scorta.control.node;

import java.time.Duration;

/// The service's quotas and times. The numbers of quotas are AWS's defaults.
public final class CacheLimits {
  /// Cache nodes of an account in the region.
  public static final int NODES_PER_ACCOUNT = 300;

  /// Nodes of one memcached cluster.
  public static final int NODES_PER_CLUSTER = 40;

  /// Characters of the text that describes a group.
  public static final int DESCRIPTION_LENGTH = 255;

  public static final int PARAMETER_GROUPS = 300;

  /// Parameters that one modify or reset call may name.
  public static final int PARAMETERS_PER_CALL = 20;

  public static final int SUBNET_GROUPS = 300;
  public static final int SUBNETS_PER_GROUP = 20;
  public static final int TAGS_PER_RESOURCE = 50;

  /// How long a removed memcached node still answers after it left the list that clients poll: at
  /// least one poll of a client, which by default comes every minute.
  public static final Duration LEAVE_GRACE = Duration.ofSeconds(60);

  /// How long events are kept.
  public static final Duration EVENT_AGE_MAX = Duration.ofDays(14);

  private CacheLimits() {}
}
