package io.scorta.control.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Security groups and their rules.
class SecurityGroupsTest {
  private final World world = new World();
  private String vpc = "";
  private String group = "";

  @BeforeEach
  void aGroupInItsOwnVpc() {
    world.submit(new Accounts.Open());
    vpc = world.submit(new Vpcs.Create("10.0.0.0/16", Map.of())).id();
    group = create("cache", vpc).id();
  }

  @Test
  void newGroupLetsNothingInAndEverythingOut() {
    assertThat(rules(group))
        .extracting(SecurityRules::text)
        .containsExactly("\"peer: 0.0.0.0/0, ALL, ALLOW\"");
    assertThat(rules(group).getFirst().egress()).isTrue();
  }

  @Test
  void namesAreUniqueInTheirVpcAndNotReserved() {
    assertThat(refusedName("cache")).isEqualTo("InvalidGroup.Duplicate");
    assertThat(refusedName("default")).isEqualTo("InvalidParameterValue");
    assertThat(refusedName("sg-x")).isEqualTo("InvalidParameterValue");
    assertThat(refusedName("a\u00e9")).isEqualTo("InvalidParameterValue");
    assertThat(create("cache", defaultVpc()).id()).isNotEqualTo(group);
  }

  @Test
  void authorizedRuleIsThereOnce() {
    var added = authorize(tcp(6379, "10.0.0.5/8"));
    assertThat(added.rules())
        .extracting(SecurityRules::text)
        .containsExactly(
            "\"peer: 10.0.0.0/8, tcp, from port: 6379, to port: 6379, ALLOW\""
                .replace("tcp", "TCP"));
    assertThat(refused(tcp(6379, "10.0.0.0/8")).code()).isEqualTo("InvalidPermission.Duplicate");
  }

  @Test
  void oneBadRuleRefusesThemAll() {
    RuleRequest bad = tcp(1, "10.0.0.0/33");
    assertThat(refused(tcp(6379, "10.0.0.0/8"), bad))
        .satisfies(fault -> assertThat(fault.code()).isEqualTo("InvalidParameterValue"))
        .satisfies(fault -> assertThat(fault.message()).contains("invalid CIDR"));
    assertThat(rules(group)).hasSize(1);
    assertThat(refused(tcp(1, "10.0.0.0/8"), tcp(1, "10.0.0.0/8")).message())
        .contains("must not appear multiple times");
  }

  @Test
  void portsProtocolsAndIcmpAreChecked() {
    assertThat(refused(rule("tcp", null, null)).message()).contains("both from and to ports");
    assertThat(refused(rule("udp", 5, 4)).code()).isEqualTo("InvalidParameterValue");
    assertThat(refused(rule("tcp", 0, 65536)).code()).isEqualTo("InvalidParameterValue");
    assertThat(refused(rule("icmp", -1, 3)).code()).isEqualTo("InvalidParameterValue");
    assertThat(refused(rule("nonsense", 1, 1)).code()).isEqualTo("InvalidParameterValue");
    var icmp = authorize(rule("icmp", null, null)).rules().getFirst();
    assertThat(icmp.fromPort()).isEqualTo(-1);
    assertThat(icmp.toPort()).isEqualTo(-1);
  }

  @Test
  void allProtocolsAreKeptWithoutPortsAndRevokedWithAny() {
    SecurityRules.Side out = new SecurityRules.Side(byId(group), true);
    var revoked = world.submit(new SecurityRules.Revoke(out, List.of(rule("-1", 0, 0)), List.of()));
    assertThat(revoked.rules()).hasSize(1);
    assertThat(rules(group)).isEmpty();
  }

  @Test
  void revokeOfUnknownRuleTakesNothing() {
    authorize(tcp(6379, "10.0.0.0/8"));
    assertThat(
            world
                .refused(
                    new SecurityRules.Revoke(
                        in(), List.of(tcp(6379, "10.0.0.0/8"), tcp(1, "0.0.0.0/0")), List.of()))
                .code())
        .isEqualTo("InvalidPermission.NotFound");
    assertThat(rules(group)).hasSize(2);
  }

  @Test
  void revokeInTheDefaultVpcTellsWhatItDidNotFind() {
    String other = create("cache", defaultVpc()).id();
    RuleRequest unknown = tcp(1, "0.0.0.0/0");
    var revoked =
        world.submit(
            new SecurityRules.Revoke(
                new SecurityRules.Side(byId(other), false), List.of(unknown), List.of()));
    assertThat(revoked.unknown()).containsExactly(unknown);
    assertThat(revoked.rules()).isEmpty();
  }

