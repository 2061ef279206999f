package io.scorta.control.param;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterTablesTest {
  @Test
  void everyDefaultIsAnAllowedValueAndEveryRowSaysWhatItIs() {
    for (ParameterFamily family : ParameterFamilies.all()) {
      assertThat(family.parameters()).extracting(Parameter::name).doesNotHaveDuplicates();
      for (Parameter parameter : family.parameters()) {
        assertThat(parameter.allows(parameter.value()))
            .as(family.name() + " " + parameter.name())
            .isTrue();
        assertThat(parameter.description()).endsWith(".");
      }
    }
  }

  @Test
  void everyVersionHasItsFamilyAndTheNewestIsTheDefault() {
    for (EngineVersion version : EngineVersions.all()) {
      assertThat(ParameterFamilies.find(version.family()))
          .hasValueSatisfying(family -> assertThat(family.engine()).isEqualTo(version.engine()));
      assertThat(EngineVersions.newest(version.engine())).isGreaterThanOrEqualTo(version);
      assertThat(EngineVersions.find(version.engine(), version.asked())).contains(version);
      assertThat(EngineVersions.find(version.engine(), version.full())).contains(version);
    }
    assertThat(EngineVersions.find(CacheEngine.REDIS, "6.x"))
        .hasValueSatisfying(version -> assertThat(version.full()).isEqualTo("6.2.6"));
    assertThat(EngineVersions.find(CacheEngine.VALKEY, "6.2")).isEmpty();
  }

  @Test
  void lfuCameWithVersionFour() {
    assertThat(policy("redis3.2").allows("allkeys-lfu")).isFalse();
    assertThat(policy("redis4.0").allows("allkeys-lfu")).isTrue();
  }

  @Test
  void integersStayInTheirRange() {
    Parameter samples = find("valkey8", "maxmemory-samples");
    assertThat(List.of("1", "64")).allMatch(samples::allows);
    assertThat(List.of("0", "65", "", "x", "1.5", "99999999999999999999"))
        .noneMatch(samples::allows);
    assertThat(find("valkey8", "slowlog-log-slower-than").allows("-1")).isTrue();
  }

  @Test
  void reservedMemoryIsTakenFromTheNodesMemory() {
    NodeType micro = NodeTypes.find("cache.t3.micro").orElseThrow();
    assertThat(bytes(CacheEngine.VALKEY, micro, Map.of("reserved-memory-percent", "25")))
        .isEqualTo(402653184);
    assertThat(
            bytes(
                CacheEngine.REDIS,
                micro,
                Map.of("reserved-memory", "1048576", "reserved-memory-percent", "25")))
        .isEqualTo(536870912 - 1048576);
    assertThat(bytes(CacheEngine.MEMCACHED, micro, Map.of("memcached_connections_overhead", "100")))
        .isEqualTo(412L << 20);
    assertThat(bytes(CacheEngine.VALKEY, micro, Map.of("reserved-memory-percent", "100")))
        .isPositive();
  }

  @Test
  void engineIsToldItsOwnNames() {
    ParameterGroup old = ParameterFamilies.find("redis6.x").orElseThrow().defaultGroup();
    Map<String, String> told =
        NodeSizing.forEngine(NodeSizing.values(old, Parameter.Change.IMMEDIATE));
    assertThat(told)
        .containsEntry("hash-max-listpack-entries", "512")
        .containsEntry("client-output-buffer-limit", "normal 0 0 0 pubsub 33554432 8388608 60")
        .doesNotContainKeys("hash-max-ziplist-entries", "reserved-memory", "databases");
  }

  @Test
  void dataTieredTypesDoNotRunMemcached() {
    NodeType tiered = NodeTypes.find("cache.r6gd.xlarge").orElseThrow();
    assertThat(tiered.runs(CacheEngine.VALKEY)).isTrue();
    assertThat(tiered.runs(CacheEngine.MEMCACHED)).isFalse();
    assertThat(NodeTypes.find("cache.m7g.large")).isEmpty();
  }

  private static long bytes(CacheEngine engine, NodeType type, Map<String, String> values) {
    return NodeSizing.memoryBytesMax(engine, type, values);
  }

  private static Parameter policy(String family) {
    return find(family, "maxmemory-policy");
  }

  private static Parameter find(String family, String parameter) {
    return ParameterFamilies.find(family).flatMap(table -> table.find(parameter)).orElseThrow();
  }
}
