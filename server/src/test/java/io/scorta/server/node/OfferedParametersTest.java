package io.scorta.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.control.param.CacheEngine;
import io.scorta.control.param.NodeSizing;
import io.scorta.control.param.Parameter;
import io.scorta.control.param.ParameterFamilies;
import io.scorta.control.param.ParameterFamily;
import io.scorta.control.param.ParameterGroup;
import io.scorta.engine.loop.Cache;
import io.scorta.engine.loop.CacheConfig;
import io.scorta.engine.loop.Engine;
import io.scorta.engine.loop.EngineConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What parameter groups offer is what the engine obeys.
class OfferedParametersTest {
  private static Engine engine;
  private static Cache cache;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineConfig.standard());
    cache = engine.createCache(CacheConfig.resp("offered"));
  }

  @AfterAll
  static void stop() {
    cache.close();
    engine.close();
  }

  static Stream<ParameterFamily> families() {
    return ParameterFamilies.all().stream()
        .filter(family -> family.engine() != CacheEngine.MEMCACHED);
  }

  @ParameterizedTest
  @MethodSource("families")
  void engineTakesEveryDefaultThatItIsTold(ParameterFamily family) {
    told(family.defaultGroup()).forEach(OfferedParametersTest::takes);
  }

  @ParameterizedTest
  @MethodSource("families")
  void engineTakesOtherValuesThatAreAllowed(ParameterFamily family) {
    for (Parameter parameter : family.parameters()) {
      if (parameter.change() == Parameter.Change.IMMEDIATE) {
        for (String value : extremes(parameter)) {
          assertThat(parameter.allows(value)).isTrue();
          Map<String, String> values = new HashMap<>();
          values.put(parameter.name(), value);
          told(family.defaultGroup().withValues(values)).forEach(OfferedParametersTest::takes);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void engineStartsWithEveryValueThatNeedsAStart(ParameterFamily family) {
    for (Parameter parameter : family.parameters()) {
      if (parameter.change() == Parameter.Change.REQUIRES_REBOOT) {
        for (String value : extremes(parameter)) {
          CacheConfig config =
              CacheConfig.resp("started").withParameters(Map.of(parameter.name(), value));
          try (Cache started = engine.createCache(config)) {
            assertThat(started.configured(parameter.name())).isEqualTo(value);
          }
        }
      }
    }
  }

  private static void takes(String name, String value) {
    cache.configure(name, value);
    String held = cache.configured(name);
    if (name.equals("client-output-buffer-limit")) {
      assertThat(held).contains(value.substring(value.indexOf("pubsub")));
    } else {
      assertThat(held).as(name).isEqualTo(value);
    }
  }

  private static Map<String, String> told(ParameterGroup group) {
    Map<String, String> values = new HashMap<>();
    values.putAll(NodeSizing.values(group, Parameter.Change.CHOSEN));
    values.putAll(NodeSizing.values(group, Parameter.Change.IMMEDIATE));
    return NodeSizing.forEngine(values);
  }

  /// The choices, or the ends of the range.
  private static List<String> extremes(Parameter parameter) {
    if (parameter.type() == Parameter.Type.STRING) {
      return List.of(parameter.allowed().split(","));
    }
    int dash = parameter.allowed().indexOf('-', 1);
    return List.of(parameter.allowed().substring(0, dash), parameter.allowed().substring(dash + 1));
  }
}
