package io.scorta.control.node;

import static io.scorta.control.node.CacheFaults.invalidCombination;
import static io.scorta.control.node.CacheFaults.invalidValue;

import io.scorta.control.param.CacheEngine;
import io.scorta.control.param.EngineVersion;
import io.scorta.control.param.EngineVersions;
import io.scorta.control.param.NodeType;
import io.scorta.control.param.NodeTypes;
import io.scorta.control.param.ParameterFamilies;
import io.scorta.control.param.ParameterFamily;
import io.scorta.control.param.ParameterGroup;
import io.scorta.control.state.State;
import java.util.Locale;
import java.util.stream.Collectors;

/// An engine, a version, a node type and a parameter group that fit each other.
public record SoftwareChoice(EngineVersion version, NodeType type, ParameterGroup group) {
  /// The choice that a request for a new cluster leads to.
  static SoftwareChoice of(State state, String account, ClusterRequest.Software asked) {
    CacheEngine engine =
        engine(
            asked
                .engine()
                .orElseThrow(
                    () -> invalidValue("The parameter Engine is missing: give %s.", engines())));
    EngineVersion version =
        asked.version().map(text -> version(engine, text)).orElse(EngineVersions.newest(engine));
    NodeType type =
        type(
            engine,
            asked
                .nodeType()
                .orElseThrow(
                    () ->
                        invalidValue(
                            "The parameter CacheNodeType is missing: give one such as"
                                + " cache.t3.micro.")));
    return new SoftwareChoice(
        version,
        type,
        asked
            .parameterGroup()
            .map(name -> group(state, account, version, name))
            .orElse(defaultGroup(version)));
  }

  static CacheEngine engine(String name) {
    return CacheEngine.named(name)
        .orElseThrow(
            () -> invalidValue("Invalid value for Engine: \"%s\". Give %s.", name, engines()));
  }

  static EngineVersion version(CacheEngine engine, String asked) {
    return EngineVersions.find(engine, asked)
        .orElseThrow(
            () ->
                invalidValue(
                    "Cannot find version %s for %s. Give one of %s.",
                    asked, engine.wireName(), versions(engine)));
  }

  static NodeType type(CacheEngine engine, String name) {
    return NodeTypes.find(name.toLowerCase(Locale.ROOT))
        .filter(type -> type.runs(engine))
        .orElseThrow(
            () ->
                invalidValue(
                    "The node type %s is not available for %s. Give one such as cache.t3.micro.",
                    name, engine.wireName()));
  }

  static ParameterGroup group(State state, String account, EngineVersion version, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    ParameterGroup group =
        ParameterGroup.find(state, account, lower)
            .orElseThrow(() -> CacheFaults.parameterGroupNotFound(name));
    if (!group.family().equals(version.family())) {
      throw invalidCombination(
          "Expected a parameter group of family %s but found one of family %s: %s version %s needs"
              + " the former.",
          version.family(), group.family(), version.engine().wireName(), version.full());
    }
    return group;
  }

  static ParameterGroup defaultGroup(EngineVersion version) {
    return ParameterFamilies.find(version.family())
        .map(ParameterFamily::defaultGroup)
        .orElseThrow(() -> new IllegalStateException("no family " + version.family()));
  }

  private static String engines() {
    return "memcached, valkey or redis";
  }

  private static String versions(CacheEngine engine) {
    return EngineVersions.of(engine).stream()
        .map(EngineVersion::asked)
        .collect(Collectors.joining(", "));
  }
}
