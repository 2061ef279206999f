package io.scorta.control.network;

import java.util.List;

/// Whom the caches of EC2-Classic that carry the group let in: the instances of EC2 groups, each
/// named by its owner and its name.
public record CacheSecurityGroup(
    String name, String owner, String description, List<Member> members) {
  /// The group of caches for which none is named.
  public static final String DEFAULT = "default";

  private static final String PREFIX = "cache/";

  public CacheSecurityGroup {
    members = List.copyOf(members);
  }

  /// An EC2 group.
  public record Member(String owner, String name) {}

  /// The id by which interfaces carry it.
  public String id() {
    return idOf(owner, name);
  }

  /// The id of an account's group of this name.
  public static String idOf(String owner, String name) {
    return PREFIX + owner + "/" + name;
  }

  /// Whether an interface's group is a cache security group.
  public static boolean isId(String groupId) {
    return groupId.startsWith(PREFIX);
  }

  /// The name in such an id.
  public static String nameOf(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }
}
