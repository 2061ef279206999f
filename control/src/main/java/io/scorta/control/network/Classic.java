package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.control.state.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// EC2-Classic: one flat network that all accounts of the older kind share, beside their VPCs.
///
/// It has no records of its own. To the policy it is one more VPC, whose id only stands in the
/// records of what lies in it; the API never shows that id. Cache security groups are groups of it
/// that admit EC2 groups and nobody else.
public final class Classic {
  /// What stands in place of a VPC's and a subnet's id.
  public static final String NETWORK = "classic";

  private static final Cidr BLOCK = Cidr.parse("10.0.0.0/8");
  private static final String GATEWAY = "igw-classic";
  private static final int ACCOUNT_BITS = 20;
  private static final int ACCOUNTS = 1 << ACCOUNT_BITS - BLOCK.bits();

  private Classic() {}

  /// Whether this is the id of the flat network and not of a VPC or a subnet.
  public static boolean is(String id) {
    return id.equals(NETWORK);
  }

  /// Whether the account is of the older kind.
  public static boolean isOffered(State state, String account) {
    return state
        .find(account, NetworkKinds.ACCOUNT, AccountFacts.ID)
        .filter(AccountFacts::classic)
        .isPresent();
  }

  /// Whether what names no VPC lies in the flat network: the account is of the older kind and has
  /// no default VPC.
  public static boolean isHome(State state, String account) {
    return isOffered(state, account)
        && state.all(account, NetworkKinds.VPC).stream().noneMatch(Vpc::isDefault);
  }

  /// The part of the network from which an account's addresses come. Two accounts may share one;
  /// addresses are looked up across accounts.
  public static Subnet subnet(State state, String account) {
    String region =
        state.find(account, NetworkKinds.ACCOUNT, AccountFacts.ID).orElseThrow().region();
    int part = Math.floorMod(Long.hashCode(Long.parseLong(account)), ACCOUNTS);
    Cidr block = new Cidr(BLOCK.base() + (part << Integer.SIZE - ACCOUNT_BITS), ACCOUNT_BITS);
    return new Subnet(NETWORK, NETWORK, account, block, Zones.of(region).getFirst(), false, true);
  }

  /// The interfaces that may hold addresses of a subnet: in the flat network those of all accounts.
  public static Collection<NetworkInterface> holders(State state, Subnet subnet) {
    return is(subnet.id())
        ? state.everywhere(NetworkKinds.NETWORK_INTERFACE)
        : state.all(subnet.owner(), NetworkKinds.NETWORK_INTERFACE);
  }

  /// The network as the policy sees it; empty where no account is of the older kind.
  static Optional<Vpc> vpc(State state) {
    return state.everywhere(NetworkKinds.ACCOUNT).stream().anyMatch(AccountFacts::classic)
        ? Optional.of(new Vpc(NETWORK, "", List.of(BLOCK), false, true, true))
        : Optional.empty();
  }

  static Subnet whole() {
    return new Subnet(NETWORK, NETWORK, "", BLOCK, "", false, true);
  }

  static InternetGateway gateway() {
    return new InternetGateway(GATEWAY, "", Optional.of(NETWORK));
  }

  static RouteTable routes() {
    return new RouteTable(
        "rtb-" + NETWORK,
        NETWORK,
        "",
        List.of(
            new Route(BLOCK, new RouteTarget.Local()),
            new Route(Cidr.ANYWHERE, new RouteTarget.Gateway(GATEWAY))),
        Optional.of("rtbassoc-" + NETWORK),
        Map.of());
  }

  /// The cache security groups of all accounts, as groups of the flat network.
  static List<SecurityGroup> cacheGroups(State state) {
    return state.everywhere(NetworkKinds.CACHE_SECURITY_GROUP).stream()
        .map(group -> policy(state, group))
        .toList();
  }

  private static SecurityGroup policy(State state, CacheSecurityGroup group) {
    List<SecurityGroupRule> rules = new ArrayList<>();
    for (CacheSecurityGroup.Member member : group.members()) {
      named(state, member.owner(), member.name())
          .ifPresent(
              it ->
                  rules.add(
                      new SecurityGroupRule(
                          group.id() + "<" + it.id(),
                          false,
                          Protocol.ALL,
                          -1,
                          -1,
                          new RulePeer.Group(it.id(), it.owner()),
                          "")));
    }
    return new SecurityGroup(
        group.id(), NETWORK, group.owner(), group.name(), group.description(), rules);
  }

  /// An account's EC2 group of this name in the flat network.
  static Optional<SecurityGroup> named(State state, String owner, String name) {
    return state.all(owner, NetworkKinds.SECURITY_GROUP).stream()
        .filter(group -> is(group.vpcId()) && group.name().equals(name))
        .findFirst();
  }
}
