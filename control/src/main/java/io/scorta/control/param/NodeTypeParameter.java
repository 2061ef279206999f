package io.scorta.control.param;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A setting whose value follows from the node type and that nobody can change.
public record NodeTypeParameter(
    String name, String description, String since, Map<String, String> values) {
  /// Those of the families of one engine, with the value of each node type that it runs on.
  public static List<NodeTypeParameter> of(CacheEngine engine) {
    Map<String, String> values = new LinkedHashMap<>();
    for (NodeType type : NodeTypes.all()) {
      if (type.runs(engine)) {
        long memory = engine == CacheEngine.MEMCACHED ? type.itemMebibytes() : type.memoryBytes();
        values.put(type.name(), Long.toString(memory));
      }
    }
    return List.of(
        engine == CacheEngine.MEMCACHED
            ? new NodeTypeParameter(
                "max_cache_memory", "MiB of memory of a node for items.", "1.4.5", values)
            : new NodeTypeParameter(
                RespParameters.MAXMEMORY,
                "Bytes of memory of a node, the reserved part included.",
                "2.6.13",
                values));
  }
}
