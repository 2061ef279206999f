package io.scorta.control.param;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a parameter group and a node type together mean for the engine of a node.
///
/// ```
/// valkey, redis:  memory = M - M * reserved-memory-percent / 100    (M: the node type's memory)
///                 memory = M - reserved-memory                      (when that is not 0)
/// memcached:      memory = item memory - memcached_connections_overhead
/// ```
///
/// The engine knows none of these names: it is told the memory that is left.
public final class NodeSizing {
  private static final int PERCENT = 100;
  private static final long MEBIBYTE = 1L << 20;

  /// Smaller limits would leave no room for a single item.
  private static final long MEMORY_BYTES_MIN = 4 * MEBIBYTE;

  private static final Set<String> NOT_THE_ENGINES =
      Set.of(
          RespParameters.RESERVED_MEMORY,
          RespParameters.RESERVED_MEMORY_PERCENT,
          MemcachedParameters.CONNECTIONS_OVERHEAD);

  private NodeSizing() {}

  /// How many bytes the engine of such a node may use, with the values that are in force.
  public static long memoryBytesMax(CacheEngine engine, NodeType type, Map<String, String> values) {
    long bytes = engine == CacheEngine.MEMCACHED ? itemBytes(type, values) : keyBytes(type, values);
    return Math.max(bytes, MEMORY_BYTES_MIN);
  }

  /// What the engine itself is told of the values, under its own names.
  ///
  /// Families before redis7 call the compact encodings `ziplist`; the limits of output buffers are
  /// one setting of the engine.
  public static Map<String, String> forEngine(Map<String, String> values) {
    Map<String, String> told = new TreeMap<>();
    values.forEach((name, value) -> told.put(name.replace("-ziplist-", "-listpack-"), value));
    told.keySet().removeAll(NOT_THE_ENGINES);
    told.keySet().removeIf(name -> name.startsWith(RespParameters.BUFFER_LIMIT));
    if (values.containsKey(RespParameters.BUFFER_LIMIT + "-normal-hard-limit")) {
      told.put(
          RespParameters.BUFFER_LIMIT, buffer(values, "normal") + " " + buffer(values, "pubsub"));
    }
    return told;
  }

  private static String buffer(Map<String, String> values, String client) {
    String prefix = RespParameters.BUFFER_LIMIT + "-" + client;
    return String.join(
        " ",
        client,
        values.getOrDefault(prefix + "-hard-limit", "0"),
        values.getOrDefault(prefix + "-soft-limit", "0"),
        values.getOrDefault(prefix + "-soft-seconds", "0"));
  }

  /// The group's values of one kind of change: those in force at once, or those fixed at a start.
  public static Map<String, String> values(ParameterGroup group, Parameter.Change change) {
    Map<String, String> values = new TreeMap<>();
    for (Parameter parameter : group.familyTable().parameters()) {
      if (parameter.change() == change) {
        values.put(parameter.name(), group.valueOf(parameter));
      }
    }
    return values;
  }

  /// Whether the parameter is one of this service's own, of which the engine does not know.
  public static boolean isServiceOwn(String parameter) {
    return NOT_THE_ENGINES.contains(parameter);
  }

  private static long keyBytes(NodeType type, Map<String, String> values) {
    long memory = type.memoryBytes();
    long reserved = number(values, RespParameters.RESERVED_MEMORY, 0);
    if (reserved > 0) {
      return memory - reserved;
    }
    long percent = number(values, RespParameters.RESERVED_MEMORY_PERCENT, 0);
    return memory - memory * percent / PERCENT;
  }

  private static long itemBytes(NodeType type, Map<String, String> values) {
    long overhead = number(values, MemcachedParameters.CONNECTIONS_OVERHEAD, 0);
    return (type.itemMebibytes() - overhead) * MEBIBYTE;
  }

  private static long number(Map<String, String> values, String name, long otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Long.parseLong(value);
  }
}
