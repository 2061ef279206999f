package io.scorta.engine.command;

import io.scorta.engine.evict.AccessBits.LfuSetting;
import io.scorta.engine.evict.EvictionPolicy;
import io.scorta.engine.keyspace.EventClasses;
import io.scorta.engine.keyspace.Keyspace;
import io.scorta.engine.value.EncodingLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The parameters of one cache: their texts, and the values that the engine reads often.
///
/// Each row of the table has an effect here, or states a fact that cannot be changed: a parameter
/// that would be stored and ignored has no row.
///
/// Changed by any thread under the object's monitor; the typed values are read without it.
public final class Settings {
  private static final Map<String, Parameter> TABLE = load();

  /// Older names, which clients and parameter groups still use.
  private static final Map<String, String> ALIASES =
      Map.of(
          "hash-max-ziplist-entries", "hash-max-listpack-entries",
          "hash-max-ziplist-value", "hash-max-listpack-value",
          "list-max-ziplist-size", "list-max-listpack-size",
          "zset-max-ziplist-entries", "zset-max-listpack-entries",
          "zset-max-ziplist-value", "zset-max-listpack-value");

  /// In the order of [EncodingLimits].
  private static final List<String> LIMIT_NAMES =
      List.of(
          "hash-max-listpack-entries",
          "hash-max-listpack-value",
          "list-max-listpack-size",
          "set-max-intset-entries",
          "set-max-listpack-entries",
          "set-max-listpack-value",
          "zset-max-listpack-entries",
          "zset-max-listpack-value",
          "stream-node-max-bytes",
          "stream-node-max-entries");

  private static final long SLOW_MICROS_EXACT = 1000;

  private final Keyspace keyspace;
  private final Map<String, String> values = new TreeMap<>();

  private volatile String password = "";
  private volatile int connectionsMax;
  private volatile int idleSeconds;
  private volatile int expireEffort;
  private volatile long bulkBytesMax;
  private volatile long queryBytesMax;
  private volatile long trackedKeysMax;
  private volatile String clientShare = "0";
  private volatile int keepAliveSeconds;
  private volatile long slowMicros;
  private volatile long slowLogLengthMax;
  private volatile long latencyMillis;
  private volatile boolean classesTimes;
  private volatile int hyperLogLogBytesMax;
  private volatile boolean compresses;
  private volatile ClientLimits clientLimits = ClientLimits.STANDARD;
  private volatile EncodingLimits encodingLimits = EncodingLimits.DEFAULT;

  public Settings(Keyspace keyspace) {
    this.keyspace = keyspace;
    long memoryBytesMax = keyspace.memoryBytesMax(); // The standard value below would lift it.
    for (Parameter parameter : TABLE.values()) {
      store(parameter, parameter.standard());
    }
    store(parameter("maxmemory"), Long.toString(memoryBytesMax));
  }

