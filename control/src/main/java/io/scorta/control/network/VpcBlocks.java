package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.Vpc;
import io.scorta.control.state.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Commands on the blocks that a VPC has beside its primary one.
public final class VpcBlocks {
  private static final int ID_DIGITS = 17;
  private static final String ID_PREFIX = "vpc-cidr-assoc-";

  private VpcBlocks() {}

  /// Gives a VPC one more block; every route table of it knows it as local.
  public record Associate(String vpcId, String cidr) implements NetworkCommand<Vpc> {
    @Override
    public Vpc run(Edit edit) {
      Vpc vpc = edit.vpc(vpcId);
      Cidr block = Faults.block("cidrBlock", cidr);
      if (block.bits() < Limits.BLOCK_BITS_MIN || block.bits() > Limits.BLOCK_BITS_MAX) {
        throw Refusal.of(
            "InvalidVpc.Range",
            "The CIDR '%s' is invalid: give a block of /%d to /%d",
            cidr,
            Limits.BLOCK_BITS_MIN,
            Limits.BLOCK_BITS_MAX);
      }
      refuseOverlap(edit, vpc, block);
      edit.room(
          vpc.cidrs().size(), Limits.BLOCKS_PER_VPC, "CidrLimitExceeded", "CIDR blocks of the VPC");
      List<Cidr> blocks = new ArrayList<>(vpc.cidrs());
      blocks.add(block);
      Vpc changed = with(edit, vpc, blocks);
      for (RouteTable table : edit.routeTablesOf(vpcId)) {
        List<Route> routes = new ArrayList<>(table.routes());
        routes.removeIf(route -> route.destination().equals(block));
        routes.add(RouteTables.local(block));
        edit.put(NetworkKinds.ROUTE_TABLE, table.id(), RouteTables.withRoutes(table, routes));
      }
      return changed;
    }

    private static void refuseOverlap(Edit edit, Vpc vpc, Cidr block) {
      List<Cidr> taken = new ArrayList<>(vpc.cidrs());
      edit.all(NetworkKinds.PEERING).stream()
          .filter(it -> it.isActive() && it.touches(vpc.id()))
          .map(it -> it.requester().vpcId().equals(vpc.id()) ? it.accepter() : it.requester())
          .map(side -> edit.draft().find(side.owner(), NetworkKinds.VPC, side.vpcId()))
          .forEach(peer -> peer.ifPresent(it -> taken.addAll(it.cidrs())));
      for (Cidr other : taken) {
        if (other.overlaps(block)) {
          throw Refusal.of(
              "InvalidVpc.Conflict",
              "The CIDR '%s' conflicts with %s of the VPC or of one peered with it",
              block,
              other);
        }
      }
    }
  }

  /// Takes a block away that no subnet is in; the primary one stays.
  public record Disassociate(String associationId) implements NetworkCommand<Removed> {
    @Override
    public Removed run(Edit edit) {
      for (Vpc vpc : edit.all(NetworkKinds.VPC)) {
        for (Cidr block : vpc.cidrs()) {
          if (VpcBlocks.associationId(vpc, block).equals(associationId)) {
            return remove(edit, vpc, block);
          }
        }
      }
      throw Refusal.of(
          "InvalidVpcCidrBlockAssociationID.NotFound",
          "The vpc CIDR block association ID '%s' does not exist",
          associationId);
    }

    private static Removed remove(Edit edit, Vpc vpc, Cidr block) {
      if (block.equals(vpc.cidr())) {
        throw Refusal.of(
            "OperationNotPermitted",
            "The vpc CIDR block %s may not be disassociated: it is the primary one of %s",
            block,
            vpc.id());
      }
      edit.subnetsOf(vpc.id()).stream()
          .filter(subnet -> block.contains(subnet.cidr()))
          .findFirst()
          .ifPresent(
              subnet -> {
                throw Refusal.of(
                    Faults.DEPENDENCY,
                    "The CIDR block %s of %s is in use by %s: delete the subnet first",
                    block,
                    vpc.id(),
                    subnet.id());
              });
      List<Cidr> left = vpc.cidrs().stream().filter(it -> !it.equals(block)).toList();
      Vpc changed = with(edit, vpc, left);
      for (RouteTable table : edit.routeTablesOf(vpc.id())) {
        edit.put(
            NetworkKinds.ROUTE_TABLE,
            table.id(),
            RouteTables.withRoutes(
                table,
                table.routes().stream().filter(r -> !r.destination().equals(block)).toList()));
      }
      return new Removed(changed, block);
    }
  }

  /// The VPC as it is now, and the block that it had.
  public record Removed(Vpc vpc, Cidr block) {}

  /// The id of a block's tie to its VPC: the VPC's own digits for the primary block, digits that
  /// follow from both for any other.
  public static String associationId(Vpc vpc, Cidr block) {
    String digits = vpc.id().substring(vpc.id().indexOf('-') + 1);
    if (block.equals(vpc.cidr())) {
      return ID_PREFIX + digits;
    }
    byte[] seed = (vpc.id() + block).getBytes(StandardCharsets.US_ASCII);
    String hash = HexFormat.of().formatHex(SshKey.digest("SHA-256", seed));
    return ID_PREFIX + hash.substring(0, ID_DIGITS);
  }

  /// Lays out a default VPC again where there is none.
  public record CreateDefault() implements NetworkCommand<Vpc> {
    @Override
    public Vpc run(Edit edit) {
      Optional<Vpc> present = edit.defaultVpc();
      if (present.isPresent()) {
        throw Refusal.of(
            "DefaultVpcAlreadyExists",
            "A Default VPC already exists for this account in this region: %s",
            present.get().id());
      }
      edit.room(edit.all(NetworkKinds.VPC).size(), Limits.VPCS, "VpcLimitExceeded", "VPCs");
      return Accounts.layOut(edit);
    }
  }

  private static Vpc with(Edit edit, Vpc vpc, List<Cidr> blocks) {
    Vpc changed =
        new Vpc(
            vpc.id(), vpc.owner(), blocks, vpc.isDefault(), vpc.dnsSupport(), vpc.dnsHostnames());
    edit.put(NetworkKinds.VPC, vpc.id(), changed);
    return changed;
  }
}