  @Test
  void ruleIsRevokedByIdInItsOwnDirectionOnly() {
    String id = authorize(tcp(6379, "10.0.0.0/8")).rules().getFirst().id();
    SecurityRules.Side out = new SecurityRules.Side(byId(group), true);
    assertThat(world.refused(new SecurityRules.Revoke(out, List.of(), List.of(id))).code())
        .isEqualTo("InvalidParameterValue");
    world.submit(new SecurityRules.Revoke(in(), List.of(), List.of(id)));
    assertThat(world.refused(new SecurityRules.Revoke(in(), List.of(), List.of(id))).code())
        .isEqualTo("InvalidSecurityGroupRuleId.NotFound");
  }

  @Test
  void sixtyRulesPerDirectionAndFamily() {
    List<RuleRequest> sixty = new ArrayList<>();
    for (int port = 1; port <= Limits.RULES_PER_SECURITY_GROUP; port++) {
      sixty.add(tcp(port, "10.0.0.0/8"));
    }
    authorize(sixty.toArray(RuleRequest[]::new));
    assertThat(refused(tcp(99, "10.0.0.0/8")).code())
        .isEqualTo("RulesPerSecurityGroupLimitExceeded");
    authorize(peer(new RuleRequest.Peer.Block6("2001:DB8::1/32")));
    assertThat(SecurityRules.text(rules(group).getLast())).contains("2001:db8::/32");
  }

  @Test
  void ipv6BlocksAreCanonical() {
    assertThat(Ipv6Block.canonical("::/0")).contains("::/0");
    assertThat(Ipv6Block.canonical("2001:0db8:0:0:1:0:0:1/128")).contains("2001:db8::1:0:0:1/128");
    assertThat(Ipv6Block.canonical("fe80::ffff/10")).contains("fe80::/10");
    assertThat(Ipv6Block.canonical("1:2:3:4:5:6:7:8/64")).contains("1:2:3:4::/64");
    assertThat(Ipv6Block.canonical("1:0:3:4:5:6:7:8/128")).contains("1:0:3:4:5:6:7:8/128");
    assertThat(Ipv6Block.canonical("1:::2/64")).isEmpty();
    assertThat(Ipv6Block.canonical("1::2::3/64")).isEmpty();
    assertThat(Ipv6Block.canonical("::/129")).isEmpty();
    assertThat(Ipv6Block.canonical("12345::/64")).isEmpty();
    assertThat(Ipv6Block.canonical("::")).isEmpty();
  }

  @Test
  void groupsAreNamedByIdAndByNameOnlyInTheDefaultVpc() {
    String nat = create("nat", vpc).id();
    authorize(peer(groupPeer(Optional.of(nat), Optional.empty())));
    assertThat(refused(peer(groupPeer(Optional.empty(), Optional.of("nat")))).code())
        .isEqualTo("InvalidParameterValue");
    String elsewhere = create("other", defaultVpc()).id();
    assertThat(refused(peer(groupPeer(Optional.of(elsewhere), Optional.empty()))).code())
        .isEqualTo("InvalidGroup.NotFound");
    var inDefault = new SecurityGroups.Reference(Optional.empty(), Optional.of("other"));
    world.submit(
        new SecurityRules.Authorize(
            new SecurityRules.Side(inDefault, false),
            List.of(peer(groupPeer(Optional.empty(), Optional.of("default")))),
            Map.of()));
    assertThat(rules(elsewhere)).hasSize(2);
  }

  @Test
  void groupInUseIsNotDeleted() {
    String nat = create("nat", vpc).id();
    authorize(peer(groupPeer(Optional.of(nat), Optional.empty())));
    assertThat(world.refused(new SecurityGroups.Delete(byId(nat))))
        .satisfies(fault -> assertThat(fault.code()).isEqualTo("DependencyViolation"))
        .satisfies(fault -> assertThat(fault.message()).contains(group));
    world.submit(new SecurityGroups.Delete(byId(group)));
    world.submit(new SecurityGroups.Delete(byId(nat)));
    var byName = new SecurityGroups.Reference(Optional.empty(), Optional.of("default"));
    assertThat(world.refused(new SecurityGroups.Delete(byName)).code()).isEqualTo("CannotDelete");
  }

