package io.scorta.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.control.network.Accounts;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.node.NodeSpecs;
import io.scorta.control.service.NodeObserved;
import io.scorta.control.service.NodeStopped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// Whatever a request's fields hold, a row answers it or refuses it with a code of AWS's.
class CacheRowsFuzzTest {
  private static final int CALLS = 1500;
  private static final String ACCOUNT = "000000000001";
  private static final List<String> TEXTS =
      List.of(
          "a",
          "B",
          "c",
          "g",
          "mine",
          "own",
          "",
          " ",
          "%s%d%n",
          "ü",
          "a--b",
          "-",
          "x".repeat(300),
          "0001",
          "0002",
          "9999",
          "0",
          "-1",
          "32",
          "memcached",
          "valkey",
          "redis",
          "8.0",
          "6.x",
          "1.6.22",
          "99",
          "cache.t3.micro",
          "cache.m6g.large",
          "cache.r6gd.xlarge",
          "default",
          "default.valkey8",
          "default.memcached1.6",
          "valkey8",
          "redis7",
          "maxmemory-policy",
          "allkeys-lru",
          "databases",
          "reserved-memory",
          "us-east-1a",
          "us-east-1b",
          "cross-az",
          "single-az",
          "sun:05:00-sun:06:00",
          "sun:05:00-sun:05:01",
          "cache-cluster",
          "user",
          "arn:aws:elasticache:us-east-1:000000000001:cluster:a",
          "arn:aws:elasticache:us-east-1:000000000001:replicationgroup:g",
          "arn:aws:elasticache:us-east-1:000000000001:subnetgroup:default",
          "arn:::::::");

  /// Fields that are filled nearly always, so that calls get past the first check.
  private static final Set<String> NAMES =
      Set.of(
          "CacheClusterId",
          "ReplicationGroupId",
          "CacheParameterGroupName",
          "CacheSubnetGroupName",
          "CacheNodeType",
          "Engine",
          "ReplicationGroupDescription",
          "Description",
          "CacheParameterGroupFamily",
          "ResourceName");

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 4);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRequestIsAnsweredOrRefused(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MemoryPlane plane = new MemoryPlane();
    plane.submit(ACCOUNT, new Accounts.Open());
    Call call =
        new Call(
            plane, ACCOUNT, new Region("us-east-1", "test"), InstantSource.fixed(MemoryPlane.NOW));
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < CALLS; i++) {
      Row<?, ?> row = CacheRows.ALL.get(random.nextInt(CacheRows.ALL.size()));
      SdkPojo request = request(row, random, plane);
      outcomes.merge(outcome(row, request, call), 1, Integer::sum);
      if (random.nextInt(3) == 0) {
        observe(plane, random);
      }
    }
    assertThat(outcomes).containsKeys("answered", "CacheClusterNotFound", "InvalidParameterValue");
    assertThat(outcomes.get("answered")).as("%s", outcomes).isGreaterThan(CALLS / 12);
  }

  private static String outcome(Row<?, ?> row, SdkPojo request, Call call) {
    try {
      answer(row, request, call);
      return "answered";
    } catch (FaultException refused) {
      assertThat(ErrorTable.find(Service.ELASTICACHE, refused.fault().code()))
          .as("%s: %s", row.action(), refused.fault())
          .isPresent();
      assertThat(refused.fault().message()).isNotBlank();
      return refused.fault().code();
    } catch (RuntimeException bug) {
      throw new AssertionError(row.action() + " of " + request, bug);
    }
  }

  @SuppressWarnings("unchecked") // The request was made by the row's own builder.
  private static <I extends SdkPojo> void answer(Row<I, ?> row, SdkPojo request, Call call) {
    assertThat(row.handler().answer((I) request, call)).isNotNull();
  }

  private static SdkPojo request(Row<?, ?> row, SplittableRandom random, MemoryPlane plane) {
    SdkPojo builder = row.requestBuilder().get();
    fill(builder, random, plane);
    return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
  }

  private static void fill(SdkPojo builder, SplittableRandom random, MemoryPlane plane) {
    for (SdkField<?> field : builder.sdkFields()) {
      int oneIn = NAMES.contains(field.memberName()) ? 1 : 5;
      if (random.nextInt(oneIn) == 0) {
        field.set(builder, value(field.memberName(), field, random, plane));
      }
    }
  }

  private static @Nullable Object value(
      String name, SdkField<?> field, SplittableRandom random, MemoryPlane plane) {
    MarshallingType<?> type = field.marshallingType();
    if (type.equals(MarshallingType.STRING)) {
      return text(name, random, plane);
    } else if (type.equals(MarshallingType.INTEGER)) {
      return List.of(-1, 0, 1, 2, 3, 20, 41, 6379, 70_000, Integer.MAX_VALUE)
          .get(random.nextInt(10));
    } else if (type.equals(MarshallingType.BOOLEAN)) {
      return random.nextBoolean();
    } else if (type.equals(MarshallingType.INSTANT)) {
      return Instant.ofEpochSecond(random.nextLong(1_700_000_000L, 1_800_000_000L));
    } else if (type.equals(MarshallingType.LIST)) {
      SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        values.add(value(name, member, random, plane));
      }
      return values;
    } else if (type.equals(MarshallingType.SDK_POJO)) {
      SdkPojo nested = field.constructor().get();
      fill(nested, random, plane);
      return ((SdkBuilder<?, ?>) nested).build();
    }
    return null;
  }

  private static String text(String field, SplittableRandom random, MemoryPlane plane) {
    if (field.startsWith("Subnet") || field.startsWith("SecurityGroup")) {
      var kind = field.startsWith("Subnet") ? NetworkKinds.SUBNET : NetworkKinds.SECURITY_GROUP;
      if (kind.equals(NetworkKinds.SUBNET)) {
        return plane.state().all(ACCOUNT, NetworkKinds.SUBNET).iterator().next().id();
      }
      return plane.state().all(ACCOUNT, NetworkKinds.SECURITY_GROUP).iterator().next().id();
    }
    boolean likely = random.nextInt(4) > 0;
    return switch (field) {
      case "CacheNodeType" -> likely ? "cache.t3.micro" : any(random);
      case "Engine" -> likely ? "valkey" : any(random);
      case "CacheParameterGroupFamily" -> likely ? "valkey8" : any(random);
      case "CacheSubnetGroupName" -> likely ? "default" : any(random);
      case "CacheParameterGroupName" -> likely ? "default.valkey8" : any(random);
      default -> any(random);
    };
  }

  private static String any(SplittableRandom random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static void observe(MemoryPlane plane, SplittableRandom random) {
    NodeSpecs.wanted(plane.state()).stream()
        .filter(_ -> random.nextInt(4) > 0)
        .forEach(spec -> plane.submit(ACCOUNT, NodeObserved.running(spec)));
    NodeSpecs.ending(plane.state()).stream()
        .filter(_ -> random.nextBoolean())
        .forEach(spec -> plane.submit(ACCOUNT, new NodeStopped(spec.clusterId(), spec.nodeId())));
  }
}
