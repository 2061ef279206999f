package io.scorta.control.node;

import static io.scorta.control.node.CacheFaults.invalidValue;

import java.util.Locale;

/// The forms that identifiers of caches and their groups may have.
public final class CacheName {
  private static final int CLUSTER_LENGTH_MAX = 50;
  private static final int GROUP_LENGTH_MAX = 40;
  private static final int OTHER_LENGTH_MAX = 255;

  private CacheName() {}

  /// A cache cluster's id, in lower case.
  public static String cluster(String asked) {
    return identifier("CacheClusterId", asked, CLUSTER_LENGTH_MAX);
  }

  /// A replication group's id, in lower case.
  public static String group(String asked) {
    return identifier("ReplicationGroupId", asked, GROUP_LENGTH_MAX);
  }

  /// A parameter group's name, in lower case.
  public static String parameterGroup(String asked) {
    return identifier("CacheParameterGroupName", asked, OTHER_LENGTH_MAX);
  }

  /// A subnet group's name, in lower case; more letters are allowed than in other names.
  public static String subnetGroup(String asked) {
    String name = asked.toLowerCase(Locale.ROOT);
    if (!name.matches("[a-z0-9-_. ]{1," + OTHER_LENGTH_MAX + "}")) {
      throw invalidValue(
          "CacheSubnetGroupName \"%s\": give 1 to %d letters, digits, hyphens, underscores, dots or"
              + " spaces.",
          asked, OTHER_LENGTH_MAX);
    }
    return name;
  }

  private static String identifier(String field, String asked, int lengthMax) {
    String name = asked.toLowerCase(Locale.ROOT);
    boolean valid =
        name.length() <= lengthMax
            && name.matches("[a-z][a-z0-9-]*")
            && !name.contains("--")
            && !name.endsWith("-");
    if (!valid) {
      throw invalidValue(
          "The parameter %s is not a valid identifier: \"%s\". Give 1 to %d letters, digits and"
              + " hyphens, beginning with a letter, not ending with a hyphen, without two hyphens"
              + " in a row.",
          field, asked, lengthMax);
    }
    return name;
  }

  /// Refuses a text that is too long to describe a group.
  static void checkDescription(String text) {
    if (text.length() > CacheLimits.DESCRIPTION_LENGTH) {
      throw CacheFaults.invalidValue(
          "The parameter Description has %d characters: give at most %d.",
          text.length(), CacheLimits.DESCRIPTION_LENGTH);
    }
  }
}
