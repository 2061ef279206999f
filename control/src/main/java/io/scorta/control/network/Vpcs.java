package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.Vpc;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands on VPCs.
public final class Vpcs {
  private Vpcs() {}

  /// Makes a VPC with its main route table, its default security group and its default network ACL.
  public record Create(String cidr, Map<String, String> tags) implements NetworkCommand<Vpc> {
    public Create {
      tags = Map.copyOf(tags);
    }

    @Override
    public Vpc run(Edit edit) {
      Cidr block = Faults.block("cidrBlock", cidr);
      if (block.bits() < Limits.BLOCK_BITS_MIN || block.bits() > Limits.BLOCK_BITS_MAX) {
        throw Refusal.of(
            "InvalidVpc.Range",
            "The CIDR '%s' is invalid: give a block of /%d to /%d",
            cidr,
            Limits.BLOCK_BITS_MIN,
            Limits.BLOCK_BITS_MAX);
      }
      edit.room(edit.all(NetworkKinds.VPC).size(), Limits.VPCS, "VpcLimitExceeded", "VPCs");
      Vpc vpc = layOut(edit, block, false);
      edit.tag(vpc.id(), tags);
      return vpc;
    }
  }

  /// Takes an empty VPC away, with its main route table, default group and default network ACL.
  public record Delete(String vpcId) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      edit.vpc(vpcId);
      firstDependency(edit)
          .ifPresent(
              what -> {
                throw Faults.dependency(ResourceKind.VPC, vpcId, what);
              });
      edit.routeTablesOf(vpcId).forEach(t -> edit.remove(NetworkKinds.ROUTE_TABLE, t.id()));
      edit.groupsOf(vpcId).forEach(g -> SecurityGroups.erase(edit, g));
      NetworkAcls.of(edit, vpcId).forEach(a -> edit.remove(NetworkKinds.NETWORK_ACL, a.id()));
      if (edit.find(NetworkKinds.VPC_SETTINGS, vpcId).isPresent()) {
        edit.remove(NetworkKinds.VPC_SETTINGS, vpcId);
      }
      edit.remove(NetworkKinds.VPC, vpcId);
      return true;
    }

    private Optional<String> firstDependency(Edit edit) {
      List<String> held = new ArrayList<>();
      edit.interfacesOf(vpcId).forEach(i -> held.add("network interface " + i.id()));
      edit.subnetsOf(vpcId).forEach(s -> held.add("subnet " + s.id()));
      edit.gatewayOf(vpcId).ifPresent(g -> held.add("internet gateway " + g.id()));
      edit.groupsOf(vpcId).stream()
          .filter(g -> !g.isDefault())
          .forEach(g -> held.add("security group " + g.id()));
      edit.routeTablesOf(vpcId).stream()
          .filter(t -> !t.isMain())
          .forEach(t -> held.add("route table " + t.id()));
      NetworkAcls.of(edit, vpcId).stream()
          .filter(a -> !a.isDefault())
          .forEach(a -> held.add("network ACL " + a.id()));
      Peerings.holding(edit, vpcId).ifPresent(p -> held.add("peering connection " + p.id()));
      GroupVpcs.holding(edit, vpcId)
          .ifPresent(tie -> held.add("its association with " + tie.groupId()));
      return held.stream().findFirst();
    }
  }

  /// Changes settings of a VPC; an absent one stays.
  public record ModifyAttribute(
      String vpcId,
      Optional<Boolean> dnsSupport,
      Optional<Boolean> dnsHostnames,
      Optional<Boolean> networkAddressUsageMetrics)
      implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      Vpc vpc = edit.vpc(vpcId);
      edit.put(
          NetworkKinds.VPC,
          vpcId,
          new Vpc(
              vpcId,
              vpc.owner(),
              vpc.cidrs(),
              vpc.isDefault(),
              dnsSupport.orElse(vpc.dnsSupport()),
              dnsHostnames.orElse(vpc.dnsHostnames())));
      networkAddressUsageMetrics.ifPresent(
          on -> edit.put(NetworkKinds.VPC_SETTINGS, vpcId, new VpcSettings(on)));
      return true;
    }
  }

  public static VpcSettings settings(State state, String account, String vpcId) {
    return state.find(account, NetworkKinds.VPC_SETTINGS, vpcId).orElse(VpcSettings.DEFAULT);
  }

  /// A new VPC with what every VPC has.
  static Vpc layOut(Edit edit, Cidr block, boolean isDefault) {
    String id = edit.newId(ResourceKind.VPC);
    Vpc vpc = new Vpc(id, edit.account(), List.of(block), isDefault, true, isDefault);
    edit.put(NetworkKinds.VPC, id, vpc);
    RouteTable main =
        new RouteTable(
            edit.newId(ResourceKind.ROUTE_TABLE),
            id,
            edit.account(),
            List.of(new Route(block, new RouteTarget.Local())),
            Optional.of(edit.newId(ResourceKind.ROUTE_TABLE_ASSOCIATION)),
            Map.of());
    edit.put(NetworkKinds.ROUTE_TABLE, main.id(), main);
    SecurityGroup group = SecurityGroups.defaultGroup(edit, id);
    edit.put(NetworkKinds.SECURITY_GROUP, group.id(), group);
    NetworkAcls.createDefault(edit, id);
    return vpc;
  }
}
