package io.scorta.access.model;

/// The other end of a security group rule: who may come in, or where to go out.
public sealed interface RulePeer {
  /// An IPv4 block.
  record Block(Cidr cidr) implements RulePeer {}

  /// An IPv6 block, kept as AWS shows it. No interface has an IPv6 address yet, so it admits none.
  record Block6(String cidr) implements RulePeer {}

  /// The private addresses of a group's interfaces, in its own VPC and in those peered with it.
  record Group(String groupId, String owner) implements RulePeer {}

  /// The blocks of a prefix list.
  record PrefixList(String prefixListId) implements RulePeer {}
}
