package io.scorta.control.node;

import io.scorta.control.state.Refusal;
import java.util.Arrays;
import java.util.Locale;

/// The name of a cache resource that holds everywhere, without region and account, which are those
/// of the context.
public record CacheArn(Type type, String id) {
  private static final String PREFIX = "arn:aws:elasticache:";
  private static final int PARTS = 7;

  /// The resources that have an ARN, and what it calls them.
  public enum Type {
    CLUSTER("cluster"),
    REPLICATION_GROUP("replicationgroup"),
    SUBNET_GROUP("subnetgroup"),
    PARAMETER_GROUP("parametergroup");

    private final String wireName;

    Type(String wireName) {
      this.wireName = wireName;
    }
  }

  public static CacheArn cluster(String id) {
    return new CacheArn(Type.CLUSTER, id);
  }

  /// The resource of an ARN of the caller's own region and account.
  public static CacheArn parse(String region, String account, String text) {
    String[] parts = text.split(":", PARTS);
    String own = PREFIX + region + ":" + account + ":";
    if (parts.length < PARTS || !text.startsWith(own) || parts[PARTS - 1].isEmpty()) {
      throw Refusal.of(
          CacheFaults.INVALID_ARN,
          "\"%s\" is not the ARN of a resource of this account and region: give one such as"
              + " %scluster:sessions",
          text,
          own);
    }
    Type type =
        Arrays.stream(Type.values())
            .filter(known -> known.wireName.equals(parts[PARTS - 2]))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.of(
                        CacheFaults.INVALID_ARN,
                        "\"%s\": resources of type %s do not exist in this version.",
                        text,
                        parts[PARTS - 2]));
    return new CacheArn(type, parts[PARTS - 1].toLowerCase(Locale.ROOT));
  }

  /// The whole ARN.
  public String text(String region, String account) {
    return PREFIX + region + ":" + account + ":" + key();
  }

  /// Type and id, as in `cluster:sessions`.
  public String key() {
    return type.wireName + ":" + id;
  }
}
