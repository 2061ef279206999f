package io.scorta.control.network;

import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Commands on cache security groups, which only accounts of the older kind have.
public final class CacheSecurityGroups {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,255}");
  private static final String NOT_FOUND = "CacheSecurityGroupNotFound";

  private CacheSecurityGroups() {}

  /// Makes a group that lets nobody in.
  public record Create(String name, String description)
      implements NetworkCommand<CacheSecurityGroup> {
    @Override
    public CacheSecurityGroup run(Edit edit) {
      requireOffered(edit.draft().state(), edit.account());
      String key = name.toLowerCase(Locale.ROOT);
      if (!NAME.matcher(key).matches() || key.equals(CacheSecurityGroup.DEFAULT)) {
        throw Faults.value(
            "Invalid value '%s' for CacheSecurityGroupName: give 1 to 255 letters, digits and"
                + " hyphens, and not \"default\"",
            name);
      }
      if (edit.find(NetworkKinds.CACHE_SECURITY_GROUP, key).isPresent()) {
        throw Refusal.of(
            "CacheSecurityGroupAlreadyExists", "CacheSecurityGroup %s already exists.", key);
      }
      edit.room(
          edit.all(NetworkKinds.CACHE_SECURITY_GROUP).size(),
          Limits.CACHE_SECURITY_GROUPS,
          "QuotaExceeded.CacheSecurityGroup",
          "cache security groups");
      SecurityGroups.checkText("Description", description);
      CacheSecurityGroup group =
          new CacheSecurityGroup(key, edit.account(), description, List.of());
      edit.put(NetworkKinds.CACHE_SECURITY_GROUP, key, group);
      return group;
    }
  }

  /// Takes a group away that no cache carries.
  public record Delete(String name) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      CacheSecurityGroup group = require(edit.draft().state(), edit.account(), name);
      if (group.name().equals(CacheSecurityGroup.DEFAULT)) {
        throw Faults.value("Cache security group default cannot be deleted");
      }
      edit.all(NetworkKinds.NETWORK_INTERFACE).stream()
          .filter(it -> it.groupIds().contains(group.id()))
          .findFirst()
          .ifPresent(
              it -> {
                throw Refusal.of(
                    "InvalidCacheSecurityGroupState",
                    "Cache security group %s is used by cache node %s: delete the cache first.",
                    group.name(),
                    it.attachedTo());
              });
      edit.draft().remove(edit.account(), NetworkKinds.CACHE_SECURITY_GROUP, group.name());
      return true;
    }
  }

  /// Lets the instances of an EC2 group in.
  public record Authorize(String name, CacheSecurityGroup.Member member)
      implements NetworkCommand<CacheSecurityGroup> {
    @Override
    public CacheSecurityGroup run(Edit edit) {
      CacheSecurityGroup group = require(edit.draft().state(), edit.account(), name);
      if (group.members().contains(member)) {
        throw Refusal.of(
            "AuthorizationAlreadyExists",
            "%s already admits EC2 security group %s of %s.",
            group.name(),
            member.name(),
            member.owner());
      }
      if (Classic.named(edit.draft().state(), member.owner(), member.name()).isEmpty()) {
        throw Faults.value(
            "EC2 security group %s of owner %s does not exist in EC2-Classic",
            member.name(), member.owner());
      }
      List<CacheSecurityGroup.Member> members = new ArrayList<>(group.members());
      members.add(member);
      return put(edit, group, members);
    }
  }

  /// Lets the instances of an EC2 group in no more.
  public record Revoke(String name, CacheSecurityGroup.Member member)
      implements NetworkCommand<CacheSecurityGroup> {
    @Override
    public CacheSecurityGroup run(Edit edit) {
      CacheSecurityGroup group = require(edit.draft().state(), edit.account(), name);
      List<CacheSecurityGroup.Member> members = new ArrayList<>(group.members());
      if (!members.remove(member)) {
        throw Refusal.of(
            "AuthorizationNotFound",
            "%s does not admit EC2 security group %s of %s.",
            group.name(),
            member.name(),
            member.owner());
      }
      return put(edit, group, members);
    }
  }

  /// The group of this name, or ElastiCache's refusal.
  public static CacheSecurityGroup require(State state, String account, String name) {
    requireOffered(state, account);
    String key = name.toLowerCase(Locale.ROOT);
    Optional<CacheSecurityGroup> found =
        state.find(account, NetworkKinds.CACHE_SECURITY_GROUP, key);
    return found.orElseThrow(() -> Refusal.of(NOT_FOUND, "CacheSecurityGroup %s not found.", name));
  }

  /// Refuses an account that lives in VPCs only.
  public static void requireOffered(State state, String account) {
    if (!Classic.isOffered(state, account)) {
      throw Faults.value(
          "Use of cache security groups is not permitted in this API version for your account.");
    }
  }

  private static CacheSecurityGroup put(
      Edit edit, CacheSecurityGroup group, List<CacheSecurityGroup.Member> members) {
    CacheSecurityGroup changed =
        new CacheSecurityGroup(group.name(), group.owner(), group.description(), members);
    edit.put(NetworkKinds.CACHE_SECURITY_GROUP, group.name(), changed);
    return changed;
  }
}
