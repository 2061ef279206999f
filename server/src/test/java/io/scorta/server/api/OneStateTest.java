package io.scorta.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.policy.PolicySnapshot;
import io.scorta.control.network.Accounts;
import io.scorta.control.node.ClusterRequest;
import io.scorta.control.node.CreateCluster;
import io.scorta.control.node.ParameterGroups;
import io.scorta.control.state.Command;
import io.scorta.control.state.Decision;
import io.scorta.control.state.State;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheClustersRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheClustersResponse;

/// A list is of one moment, whatever others do meanwhile.
class OneStateTest {
  private static final String ACCOUNT = "111122223333";

  @Test
  void clusterThatAppearsWhileAllAreListedIsInTheNextList() {
    MemoryPlane plane = new MemoryPlane();
    plane.submit(ACCOUNT, new Accounts.Open());
    Call call =
        new Call(
            new Busy(plane),
            ACCOUNT,
            new Region("us-east-1", "test"),
            InstantSource.fixed(MemoryPlane.NOW));
    assertThat(describe(call).cacheClusters()).isEmpty();
    assertThat(describe(call).cacheClusters()).hasSize(1);
  }

  @SuppressWarnings("unchecked") // The row of this action has this handler.
  private static DescribeCacheClustersResponse describe(Call call) {
    Row<?, ?> row =
        CacheRows.ALL.stream()
            .filter(each -> each.action().equals("DescribeCacheClusters"))
            .findFirst()
            .orElseThrow();
    return ((Handler<DescribeCacheClustersRequest, DescribeCacheClustersResponse>) row.handler())
        .answer(DescribeCacheClustersRequest.builder().build(), call);
  }

  /// After every look at the state, somebody creates a cluster with a parameter group of its own.
  private record Busy(MemoryPlane plane) implements ControlPlane {
    @Override
    public State state() {
      State seen = plane.state();
      plane.submit(ACCOUNT, new ParameterGroups.Create("own", "valkey8", "its own", Map.of()));
      plane.submit(
          ACCOUNT,
          new CreateCluster(
              new ClusterRequest(
                  "sessions",
                  Optional.empty(),
                  Optional.empty(),
                  new ClusterRequest.Software(
                      Optional.of("valkey"),
                      Optional.empty(),
                      Optional.of("cache.t3.micro"),
                      Optional.of("own")),
                  ClusterRequest.Place.UNSAID,
                  ClusterRequest.Upkeep.UNSAID,
                  Map.of())));
      return seen;
    }

    @Override
    public <R> Decision<R> submit(String account, Command<R> command) {
      return plane.submit(account, command);
    }

    @Override
    public String clientAddress(String networkInterfaceId, int address) {
      return plane.clientAddress(networkInterfaceId, address);
    }

    @Override
    public PolicySnapshot policy() {
      return plane.policy();
    }

    @Override
    public void awaitNetwork() {
      plane.awaitNetwork();
    }
  }
}
