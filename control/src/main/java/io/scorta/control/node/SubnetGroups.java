package io.scorta.control.node;

import static io.scorta.control.node.CacheFaults.invalidValue;

import io.scorta.access.model.Subnet;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The commands on subnet groups.
public final class SubnetGroups {
  private SubnetGroups() {}

  /// Makes a group of subnets of one VPC.
  public record Create(
      String name, String description, List<String> subnetIds, Map<String, String> tags)
      implements Command<SubnetGroup> {
    public Create {
      subnetIds = List.copyOf(subnetIds);
      tags = Map.copyOf(tags);
    }

    @Override
    public Decision<SubnetGroup> decide(State state, Context context) {
      return Decision.of(state, draft -> create(draft, context));
    }

    private SubnetGroup create(Draft draft, Context context) {
      String account = context.account();
      String id = CacheName.subnetGroup(name);
      CacheName.checkDescription(description);
      if (id.equals(SubnetGroup.DEFAULT) || draft.find(account, SubnetGroup.KIND, id).isPresent()) {
        throw Refusal.of(
            CacheFaults.SUBNET_GROUP_EXISTS, "CacheSubnetGroup %s already exists.", id);
      }
      if (draft.all(account, SubnetGroup.KIND).size() >= CacheLimits.SUBNET_GROUPS) {
        throw Refusal.of(
            CacheFaults.SUBNET_GROUP_QUOTA,
            "The account has %d cache subnet groups, its quota: delete one first.",
            CacheLimits.SUBNET_GROUPS);
      }
      String vpcId = vpcOf(draft, account, subnetIds);
      SubnetGroup group =
          new SubnetGroup(id, description, vpcId, subnetIds.stream().distinct().toList());
      draft.put(account, SubnetGroup.KIND, id, group);
      ResourceTags.add(draft, account, arn(id), tags);
      return group;
    }
  }

  /// Changes a group's description or subnets; an empty list of subnets leaves them.
  public record Modify(String name, Optional<String> description, List<String> subnetIds)
      implements Command<SubnetGroup> {
    public Modify {
      subnetIds = List.copyOf(subnetIds);
    }

    @Override
    public Decision<SubnetGroup> decide(State state, Context context) {
      return Decision.of(state, draft -> modify(draft, context));
    }

    private SubnetGroup modify(Draft draft, Context context) {
      String account = context.account();
      SubnetGroup group = changeable(draft, account, name);
      description.ifPresent(CacheName::checkDescription);
      List<String> ids = subnetIds.isEmpty() ? group.subnetIds() : subnetIds;
      if (!subnetIds.isEmpty()) {
        checkVpc(group, vpcOf(draft, account, subnetIds));
        checkUnused(draft, account, group, subnetIds);
      }
      SubnetGroup next =
          new SubnetGroup(
              group.name(),
              description.orElse(group.description()),
              group.vpcId(),
              ids.stream().distinct().toList());
      draft.put(account, SubnetGroup.KIND, group.name(), next);
      return next;
    }

    private static void checkVpc(SubnetGroup group, String vpcId) {
      if (!vpcId.equals(group.vpcId())) {
        throw Refusal.of(
            CacheFaults.INVALID_SUBNET,
            "The subnets are in VPC %s, and cache subnet group %s is in VPC %s.",
            vpcId,
            group.name(),
            group.vpcId());
      }
    }

    private static void checkUnused(
        Draft draft, String account, SubnetGroup group, List<String> kept) {
      for (CacheCluster cluster : users(draft, account, group.name())) {
        for (CacheNode node : cluster.nodes()) {
          if (!kept.contains(node.seat().subnetId())) {
            throw Refusal.of(
                CacheFaults.SUBNET_IN_USE,
                "Subnet %s is in use by node %s of cache cluster %s: keep it in the group.",
                node.seat().subnetId(),
                node.id(),
                cluster.id());
          }
        }
      }
    }
  }

  /// Takes a group away that no cluster uses.
  public record Delete(String name) implements Command<String> {
    @Override
    public Decision<String> decide(State state, Context context) {
      return Decision.of(state, draft -> delete(draft, context));
    }

    private String delete(Draft draft, Context context) {
      String account = context.account();
      SubnetGroup group = changeable(draft, account, name);
      String users =
          users(draft, account, group.name()).stream()
              .map(CacheCluster::id)
              .collect(Collectors.joining(", "));
      if (!users.isEmpty()) {
        throw Refusal.of(
            CacheFaults.SUBNET_GROUP_IN_USE,
            "Cache subnet group %s is currently in use by a cache cluster: delete %s first.",
            group.name(),
            users);
      }
      draft.remove(account, SubnetGroup.KIND, group.name());
      ResourceTags.drop(draft, account, arn(group.name()));
      return group.name();
    }
  }

  /// The group of a name that a caller gave, in any case.
  public static SubnetGroup asked(State state, String account, String name) {
    return SubnetGroup.find(state, account, name.toLowerCase(Locale.ROOT))
        .orElseThrow(() -> CacheFaults.subnetGroupNotFound(name));
  }

  private static List<CacheCluster> users(Draft draft, String account, String group) {
    return draft.all(account, CacheCluster.KIND).stream()
        .filter(cluster -> cluster.settings().subnetGroup().equals(group))
        .toList();
  }

  private static SubnetGroup changeable(Draft draft, String account, String name) {
    SubnetGroup group = asked(draft.state(), account, name);
    if (group.name().equals(SubnetGroup.DEFAULT)) {
      throw invalidValue(
          "Cache subnet group default follows the default VPC and cannot be changed or deleted.");
    }
    return group;
  }

  /// The one VPC of all the subnets.
  private static String vpcOf(Draft draft, String account, List<String> subnetIds) {
    if (subnetIds.isEmpty()) {
      throw Refusal.of(CacheFaults.INVALID_SUBNET, "SubnetIds is empty: name at least one subnet.");
    }
    if (subnetIds.size() > CacheLimits.SUBNETS_PER_GROUP) {
      throw Refusal.of(
          CacheFaults.SUBNET_QUOTA,
          "A cache subnet group has at most %d subnets, not %d.",
          CacheLimits.SUBNETS_PER_GROUP,
          subnetIds.size());
    }
    List<String> vpcs =
        subnetIds.stream().map(id -> subnet(draft, account, id).vpcId()).distinct().toList();
    if (vpcs.size() > 1) {
      throw Refusal.of(
          CacheFaults.INVALID_SUBNET,
          "The subnets are in %d VPCs: name subnets of one VPC.",
          vpcs.size());
    }
    return vpcs.getFirst();
  }

  private static Subnet subnet(Draft draft, String account, String id) {
    return draft
        .find(account, NetworkKinds.SUBNET, id)
        .orElseThrow(() -> Refusal.of(CacheFaults.INVALID_SUBNET, "Subnet %s does not exist.", id));
  }

  private static CacheArn arn(String name) {
    return new CacheArn(CacheArn.Type.SUBNET_GROUP, name);
  }
}
