package io.scorta.access.model;

import java.util.List;

/// A set of rules that guards every network interface that carries it.
public record SecurityGroup(
    String id,
    String vpcId,
    String owner,
    String name,
    String description,
    List<SecurityGroupRule> rules) {
  /// The name of the group that every VPC has and that cannot be deleted.
  public static final String DEFAULT_NAME = "default";

  public SecurityGroup {
    rules = List.copyOf(rules);
  }

  public boolean isDefault() {
    return name.equals(DEFAULT_NAME);
  }
}
