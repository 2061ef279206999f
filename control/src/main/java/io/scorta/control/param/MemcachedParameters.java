package io.scorta.control.param;

import static io.scorta.control.param.Parameter.Change.REQUIRES_REBOOT;
import static io.scorta.control.param.Parameter.Change.SHOWN;
import static io.scorta.control.param.Parameter.Type.INTEGER;
import static io.scorta.control.param.Parameter.Type.STRING;

import java.util.List;

/// The settings of the memcached families; every change waits for a restart of the node.
final class MemcachedParameters {
  static final String CONNECTIONS_OVERHEAD = "memcached_connections_overhead";
  private static final List<String> NAMES = List.of("memcached1.4", "memcached1.5", "memcached1.6");

  private static final List<Parameter> ROWS =
      List.of(
          new Parameter(
              CONNECTIONS_OVERHEAD,
              "100",
              "MiB of the node's memory kept for connections, so not for items.",
              INTEGER,
              "0-65536",
              REQUIRES_REBOOT,
              "1.4.5"),
          new Parameter(
              "max_item_size",
              "1048576",
              "Bytes of the largest item that is stored.",
              INTEGER,
              "1024-134217728",
              SHOWN,
              "1.4.5"),
          new Parameter(
              "idle_timeout",
              "0",
              "Seconds after which an idle connection is closed; 0 never closes one.",
              INTEGER,
              "0-86400",
              SHOWN,
              "1.4.33"),
          new Parameter(
              "error_on_memory_exhausted",
              "0",
              "Whether a full node refuses new items instead of making room for them.",
              INTEGER,
              "0-1",
              SHOWN,
              "1.4.5"),
          new Parameter(
              "disable_flush_all",
              "0",
              "Whether flush_all is refused.",
              INTEGER,
              "0-1",
              SHOWN,
              "1.6.6"),
          new Parameter(
              "cas_disabled",
              "0",
              "Whether items go without the number that cas compares.",
              INTEGER,
              "0-1",
              SHOWN,
              "1.4.5"),
          new Parameter(
              "binding_protocol",
              "ascii",
              "Which of the protocols clients may speak.",
              STRING,
              "auto,binary,ascii",
              SHOWN,
              "1.4.5"));

  private MemcachedParameters() {}

  static List<ParameterFamily> families() {
    return NAMES.stream()
        .map(name -> new ParameterFamily(name, CacheEngine.MEMCACHED, parameters(name)))
        .toList();
  }

  private static List<Parameter> parameters(String family) {
    String end = family.substring("memcached".length()) + ".999";
    return ROWS.stream().filter(row -> EngineVersion.compare(row.since(), end) <= 0).toList();
  }
}
