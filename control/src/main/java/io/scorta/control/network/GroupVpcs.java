package io.scorta.control.network;

import io.scorta.access.model.SecurityGroup;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.Optional;

/// Commands that lend a security group to another VPC of its account.
public final class GroupVpcs {
  private GroupVpcs() {}

  /// Lends a group; one that is lent already stays so.
  public record Associate(String groupId, String vpcId) implements NetworkCommand<GroupVpc> {
    @Override
    public GroupVpc run(Edit edit) {
      SecurityGroup group = edit.group(groupId);
      edit.vpc(vpcId);
      if (group.isDefault()) {
        throw Faults.value(
            "The default security group %s cannot be associated with another VPC", groupId);
      }
      if (group.vpcId().equals(vpcId)) {
        throw Faults.value("The security group %s belongs to %s already", groupId, vpcId);
      }
      boolean nameTaken =
          edit.groupsOf(vpcId).stream().anyMatch(it -> it.name().equals(group.name()));
      if (nameTaken) {
        throw Refusal.of(
            "InvalidGroup.Duplicate",
            "The security group '%s' already exists for VPC '%s'",
            group.name(),
            vpcId);
      }
      GroupVpc tie = new GroupVpc(groupId, vpcId, edit.account());
      edit.put(NetworkKinds.GROUP_VPC, GroupVpc.key(groupId, vpcId), tie);
      return tie;
    }
  }

  /// Takes a lent group back, when no interface of the other VPC carries it.
  public record Disassociate(String groupId, String vpcId) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      edit.group(groupId);
      edit.vpc(vpcId);
      if (!isAssociated(edit.draft().state(), edit.account(), groupId, vpcId)) {
        throw Faults.value("The security group %s is not associated with %s", groupId, vpcId);
      }
      edit.interfacesOf(vpcId).stream()
          .filter(it -> it.groupIds().contains(groupId))
          .findFirst()
          .ifPresent(
              it -> {
                throw Refusal.of(
                    Faults.DEPENDENCY,
                    "The security group %s is in use in %s by network interface %s",
                    groupId,
                    vpcId,
                    it.id());
              });
      edit.draft().remove(edit.account(), NetworkKinds.GROUP_VPC, GroupVpc.key(groupId, vpcId));
      return true;
    }
  }

  /// Whether interfaces of the VPC may carry the group.
  public static boolean isUsable(State state, String account, SecurityGroup group, String vpcId) {
    return group.vpcId().equals(vpcId) || isAssociated(state, account, group.id(), vpcId);
  }

  /// A tie that holds a group or a VPC in place, if there is one.
  static Optional<GroupVpc> holding(Edit edit, String id) {
    return edit.all(NetworkKinds.GROUP_VPC).stream()
        .filter(it -> it.groupId().equals(id) || it.vpcId().equals(id))
        .findFirst();
  }

  private static boolean isAssociated(State state, String account, String groupId, String vpcId) {
    return state.find(account, NetworkKinds.GROUP_VPC, GroupVpc.key(groupId, vpcId)).isPresent();
  }
}
