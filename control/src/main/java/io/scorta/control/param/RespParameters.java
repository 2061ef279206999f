package io.scorta.control.param;

import static io.scorta.control.param.Parameter.Change.CHOSEN;
import static io.scorta.control.param.Parameter.Change.IMMEDIATE;
import static io.scorta.control.param.Parameter.Change.REQUIRES_REBOOT;
import static io.scorta.control.param.Parameter.Change.SHOWN;
import static io.scorta.control.param.Parameter.Type.INTEGER;
import static io.scorta.control.param.Parameter.Type.STRING;

import java.util.ArrayList;
import java.util.List;

/// The settings of the valkey and redis families.
///
/// Only what the running engine really obeys may be changed by a caller; the rest is shown with the
/// value that holds. A row belongs to the families from the one named first to the one named last.
final class RespParameters {
  static final String BUFFER_LIMIT = "client-output-buffer-limit";
  static final String MAXMEMORY = "maxmemory";
  static final String RESERVED_MEMORY = "reserved-memory";
  static final String RESERVED_MEMORY_PERCENT = "reserved-memory-percent";
  private static final String LIMIT = "0-2147483647";
  private static final String SECONDS = "0-999999999";
  private static final String YES_NO = "yes,no";
  private static final String POLICIES_OLD =
      "volatile-lru,allkeys-lru,volatile-random,allkeys-random,volatile-ttl,noeviction";
  private static final String POLICIES =
      "volatile-lru,allkeys-lru,volatile-lfu,allkeys-lfu,volatile-random,allkeys-random,"
          + "volatile-ttl,noeviction";

  /// From oldest to newest: what came with one family stays until a row says otherwise.
  private static final List<String> NAMES =
      List.of(
          "redis2.6",
          "redis2.8",
          "redis3.2",
          "redis4.0",
          "redis5.0",
          "redis6.x",
          "redis7",
          "valkey7",
          "valkey8");

  /// The first version of each family.
  private static final List<String> VERSIONS =
      List.of("2.6.13", "2.8.6", "3.2.4", "4.0.10", "5.0.0", "6.0", "7.0", "7.2", "8.0");

  private static final List<Row> ROWS = rows();

  private RespParameters() {}

  static List<ParameterFamily> families() {
    return NAMES.stream()
        .map(name -> new ParameterFamily(name, engine(name), parameters(NAMES.indexOf(name))))
        .toList();
  }

  private static CacheEngine engine(String family) {
    return family.startsWith("valkey") ? CacheEngine.VALKEY : CacheEngine.REDIS;
  }

  private static List<Parameter> parameters(int family) {
    return ROWS.stream()
        .filter(row -> row.first <= family && family <= row.last)
        .map(Row::parameter)
        .toList();
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>(memory());
    rows.addAll(connections());
    rows.addAll(buffers());
    rows.addAll(encodings());
    rows.addAll(observation());
    return List.copyOf(rows);
  }

  private static List<Row> memory() {
    return List.of(
        row("maxmemory-policy", "volatile-lru", STRING, IMMEDIATE)
            .allowed(POLICIES_OLD)
            .families("redis2.6", "redis3.2")
            .says("Which keys make room when memory is full."),
        row("maxmemory-policy", "volatile-lru", STRING, IMMEDIATE)
            .allowed(POLICIES)
            .families("redis4.0", "valkey8")
            .says("Which keys make room when memory is full."),
        row("maxmemory-samples", "3", INTEGER, IMMEDIATE)
            .allowed("1-64")
            .says("How many keys are compared to find one that makes room."),
        row(RESERVED_MEMORY, "0", INTEGER, IMMEDIATE)
            .allowed("0-1000000000000")
            .says(
                "Bytes of the node's memory that keys may not use; 0 leaves it to the percentage."),
        row(RESERVED_MEMORY_PERCENT, "25", INTEGER, IMMEDIATE)
            .allowed("0-100")
            .families("redis3.2", "valkey8")
            .says("Share of the node's memory that keys may not use."),
        row("activedefrag", "no", STRING, SHOWN)
            .allowed(YES_NO)
            .families("redis4.0", "valkey8")
            .says("Whether memory is compacted while the cache runs."),
        row("lfu-log-factor", "10", INTEGER, IMMEDIATE)
            .allowed(LIMIT)
            .families("redis4.0", "valkey8")
            .says("How slowly the count of a key's uses grows."),
        row("lfu-decay-time", "1", INTEGER, IMMEDIATE)
            .allowed(LIMIT)
            .families("redis4.0", "valkey8")
            .says("Minutes after which the count of a key's uses is reduced."));
  }

