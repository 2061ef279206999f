package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Commands on subnets.
public final class Subnets {
  private Subnets() {}

  /// Makes a subnet; without a zone it lies in the region's first one.
  public record Create(String vpcId, String cidr, Optional<String> zone, Map<String, String> tags)
      implements NetworkCommand<Subnet> {
    public Create {
      tags = Map.copyOf(tags);
    }

    @Override
    public Subnet run(Edit edit) {
      Vpc vpc = edit.vpc(vpcId);
      Cidr block = freeBlock(edit, vpc);
      String id = edit.newId(ResourceKind.SUBNET);
      Subnet subnet = new Subnet(id, vpcId, edit.account(), block, checkedZone(edit), false, false);
      edit.put(NetworkKinds.SUBNET, id, subnet);
      NetworkAcls.associateDefault(edit, vpcId, id);
      edit.tag(id, tags);
      return subnet;
    }

    private Cidr freeBlock(Edit edit, Vpc vpc) {
      Cidr block = Faults.block("cidrBlock", cidr);
      if (block.bits() < Limits.BLOCK_BITS_MIN
          || block.bits() > Limits.BLOCK_BITS_MAX
          || vpc.cidrs().stream().noneMatch(whole -> whole.contains(block))) {
        throw Refusal.of(
            "InvalidSubnet.Range",
            "The CIDR '%s' is invalid: give a block of /%d to /%d inside %s's %s",
            cidr,
            Limits.BLOCK_BITS_MIN,
            Limits.BLOCK_BITS_MAX,
            vpcId,
            vpc.cidr());
      }
      List<Subnet> present = edit.subnetsOf(vpcId);
      for (Subnet other : present) {
        if (other.cidr().overlaps(block)) {
          throw Refusal.of(
              "InvalidSubnet.Conflict",
              "The CIDR '%s' conflicts with another subnet: %s has %s",
              cidr,
              other.id(),
              other.cidr());
        }
      }
      edit.room(
          present.size(), Limits.SUBNETS_PER_VPC, "SubnetLimitExceeded", "subnets in the VPC");
      return block;
    }

    private String checkedZone(Edit edit) {
      List<Zone> zones =
          Zones.all(edit.context().region()).stream()
              .filter(it -> Zones.isOpen(edit.draft().state(), edit.account(), it))
              .toList();
      if (zone.isEmpty()) {
        return zones.getFirst().name();
      }
      return zones.stream()
          .filter(it -> it.name().equals(zone.get()) || it.id().equals(zone.get()))
          .findFirst()
          .map(Zone::name)
          .orElseThrow(
              () ->
                  Faults.value(
                      "Value (%s) for parameter availabilityZone is invalid. Subnets can currently"
                          + " only be created in the following availability zones: %s.",
                      zone.get(),
                      zones.stream().map(Zone::name).collect(Collectors.joining(", "))));
    }
  }

  /// Takes away a subnet that no interface is in, and its associations with a route table and a
  /// network ACL.
  public record Delete(String subnetId) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      Subnet subnet = edit.subnet(subnetId);
      edit.interfacesOf(subnet.vpcId()).stream()
          .filter(i -> i.subnetId().equals(subnetId))
          .findFirst()
          .ifPresent(
              i -> {
                throw Faults.dependency(
                    ResourceKind.SUBNET, subnetId, "network interface " + i.id());
              });
      for (RouteTable table : edit.routeTablesOf(subnet.vpcId())) {
        RouteTables.withoutSubnet(table, subnetId)
            .ifPresent(changed -> edit.put(NetworkKinds.ROUTE_TABLE, changed.id(), changed));
      }
      NetworkAcls.disassociate(edit, subnetId);
      edit.remove(NetworkKinds.SUBNET, subnetId);
      return true;
    }
  }

  /// Says whether instances that start in the subnet are given a public address.
  public record MapPublicIps(String subnetId, boolean on) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      Subnet subnet = edit.subnet(subnetId);
      edit.put(
          NetworkKinds.SUBNET,
          subnetId,
          new Subnet(
              subnetId,
              subnet.vpcId(),
              subnet.owner(),
              subnet.cidr(),
              subnet.zone(),
              subnet.isDefault(),
              on));
      return true;
    }
  }
}
