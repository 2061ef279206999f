package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.access.model.Vpc;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Refusal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Commands on security groups, and what other rooms ask of them. Their rules: [SecurityRules].
public final class SecurityGroups {
  private static final Pattern TEXT = Pattern.compile("[a-zA-Z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]*");
  private static final String RESERVED_PREFIX = "sg-";

  private SecurityGroups() {}

  /// How a caller names a group: by its id, or by its name in the default VPC.
  public record Reference(Optional<String> id, Optional<String> name) {
    public static Reference byId(String id) {
      return new Reference(Optional.of(id), Optional.empty());
    }
  }

  /// Makes a group that lets nothing in and everything out.
  public record Create(
      String name, String description, Optional<String> vpcId, Map<String, String> tags)
      implements NetworkCommand<SecurityGroup> {
    public Create {
      tags = Map.copyOf(tags);
    }

    @Override
    public SecurityGroup run(Edit edit) {
      String network = vpcId.map(edit::vpc).map(Vpc::id).orElseGet(() -> home(edit));
      checkName();
      checkText("GroupDescription", description);
      if (named(edit, network, name).isPresent()) {
        throw Refusal.of(
            "InvalidGroup.Duplicate",
            "The security group '%s' already exists for VPC '%s'",
            name,
            network);
      }
      edit.room(
          edit.all(NetworkKinds.SECURITY_GROUP).size(),
          Limits.SECURITY_GROUPS,
          "SecurityGroupLimitExceeded",
          "security groups");
      String id = edit.newId(ResourceKind.SECURITY_GROUP);
      SecurityGroup group =
          new SecurityGroup(
              id, network, edit.account(), name, description, List.of(everythingOut(edit)));
      edit.put(NetworkKinds.SECURITY_GROUP, id, group);
      edit.tag(id, tags);
      return group;
    }

    private void checkName() {
      checkText("GroupName", name);
      if (name.isEmpty()) {
        throw Refusal.of("MissingParameter", "GroupName is empty: give the group a name");
      }
      if (name.startsWith(RESERVED_PREFIX)) {
        throw Faults.value(
            "Invalid value '%s' for groupName: group names may not begin with sg-", name);
      }
      if (name.equals(SecurityGroup.DEFAULT_NAME)) {
        throw Faults.value("Cannot use reserved security group name: %s", name);
      }
    }
  }

  /// Takes away a group that no interface carries and that no other group's rule in its VPC names.
  /// Rules of peered VPCs that name it become stale.
  public record Delete(Reference reference) implements NetworkCommand<SecurityGroup> {
    @Override
    public SecurityGroup run(Edit edit) {
      SecurityGroup group = resolve(edit, reference);
      if (group.isDefault()) {
        throw Refusal.of(
            "CannotDelete",
            "the specified group: \"%s\" name: \"default\" cannot be deleted by a user",
            group.id());
      }
      holder(edit, group.vpcId(), group.id())
          .ifPresent(
              what -> {
                throw Refusal.of(
                    Faults.DEPENDENCY,
                    "resource %s has a dependent object: %s still uses it",
                    group.id(),
                    what);
              });
      erase(edit, group);
      return group;
    }

    private static Optional<String> holder(Edit edit, String vpcId, String id) {
      Optional<String> lent =
          GroupVpcs.holding(edit, id).map(tie -> "its association with " + tie.vpcId());
      if (lent.isPresent()) {
        return lent;
      }
      Optional<String> onInterface =
          edit.all(NetworkKinds.NETWORK_INTERFACE).stream()
              .filter(i -> i.groupIds().contains(id))
              .map(i -> "network interface " + i.id())
              .findFirst();
      return onInterface.or(
          () ->
              edit.all(NetworkKinds.SECURITY_GROUP).stream()
                  .filter(g -> !g.id().equals(id) && g.vpcId().equals(vpcId) && names(g, id))
                  .map(g -> "a rule of security group " + g.id())
                  .findFirst());
    }

    private static boolean names(SecurityGroup group, String id) {
      return group.rules().stream()
          .anyMatch(r -> r.peer() instanceof RulePeer.Group(String peer, _) && peer.equals(id));
    }
  }

