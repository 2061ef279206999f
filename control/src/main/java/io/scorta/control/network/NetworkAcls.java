package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.NetworkAcl;
import io.scorta.access.model.NetworkAclEntry;
import io.scorta.access.model.Protocol;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// Commands on network ACLs. Each subnet is associated with exactly one: at first with the default
/// one of its VPC.
public final class NetworkAcls {
  private static final int DEFAULT_RULE = 100;

  private NetworkAcls() {}

  /// Makes an ACL without lines, which lets nothing pass.
  public record Create(String vpcId, Map<String, String> tags)
      implements NetworkCommand<NetworkAcl> {
    public Create {
      tags = Map.copyOf(tags);
    }

    @Override
    public NetworkAcl run(Edit edit) {
      edit.vpc(vpcId);
      edit.room(
          of(edit, vpcId).size(),
          Limits.NETWORK_ACLS_PER_VPC,
          "NetworkAclLimitExceeded",
          "network ACLs in the VPC");
      NetworkAcl acl =
          new NetworkAcl(
              edit.newId(ResourceKind.NETWORK_ACL),
              vpcId,
              edit.account(),
              false,
              List.of(),
              Map.of());
      edit.put(NetworkKinds.NETWORK_ACL, acl.id(), acl);
      edit.tag(acl.id(), tags);
      return acl;
    }
  }