  private static Map<String, Parameter> load() {
    InputStream stream = Settings.class.getResourceAsStream("parameters.tsv");
    Map<String, Parameter> table = new LinkedHashMap<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(stream), StandardCharsets.UTF_8))) {
      for (String line : (Iterable<String>) reader.lines()::iterator) {
        if (!line.startsWith("#")) {
          Parameter parameter = Parameter.parse(line);
          table.put(parameter.name(), parameter);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the parameter table cannot be read", e);
    }
    return table;
  }

  private static Parameter parameter(String name) {
    return Objects.requireNonNull(TABLE.get(name));
  }

  private static String resolved(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ALIASES.getOrDefault(lower, lower);
  }

  /// Sets parameters as CONFIG SET does, all or none; answers the error, or null.
  public synchronized @Nullable String set(Map<String, String> changes) {
    for (Map.Entry<String, String> change : changes.entrySet()) {
      Parameter parameter = TABLE.get(resolved(change.getKey()));
      if (parameter == null) {
        return "ERR Unknown option or number of arguments for CONFIG SET - '%s'"
            .formatted(change.getKey());
      }
      String fault =
          parameter.changeable()
              ? parameter.fault(change.getValue())
              : "can't set immutable config";
      if (fault != null) {
        return "ERR CONFIG SET failed (possibly related to argument '%s') - %s"
            .formatted(change.getKey(), fault);
      }
    }
    changes.forEach((name, value) -> store(parameter(resolved(name)), value));
    return null;
  }

  /// Sets what only the start of a cache may set, such as its port.
  public synchronized void fix(String name, String value) {
    store(parameter(name), value);
  }

  /// The value as CONFIG GET shows it, or null if there is no such parameter.
  public synchronized @Nullable String get(String name) {
    return values.get(resolved(name));
  }

  /// The parameters whose names pass.
  synchronized Map<String, String> matching(Predicate<String> test) {
    Map<String, String> result = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (test.test(name)) {
            result.put(name, value);
          }
        });
    ALIASES.forEach(
        (alias, name) -> {
          if (test.test(alias)) {
            result.put(alias, Objects.requireNonNull(values.get(name)));
          }
        });
    return result;
  }

  private synchronized void store(Parameter parameter, String text) {
    String value =
        parameter.type() == Parameter.Type.LIMITS
            ? clientLimits.with(text).text()
            : parameter.normal(text);
    values.put(parameter.name(), value);
    // The shown form of a set of events leaves out that new keys are among them.
    apply(parameter.name(), parameter.type() == Parameter.Type.EVENTS ? text : value);
  }

  private void apply(String name, String value) {
    switch (name) {
      case "requirepass" -> password = value;
      case "maxmemory" -> keyspace.memoryBytesMax(Long.parseLong(value));
      case "maxmemory-policy" -> keyspace.policy(Objects.requireNonNull(EvictionPolicy.of(value)));
      case "maxmemory-samples" -> keyspace.samples(Integer.parseInt(value));
      case "lfu-log-factor" ->
          keyspace.lfu(new LfuSetting(Integer.parseInt(value), keyspace.lfu().decayMinutes()));
      case "lfu-decay-time" ->
          keyspace.lfu(new LfuSetting(keyspace.lfu().logFactor(), Integer.parseInt(value)));
      case "maxclients" -> connectionsMax = Integer.parseInt(value);
      case "timeout" -> idleSeconds = Integer.parseInt(value);
      case "proto-max-bulk-len" -> bulkBytesMax = Long.parseLong(value);
      case "rdbcompression" -> compresses = value.equals("yes");
      case "hll-sparse-max-bytes" ->
          hyperLogLogBytesMax = Math.clamp(Long.parseLong(value), 0, Integer.MAX_VALUE);
      case "client-query-buffer-limit" -> queryBytesMax = Long.parseLong(value);
      case "client-output-buffer-limit" -> clientLimits = ClientLimits.parse(value);
      case "active-expire-effort" -> expireEffort = Integer.parseInt(value);
      case "save", "appendonly", "cluster-enabled", "databases", "port" -> {
        // Facts: nothing is written to disk, there is no cluster, and a start fixes the others.
      }
      case "slowlog-log-slower-than" -> slowMicros = Long.parseLong(value);
      case "slowlog-max-len" -> slowLogLengthMax = Long.parseLong(value);
      case "latency-monitor-threshold" -> latencyMillis = Long.parseLong(value);
      case "latency-tracking" -> classesTimes = value.equals("yes");
      case "maxmemory-clients" -> clientShare = value;
      case "tcp-keepalive" -> keepAliveSeconds = Integer.parseInt(value);
      case "tracking-table-max-keys" -> trackedKeysMax = Long.parseLong(value);
      case "notify-keyspace-events" -> keyspace.interest().classes(EventClasses.parse(value));
      default -> {
        if (!LIMIT_NAMES.contains(name)) {
          throw new IllegalStateException("the parameter %s has no effect".formatted(name));
        }
        encodingLimits = encodingLimits();
      }
    }
  }

  private EncodingLimits encodingLimits() {
    int[] limits = new int[LIMIT_NAMES.size()];
    for (int i = 0; i < limits.length; i++) {
      String name = LIMIT_NAMES.get(i);
      String value = values.getOrDefault(name, parameter(name).standard());
      limits[i] = Math.clamp(Long.parseLong(value), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    return new EncodingLimits(
        limits[0], limits[1], limits[2], limits[3], limits[4], limits[5], limits[6], limits[7],
        limits[8], limits[9]);
  }

  /// Empty when no password is asked for.
  public String password() {
    return password;
  }

  public int connectionsMax() {
    return connectionsMax;
  }

  /// After how long an idle connection is closed; 0 for never.
  public int idleSeconds() {
    return idleSeconds;
  }

  /// How hard expired records are looked for, 1 to 10.
  public int expireEffort() {
    return expireEffort;
  }

  /// The longest argument, and so the longest string.
  public long bulkBytesMax() {
    return bulkBytesMax;
  }

  /// How much of an incomplete command a connection may have sent.
  public long queryBytesMax() {
    return queryBytesMax;
  }

  /// Whether long strings are compressed where values are written out.
  public boolean compresses() {
    return compresses;
  }

  /// How long a HyperLogLog may be before it becomes dense.
  public int hyperLogLogBytesMax() {
    return hyperLogLogBytesMax;
  }

  /// Whether every call has to be timed, because even one that takes less than a millisecond is to
  /// be written down.
  boolean timesAll() {
    return slowMicros >= 0 && slowMicros < SLOW_MICROS_EXACT;
  }

  /// Whether so long a command is slow.
  boolean isSlow(long micros) {
    return slowMicros >= 0 && micros >= slowMicros && slowLogLengthMax > 0;
  }

  long slowLogLengthMax() {
    return slowLogLengthMax;
  }

  /// From how long on work is written down; 0 for never.
  public long latencyMillis() {
    return latencyMillis;
  }

  /// Whether times are kept by class.
  boolean classesTimes() {
    return classesTimes;
  }

  /// How much memory the buffers of all clients may take; 0 for any.
  public long clientBytesMax() {
    String share = clientShare;
    return share.endsWith("%")
        ? keyspace.memoryBytesMax() / 100 * Integer.parseInt(share.substring(0, share.length() - 1))
        : Long.parseLong(share);
  }

  /// After how long a silent peer is asked whether it is still there; 0 for never.
  public int keepAliveSeconds() {
    return keepAliveSeconds;
  }

  /// Of how many keys is known who keeps copies; 0 for any number.
  long trackedKeysMax() {
    return trackedKeysMax;
  }

  public ClientLimits clientLimits() {
    return clientLimits;
  }

  /// Up to where collections stay small.
  public EncodingLimits limits() {
    return encodingLimits;
  }
}