  @Test
  void modifiedRuleKeepsItsIdAndDirection() {
    String id = authorize(tcp(6379, "10.0.0.0/8")).rules().getFirst().id();
    authorize(tcp(6380, "10.0.0.0/8"));
    assertThat(
            world
                .refused(new SecurityRules.Modify(byId(group), Map.of(id, tcp(6380, "10.0.0.0/8"))))
                .code())
        .isEqualTo("InvalidPermission.Duplicate");
    world.submit(new SecurityRules.Modify(byId(group), Map.of(id, tcp(6381, "10.0.0.0/8"))));
    assertThat(rules(group))
        .filteredOn(r -> r.id().equals(id))
        .singleElement()
        .satisfies(r -> assertThat(r.fromPort()).isEqualTo(6381))
        .satisfies(r -> assertThat(r.egress()).isFalse());
  }

  @Test
  void descriptionsChangeAndAreNoPartOfIdentity() {
    authorize(tcp(6379, "10.0.0.0/8"));
    RuleRequest described =
        new RuleRequest(
            "tcp",
            Optional.of(6379),
            Optional.of(6379),
            new RuleRequest.Peer.Block("10.0.0.0/8"),
            "office");
    world.submit(new SecurityRules.Describe(in(), List.of(described), Map.of()));
    assertThat(rules(group).getLast().description()).isEqualTo("office");
    assertThat(refused(described).code()).isEqualTo("InvalidPermission.Duplicate");
    assertThat(
            world
                .refused(new SecurityRules.Describe(in(), List.of(tcp(1, "10.0.0.0/8")), Map.of()))
                .code())
        .isEqualTo("InvalidPermission.NotFound");
  }

  @Test
  void tagsOfRulesGoWithTheRules() {
    String id =
        world
            .submit(
                new SecurityRules.Authorize(
                    in(), List.of(tcp(6379, "10.0.0.0/8")), Map.of("why", "cache")))
            .rules()
            .getFirst()
            .id();
    assertThat(Tags.of(world.state(), World.ACCOUNT, id)).isEqualTo(Map.of("why", "cache"));
    world.submit(new SecurityRules.Revoke(in(), List.of(), List.of(id)));
    assertThat(Tags.of(world.state(), World.ACCOUNT, id)).isEmpty();
  }

  private SecurityGroup create(String name, String vpcId) {
    return world.submit(
        new SecurityGroups.Create(name, "for a test", Optional.of(vpcId), Map.of()));
  }

  private String refusedName(String name) {
    return world
        .refused(new SecurityGroups.Create(name, "for a test", Optional.of(vpc), Map.of()))
        .code();
  }

  private SecurityRules.Changed authorize(RuleRequest... requests) {
    return world.submit(new SecurityRules.Authorize(in(), List.of(requests), Map.of()));
  }

  private io.scorta.control.state.Fault refused(RuleRequest... requests) {
    return world.refused(new SecurityRules.Authorize(in(), List.of(requests), Map.of()));
  }

  private SecurityRules.Side in() {
    return new SecurityRules.Side(byId(group), false);
  }

  private static SecurityGroups.Reference byId(String id) {
    return SecurityGroups.Reference.byId(id);
  }

  private String defaultVpc() {
    return world.state().all(World.ACCOUNT, NetworkKinds.VPC).stream()
        .filter(v -> v.isDefault())
        .findFirst()
        .orElseThrow()
        .id();
  }

  private List<SecurityGroupRule> rules(String id) {
    return world.state().find(World.ACCOUNT, NetworkKinds.SECURITY_GROUP, id).orElseThrow().rules();
  }

  private static RuleRequest tcp(int port, String cidr) {
    return new RuleRequest(
        "tcp", Optional.of(port), Optional.of(port), new RuleRequest.Peer.Block(cidr), "");
  }

  private static RuleRequest rule(String protocol, Integer from, Integer to) {
    return new RuleRequest(
        protocol,
        Optional.ofNullable(from),
        Optional.ofNullable(to),
        new RuleRequest.Peer.Block("0.0.0.0/0"),
        "");
  }

  private static RuleRequest peer(RuleRequest.Peer peer) {
    return new RuleRequest("tcp", Optional.of(1), Optional.of(2), peer, "");
  }

  private static RuleRequest.Peer groupPeer(Optional<String> id, Optional<String> name) {
    return new RuleRequest.Peer.Group(id, name, Optional.empty());
  }
}
