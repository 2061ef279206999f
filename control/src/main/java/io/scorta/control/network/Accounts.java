package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.control.id.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an account has from its first moment on.
public final class Accounts {
  private static final Cidr DEFAULT_BLOCK = Cidr.parse("172.31.0.0/16");
  private static final int DEFAULT_SUBNET_BITS = 20;

  private Accounts() {}

  /// Lays out the account's default network, once in its life: a default VPC with a default subnet
  /// in each zone, an internet gateway and the route to it.
  ///
  /// A classic account gets EC2-Classic with a default group instead.
  public record Open(boolean classic) implements NetworkCommand<Boolean> {
    public Open() {
      this(false);
    }

    @Override
    public Boolean run(Edit edit) {
      if (edit.find(NetworkKinds.ACCOUNT, AccountFacts.ID).isPresent()) {
        return false;
      }
      String region = edit.context().region();
      edit.put(
          NetworkKinds.ACCOUNT,
          AccountFacts.ID,
          new AccountFacts(edit.context().now(), region, Set.of(), classic));
      if (classic) {
        layOutClassic(edit);
      } else {
        layOut(edit);
      }
      return true;
    }
  }

  private static void layOutClassic(Edit edit) {
    SecurityGroup group = SecurityGroups.defaultGroup(edit, Classic.NETWORK);
    edit.put(NetworkKinds.SECURITY_GROUP, group.id(), group);
    edit.put(
        NetworkKinds.CACHE_SECURITY_GROUP,
        CacheSecurityGroup.DEFAULT,
        new CacheSecurityGroup(
            CacheSecurityGroup.DEFAULT, edit.account(), "default cache security group", List.of()));
  }

  /// A default VPC with a default subnet in each zone, an internet gateway and the route to it.
  static Vpc layOut(Edit edit) {
    Vpc vpc = Vpcs.layOut(edit, DEFAULT_BLOCK, true);
    List<String> zones = Zones.of(edit.context().region());
    for (int i = 0; i < zones.size(); i++) {
      defaultSubnet(edit, vpc, zones.get(i), i);
    }
    InternetGateway gateway =
        new InternetGateway(
            edit.newId(ResourceKind.INTERNET_GATEWAY), edit.account(), Optional.of(vpc.id()));
    edit.put(NetworkKinds.INTERNET_GATEWAY, gateway.id(), gateway);
    edit.routeTablesOf(vpc.id()).forEach(table -> routeOut(edit, table, gateway));
    return vpc;
  }

  private static void defaultSubnet(Edit edit, Vpc vpc, String zone, int index) {
    String id = edit.newId(ResourceKind.SUBNET);
    int base = vpc.cidr().base() + (index << Integer.SIZE - DEFAULT_SUBNET_BITS);
    Cidr block = new Cidr(base, DEFAULT_SUBNET_BITS);
    edit.put(
        NetworkKinds.SUBNET, id, new Subnet(id, vpc.id(), edit.account(), block, zone, true, true));
    NetworkAcls.associateDefault(edit, vpc.id(), id);
  }

  private static void routeOut(Edit edit, RouteTable table, InternetGateway gateway) {
    List<Route> routes = new ArrayList<>(table.routes());
    routes.add(new Route(Cidr.ANYWHERE, new RouteTarget.Gateway(gateway.id())));
    edit.put(NetworkKinds.ROUTE_TABLE, table.id(), RouteTables.withRoutes(table, routes));
  }
}