  /// The groups that an interface in the VPC is to carry, each once, in the order given; the VPC's
  /// default group when none is named. Refuses unknown groups, those of another VPC, and too many.
  public static List<String> checked(
      Draft draft, String account, String vpcId, List<String> groupIds) {
    if (groupIds.isEmpty()) {
      return List.of(defaultOf(draft, account, vpcId).id());
    }
    Set<String> distinct = new LinkedHashSet<>(groupIds);
    if (distinct.size() > Limits.SECURITY_GROUPS_PER_INTERFACE) {
      throw Refusal.of(
          "SecurityGroupsPerInterfaceLimitExceeded",
          "%d security groups for one interface: it may have %d",
          distinct.size(),
          Limits.SECURITY_GROUPS_PER_INTERFACE);
    }
    for (String id : distinct) {
      if (Classic.is(vpcId) && CacheSecurityGroup.isId(id)) {
        String name = CacheSecurityGroup.nameOf(id);
        CacheSecurityGroups.require(draft.state(), account, name);
        continue;
      }
      SecurityGroup group =
          Faults.require(
              draft,
              account,
              NetworkKinds.SECURITY_GROUP,
              new Faults.Reference(ResourceKind.SECURITY_GROUP, id));
      if (!GroupVpcs.isUsable(draft.state(), account, group, vpcId)) {
        throw Refusal.of(
            "InvalidParameter",
            "Security group %s and the subnet belong to different networks: the group is in %s, the"
                + " subnet in %s",
            id,
            group.vpcId(),
            vpcId);
      }
    }
    return List.copyOf(distinct);
  }

  /// The VPC's default group.
  public static SecurityGroup defaultOf(Draft draft, String account, String vpcId) {
    return draft.all(account, NetworkKinds.SECURITY_GROUP).stream()
        .filter(group -> group.vpcId().equals(vpcId) && group.isDefault())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("VPC " + vpcId + " has no default group"));
  }

  /// A VPC's default group: everything from itself comes in, everything goes out.
  static SecurityGroup defaultGroup(Edit edit, String vpcId) {
    String id = edit.newId(ResourceKind.SECURITY_GROUP);
    SecurityGroupRule fromItself =
        new SecurityGroupRule(
            edit.newId(ResourceKind.SECURITY_GROUP_RULE),
            false,
            Protocol.ALL,
            -1,
            -1,
            new RulePeer.Group(id, edit.account()),
            "");
    return new SecurityGroup(
        id,
        vpcId,
        edit.account(),
        SecurityGroup.DEFAULT_NAME,
        "default VPC security group",
        List.of(fromItself, everythingOut(edit)));
  }

  /// Takes the group away with its tags and its rules' tags.
  static void erase(Edit edit, SecurityGroup group) {
    group.rules().forEach(rule -> edit.untag(rule.id()));
    edit.remove(NetworkKinds.SECURITY_GROUP, group.id());
  }

  static SecurityGroup resolve(Edit edit, Reference reference) {
    if (reference.id().isPresent()) {
      SecurityGroup group = edit.group(reference.id().get());
      if (reference.name().isPresent() && !reference.name().get().equals(group.name())) {
        throw Faults.value(
            "The security group '%s' is not named '%s'", group.id(), reference.name().get());
      }
      return group;
    }
    String name =
        reference
            .name()
            .orElseThrow(
                () ->
                    Refusal.of(
                        "MissingParameter",
                        "The request must contain the parameter groupName or groupId"));
    String network = home(edit);
    return named(edit, network, name)
        .orElseThrow(
            () ->
                Refusal.of(
                    "InvalidGroup.NotFound",
                    "The security group '%s' does not exist in default VPC '%s': name groups of"
                        + " other VPCs by their id",
                    name,
                    network));
  }

  /// The network of what names none: the default VPC, or EC2-Classic.
  private static String home(Edit edit) {
    return Classic.isHome(edit.draft().state(), edit.account())
        ? Classic.NETWORK
        : requireDefaultVpc(edit).id();
  }

  static Optional<SecurityGroup> named(Edit edit, String vpcId, String name) {
    return edit.groupsOf(vpcId).stream().filter(g -> g.name().equals(name)).findFirst();
  }

  static void checkText(String parameter, String text) {
    if (text.length() > Limits.NAME_LENGTH || !TEXT.matcher(text).matches()) {
      throw Faults.value(
          "Invalid value '%s' for %s. Give up to %d characters of a-z, A-Z, 0-9, spaces and"
              + " ._-:/()#,@[]+=&;{}!$*",
          text, parameter, Limits.NAME_LENGTH);
    }
  }

  private static Vpc requireDefaultVpc(Edit edit) {
    return edit.defaultVpc()
        .orElseThrow(
            () ->
                Refusal.of(
                    "VPCIdNotSpecified", "No default VPC for this user: give the id of a VPC"));
  }

  private static SecurityGroupRule everythingOut(Edit edit) {
    return new SecurityGroupRule(
        edit.newId(ResourceKind.SECURITY_GROUP_RULE),
        true,
        Protocol.ALL,
        -1,
        -1,
        new RulePeer.Block(Cidr.ANYWHERE),
        "");
  }
}