  private static List<Row> connections() {
    return List.of(
        row("timeout", "0", INTEGER, IMMEDIATE)
            .allowed(LIMIT)
            .says("Seconds after which an idle connection is closed; 0 never closes one."),
        row("tcp-keepalive", "300", INTEGER, SHOWN)
            .allowed(LIMIT)
            .says("Seconds between probes of an idle connection's other end; 0 sends none."),
        row("databases", "16", INTEGER, REQUIRES_REBOOT)
            .allowed("1-10000")
            .says("How many numbered databases there are."),
        row("maxclients", "65000", INTEGER, CHOSEN)
            .allowed("1-65000")
            .says("How many connections may be open at once."),
        row("cluster-enabled", "no", STRING, SHOWN)
            .allowed(YES_NO)
            .families("redis3.2", "valkey8")
            .says("Whether keys are spread over shards."),
        row("appendonly", "no", STRING, SHOWN)
            .allowed(YES_NO)
            .families("redis2.6", "redis5.0")
            .says("Whether every change is written to a file."),
        row("proto-max-bulk-len", "536870912", INTEGER, IMMEDIATE)
            .allowed("1048576-536870912")
            .families("redis5.0", "valkey8")
            .says("Bytes of the longest string."));
  }

  /// How much may wait to be sent to a client before its connection is closed.
  private static List<Row> buffers() {
    List<Row> rows = new ArrayList<>();
    rows.add(
        buffer("normal-hard-limit", "0", "Bytes at once for ordinary clients; 0 for no limit."));
    rows.add(buffer("normal-soft-limit", "0", "Bytes for some time for ordinary clients."));
    rows.add(buffer("normal-soft-seconds", "0", "Seconds above the soft limit, ordinary clients."));
    rows.add(buffer("pubsub-hard-limit", "33554432", "Bytes at once for subscribers."));
    rows.add(buffer("pubsub-soft-limit", "8388608", "Bytes for some time for subscribers."));
    rows.add(buffer("pubsub-soft-seconds", "60", "Seconds above the soft limit, subscribers."));
    return rows;
  }

  private static Row buffer(String name, String value, String description) {
    return row(BUFFER_LIMIT + "-" + name, value, INTEGER, IMMEDIATE)
        .allowed(name.endsWith("-seconds") ? SECONDS : LIMIT)
        .says(description);
  }

  private static List<Row> encodings() {
    List<Row> rows = new ArrayList<>();
    rows.add(compact("hash-max-ziplist-entries", "512", "fields of a hash").before7());
    rows.add(compact("hash-max-ziplist-value", "64", "bytes of a hash's field or value").before7());
    rows.add(compact("zset-max-ziplist-entries", "128", "members of a sorted set").before7());
    rows.add(compact("zset-max-ziplist-value", "64", "bytes of a sorted set's member").before7());
    rows.add(compact("set-max-intset-entries", "512", "members of a set of integers"));
    rows.add(listSize("list-max-ziplist-size").families("redis3.2", "redis6.x"));
    rows.add(listSize("list-max-listpack-size").from("redis7"));
    rows.add(compact("hash-max-listpack-entries", "512", "fields of a hash").from("redis7"));
    rows.add(compact("hash-max-listpack-value", "64", "bytes of a hash's field").from("redis7"));
    rows.add(compact("zset-max-listpack-entries", "128", "members of a set").from("redis7"));
    rows.add(compact("zset-max-listpack-value", "64", "bytes of a member").from("redis7"));
    rows.add(compact("set-max-listpack-entries", "128", "members of a set").from("valkey7"));
    rows.add(compact("set-max-listpack-value", "64", "bytes of a member").from("valkey7"));
    return rows;
  }

  private static List<Row> observation() {
    return List.of(
        row("notify-keyspace-events", "", STRING, SHOWN)
            .families("redis2.8", "valkey8")
            .says("Which events on keys are published to subscribers."),
        row("slowlog-log-slower-than", "10000", INTEGER, SHOWN)
            .allowed("-1-2147483647")
            .says("Microseconds from which a command is remembered as slow."),
        row("slowlog-max-len", "128", INTEGER, SHOWN)
            .allowed(LIMIT)
            .says("How many slow commands are remembered."));
  }

  /// A row on the size up to which a value is stored compactly.
  private static Row compact(String name, String value, String counted) {
    return row(name, value, INTEGER, IMMEDIATE)
        .allowed(LIMIT)
        .says("How many " + counted + " are stored in the compact form at most.");
  }

  private static Row listSize(String name) {
    return row(name, "-2", INTEGER, IMMEDIATE)
        .allowed("-5-2147483647")
        .says("Elements of a part of a list, or as -1 to -5 its size of 4 to 64 KiB.");
  }

  private static Row row(String name, String value, Parameter.Type type, Parameter.Change change) {
    Parameter parameter = new Parameter(name, value, "", type, "", change, "2.6.13");
    return new Row(parameter, 0, NAMES.size() - 1);
  }

  private record Row(Parameter parameter, int first, int last) {
    Row says(String description) {
      return with(description, parameter.allowed(), parameter.since());
    }

    Row allowed(String allowed) {
      return with(parameter.description(), allowed, parameter.since());
    }

    Row families(String from, String to) {
      String since = VERSIONS.get(NAMES.indexOf(from));
      Row row = with(parameter.description(), parameter.allowed(), since);
      return new Row(row.parameter, NAMES.indexOf(from), NAMES.indexOf(to));
    }

    Row from(String family) {
      return families(family, NAMES.getLast());
    }

    Row before7() {
      return families(NAMES.getFirst(), "redis6.x");
    }

    private Row with(String description, String allowed, String since) {
      Parameter p = parameter;
      return new Row(
          new Parameter(p.name(), p.value(), description, p.type(), allowed, p.change(), since),
          first,
          last);
    }
  }
}