  /// Takes away an ACL that no subnet uses.
  public record Delete(String aclId) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      NetworkAcl acl = require(edit, aclId);
      if (acl.isDefault()) {
        throw Faults.value("cannot delete default network ACL %s: its VPC needs one", aclId);
      }
      acl.associations().values().stream()
          .sorted()
          .findFirst()
          .ifPresent(
              subnet -> {
                throw Faults.dependency(
                    ResourceKind.NETWORK_ACL, aclId, "its association with " + subnet);
              });
      edit.remove(NetworkKinds.NETWORK_ACL, aclId);
      return true;
    }
  }

  /// A line as a caller states it; of the two blocks exactly one has to be there.
  public record Line(
      int number,
      boolean egress,
      boolean allow,
      String protocol,
      Optional<Numbers> numbers,
      Optional<String> cidr,
      Optional<String> cidr6) {
    /// Ports from and to, or ICMP's type and code.
    public record Numbers(int from, int to) {}
  }

  /// Adds a line under a number that its direction has not used yet.
  public record CreateEntry(String aclId, Line line) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      NetworkAcl acl = require(edit, aclId);
      NetworkAclEntry entry = AclLineReader.read(line);
      if (acl.entries().stream().anyMatch(sameNumber(line.egress(), line.number()))) {
        throw Refusal.of(
            "NetworkAclEntryAlreadyExists",
            "The network acl entry identified by %d already exists.",
            line.number());
      }
      long present = acl.entries().stream().filter(it -> it.egress() == line.egress()).count();
      edit.room(
          Math.toIntExact(present),
          Limits.ENTRIES_PER_NETWORK_ACL,
          "NetworkAclEntryLimitExceeded",
          "entries of a network ACL in one direction");
      List<NetworkAclEntry> entries = new ArrayList<>(acl.entries());
      entries.add(entry);
      put(edit, acl, entries);
      return true;
    }
  }

  /// Puts a line in place of the one with its number.
  public record ReplaceEntry(String aclId, Line line) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      NetworkAcl acl = require(edit, aclId);
      NetworkAclEntry entry = AclLineReader.read(line);
      List<NetworkAclEntry> entries = without(acl, line.egress(), line.number());
      entries.add(entry);
      put(edit, acl, entries);
      return true;
    }
  }

  public record DeleteEntry(String aclId, boolean egress, int number)
      implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      NetworkAcl acl = require(edit, aclId);
      put(edit, acl, without(acl, egress, number));
      return true;
    }
  }

  /// Makes the subnet of an association use another ACL; the reply is the new association's id.
  public record ReplaceAssociation(String associationId, String aclId)
      implements NetworkCommand<String> {
    @Override
    public String run(Edit edit) {
      Faults.wellFormed(ResourceKind.NETWORK_ACL_ASSOCIATION, associationId);
      NetworkAcl from =
          edit.all(NetworkKinds.NETWORK_ACL).stream()
              .filter(acl -> acl.associations().containsKey(associationId))
              .findFirst()
              .orElseThrow(
                  () -> Faults.notFound(ResourceKind.NETWORK_ACL_ASSOCIATION, associationId));
      NetworkAcl to = require(edit, aclId);
      if (!from.vpcId().equals(to.vpcId())) {
        throw Faults.value("Network ACLs %s and %s belong to different networks", from.id(), aclId);
      }
      String subnetId = Objects.requireNonNull(from.associations().get(associationId));
      disassociate(edit, subnetId);
      return associate(edit, require(edit, aclId), subnetId);
    }
  }

  /// The default ACL of a new VPC: it lets everything pass.
  static void createDefault(Edit edit, String vpcId) {
    NetworkAcl acl =
        new NetworkAcl(
            edit.newId(ResourceKind.NETWORK_ACL),
            vpcId,
            edit.account(),
            true,
            List.of(everything(false), everything(true)),
            Map.of());
    edit.put(NetworkKinds.NETWORK_ACL, acl.id(), acl);
  }

  /// Gives a new subnet the default ACL of its VPC.
  static void associateDefault(Edit edit, String vpcId, String subnetId) {
    of(edit, vpcId).stream()
        .filter(NetworkAcl::isDefault)
        .findFirst()
        .ifPresent(acl -> associate(edit, acl, subnetId));
  }

  static void disassociate(Edit edit, String subnetId) {
    for (NetworkAcl acl : edit.all(NetworkKinds.NETWORK_ACL)) {
      Map<String, String> left = new HashMap<>(acl.associations());
      if (left.values().removeIf(subnetId::equals)) {
        edit.put(NetworkKinds.NETWORK_ACL, acl.id(), with(acl, acl.entries(), left));
      }
    }
  }

  static List<NetworkAcl> of(Edit edit, String vpcId) {
    return edit.all(NetworkKinds.NETWORK_ACL).stream()
        .filter(acl -> acl.vpcId().equals(vpcId))
        .toList();
  }

  private static NetworkAcl require(Edit edit, String id) {
    return edit.require(NetworkKinds.NETWORK_ACL, ResourceKind.NETWORK_ACL, id);
  }

  private static String associate(Edit edit, NetworkAcl acl, String subnetId) {
    String id = edit.newId(ResourceKind.NETWORK_ACL_ASSOCIATION);
    Map<String, String> more = new HashMap<>(acl.associations());
    more.put(id, subnetId);
    edit.put(NetworkKinds.NETWORK_ACL, acl.id(), with(acl, acl.entries(), more));
    return id;
  }

  private static NetworkAclEntry everything(boolean egress) {
    return new NetworkAclEntry(
        DEFAULT_RULE,
        egress,
        true,
        Protocol.ALL,
        -1,
        -1,
        Optional.of(Cidr.ANYWHERE),
        Optional.empty());
  }

  private static Predicate<NetworkAclEntry> sameNumber(boolean egress, int number) {
    return it -> it.egress() == egress && it.number() == number;
  }

  private static List<NetworkAclEntry> without(NetworkAcl acl, boolean egress, int number) {
    List<NetworkAclEntry> entries = new ArrayList<>(acl.entries());
    if (!entries.removeIf(sameNumber(egress, number))) {
      throw Refusal.of(
          "InvalidNetworkAclEntry.NotFound",
          "The network acl entry with number '%d' does not exist in network acl '%s'",
          number,
          acl.id());
    }
    return entries;
  }

  private static void put(Edit edit, NetworkAcl acl, List<NetworkAclEntry> entries) {
    edit.put(NetworkKinds.NETWORK_ACL, acl.id(), with(acl, entries, acl.associations()));
  }

  private static NetworkAcl with(
      NetworkAcl acl, List<NetworkAclEntry> entries, Map<String, String> associations) {
    return new NetworkAcl(
        acl.id(), acl.vpcId(), acl.owner(), acl.isDefault(), entries, associations);
  }
}
