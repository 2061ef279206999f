package io.scorta.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.Subnet;
import io.scorta.control.network.Accounts;
import io.scorta.control.network.ElasticIps;
import io.scorta.control.network.GroupVpcs;
import io.scorta.control.network.Insights;
import io.scorta.control.network.InsightsPath;
import io.scorta.control.network.InternetGateways;
import io.scorta.control.network.KeyPairs;
import io.scorta.control.network.Launch;
import io.scorta.control.network.LaunchRequest;
import io.scorta.control.network.ManagedPrefixList;
import io.scorta.control.network.NatGateways;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.Peerings;
import io.scorta.control.network.PrefixLists;
import io.scorta.control.network.RouteTables;
import io.scorta.control.network.Routes;
import io.scorta.control.network.RunOnGuest;
import io.scorta.control.network.SecurityGroups;
import io.scorta.control.network.SshKey;
import io.scorta.control.network.Subnets;
import io.scorta.control.network.VpcBlocks;
import io.scorta.control.network.Vpcs;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Kind;
import io.scorta.control.state.Mint;
import io.scorta.control.state.State;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every kind of record of the network is read back as it was written.
class NetworkDocumentsTest {
  private static final String ACCOUNT = "000000000001";
  private final DocumentCodec codec = new DocumentCodec();
  private State state = State.EMPTY;
  private long seed;

  @Test
  void everyKindOfRecordComesBackEqual() {
    build();
    Set<String> met = new HashSet<>();
    for (Kind<?> kind : NetworkKinds.ALL) {
      if (kind.durable()) {
        check(kind, met);
      }
    }
    assertThat(met)
        .isEqualTo(
            new HashSet<>(
                NetworkKinds.ALL.stream().filter(Kind::durable).map(Kind::name).toList()));
  }

  private <T extends Record> void check(Kind<T> kind, Set<String> met) {
    for (T value : state.all(ACCOUNT, kind)) {
      assertThat(codec.decode(kind, codec.encode(value))).isEqualTo(value);
      met.add(kind.name());
    }
  }

  private void build() {
    submit(new Accounts.Open(true));
    submit(new VpcBlocks.CreateDefault());
    String vpc = submit(new Vpcs.Create("10.0.0.0/16", Map.of("Name", "main"))).id();
    submit(new Vpcs.ModifyAttribute(vpc, Optional.empty(), Optional.empty(), Optional.of(true)));
    Subnet subnet = submit(new Subnets.Create(vpc, "10.0.0.0/24", Optional.empty(), Map.of()));
    InternetGateway gateway = submit(new InternetGateways.Create(Map.of()));
    submit(new InternetGateways.Attach(gateway.id(), vpc));
    InsightsPath path =
        submit(
            new Insights.CreatePath(
                new InsightsPath.End("igw-12345678", "198.51.100.27"),
                new InsightsPath.End("i-12345678", ""),
                "tcp",
                Optional.of(22),
                Map.of()));
    submit(new Insights.Keep(path.id(), false, List.of(), Map.of()));
    submit(
        new PrefixLists.Create(
            "offices",
            PrefixLists.IPV4,
            2,
            List.of(new ManagedPrefixList.Entry("198.51.100.0/24", "town")),
            Map.of()));
    String other = submit(new Vpcs.Create("10.1.0.0/16", Map.of())).id();
    SecurityGroups.Create create =
        new SecurityGroups.Create("lent", "lent", Optional.of(vpc), Map.of());
    submit(new GroupVpcs.Associate(submit(create).id(), other));
    submit(new Peerings.Create(vpc, other, Optional.empty(), Map.of()));
    ElasticIp out = submit(new ElasticIps.Allocate(Optional.empty(), Map.of()));
    submit(new NatGateways.Create(subnet.id(), out.allocationId(), Optional.empty(), Map.of()));
    SshKey key = new SshKey(SshKey.Algorithm.ED25519, "AAAA");
    submit(new KeyPairs.Create("key", key, "fingerprint", Map.of()));
    launch(Optional.of(subnet.id()));
    launch(Optional.empty());
    String nat =
        state.all(ACCOUNT, NetworkKinds.INSTANCE).stream()
            .filter(
                i -> state.find(ACCOUNT, NetworkKinds.LENT_IP, i.networkInterfaceId()).isEmpty())
            .findFirst()
            .orElseThrow()
            .id();
    submit(
        new RunOnGuest(
            nat,
            """
            iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 6380 -j DNAT --to 10.0.1.231:6379
            iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
            service iptables save
            sysctl -w net.ipv4.ip_forward=1
            """));
    String table = submit(new RouteTables.Create(vpc, Map.of())).id();
    submit(new Routes.Create(table, "0.0.0.0/0", new Routes.Hop.Host(nat)));
    submit(new RouteTables.Associate(table, subnet.id()));
    ElasticIp ip = submit(new ElasticIps.Allocate(Optional.empty(), Map.of()));
    submit(
        new ElasticIps.Associate(
            new ElasticIps.Reference(Optional.of(ip.allocationId()), Optional.empty()),
            Optional.of(nat),
            Optional.empty(),
            Optional.empty(),
            true));
  }

  private void launch(Optional<String> subnet) {
    submit(
        new Launch(
            new LaunchRequest(
                new LaunchRequest.Shape("ami-12345678", "t3.micro", "key"),
                new LaunchRequest.Placement(
                    subnet,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()),
                1,
                1,
                "",
                Map.of(),
                Map.of())));
  }

  private <R> R submit(Command<R> command) {
    Context context =
        new Context(ACCOUNT, "us-east-1", Instant.parse("2026-01-01T00:00:00Z"), new Mint(seed++));
    return switch (command.decide(state, context)) {
      case Decision.Accepted<R> accepted -> {
        state = state.apply(accepted.changes());
        yield accepted.reply();
      }
      case Decision.Refused<R> refused -> throw new AssertionError(refused.fault().toString());
    };
  }
}
