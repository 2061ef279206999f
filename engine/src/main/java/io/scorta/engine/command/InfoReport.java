package io.scorta.engine.command;

import io.scorta.engine.command.Subscriptions.Kind;
import io.scorta.engine.keyspace.Database;
import io.scorta.engine.keyspace.Keyspace;
import io.scorta.engine.keyspace.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What INFO answers: sections of `name:value` lines.
final class InfoReport {
  private static final List<String> STANDARD =
      List.of(
          "server",
          "clients",
          "memory",
          "persistence",
          "stats",
          "replication",
          "cpu",
          "modules",
          "errorstats",
          "cluster",
          "keyspace");

  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final String REDIS_LEVEL = "7.2.4";
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final double TICKS_PER_SECOND = 100;

  private final Execution x;
  private final Keyspace keyspace;
  private final Tally total;
  private final Host.Identity identity;
  private final StringBuilder text = new StringBuilder();

  InfoReport(Execution x) {
    this.x = x;
    this.keyspace = x.keeper().keyspace();
    this.total = keyspace.total();
    this.identity = x.host().identity();
  }

  String text(List<String> asked) {
    List<String> sections = new ArrayList<>();
    if (asked.isEmpty()) {
      sections.addAll(STANDARD);
    }
    for (String name : asked) {
      if (name.equals("default")) {
        sections.addAll(STANDARD);
      } else if (name.equals("all") || name.equals("everything")) {
        sections.addAll(STANDARD);
        sections.add("commandstats");
      } else {
        sections.add(name);
      }
    }
    sections.stream().distinct().forEach(this::section);
    return text.toString();
  }

  private void section(String name) {
    int start = text.length();
    switch (name) {
      case "server" -> server();
      case "clients" -> clients();
      case "memory" -> memory();
      case "persistence" -> persistence();
      case "stats" -> stats();
      case "replication" -> replication();
      case "cpu" -> cpu();
      case "modules" -> head("Modules");
      case "errorstats" -> errors();
      case "commandstats" -> commands();
      case "cluster" -> {
        head("Cluster");
        line("cluster_enabled", 0);
      }
      case "keyspace" -> databases();
      default -> {
        // An unknown section adds nothing.
      }
    }
    if (start > 0 && text.length() > start) {
      text.insert(start, "\r\n");
    }
  }

  private void head(String title) {
    text.append("# ").append(title).append("\r\n");
  }

  private void line(String name, Object value) {
    text.append(name).append(':').append(value).append("\r\n");
  }

  private void server() {
    head("Server");
    boolean valkey = identity.flavour().equals("valkey");
    line("redis_version", valkey ? REDIS_LEVEL : identity.version());
    if (valkey) {
      line("server_name", "valkey");
      line("valkey_version", identity.version());
    }
    line("redis_git_sha1", "00000000");
    line("redis_git_dirty", 0);
    line("redis_build_id", "0");
    line(valkey ? "server_mode" : "redis_mode", "standalone");
    line("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    line("arch_bits", 64);
    line("process_id", ProcessHandle.current().pid());
    line("process_supervised", "no");
    line("run_id", identity.runId());
    line("tcp_port", identity.port());
    line("server_time_usec", x.now() * 1000);
    long uptime = Math.max(0, x.now() - identity.startedMillis()) / 1000;
    line("uptime_in_seconds", uptime);
    line("uptime_in_days", uptime / 86400);
    line("hz", Host.TICKS_PER_SECOND);
    line("configured_hz", Host.TICKS_PER_SECOND);
    line("lru_clock", x.now() / 1000 & 0xffffff);
    line("executable", "");
    line("config_file", "");
    line("io_threads_active", identity.threads() > 1 ? 1 : 0);
  }

  private void clients() {
    head("Clients");
    line("connected_clients", x.host().connections());
    line("cluster_connections", 0);
    line("maxclients", x.settings().connectionsMax());
    line(
        "blocked_clients",
        x.host().hub().waiters().connections() + x.host().hub().postponed().get());
    line("tracking_clients", x.host().hub().tracking().sessions().size());
    line("pubsub_clients", sessions(Session::isListening));
    line("watching_clients", sessions(session -> !session.watched.keys().isEmpty()));
    line("clients_in_timeout_table", x.host().hub().waiters().timed());
    line("total_watched_keys", x.host().keyspace().watches().size());
    line("total_blocking_keys", x.host().hub().waiters().keys());
    line("total_blocking_keys_on_nokey", x.host().hub().waiters().keysEvenWithout());
  }

  private long sessions(Predicate<Session> test) {
    long[] count = {0};
    x.host()
        .sessions(
            session -> {
              if (test.test(session)) {
                count[0]++;
              }
            });
    return count[0];
  }

  private void memory() {
    long used = Math.max(0, total.usedBytes);
    long resident = residentBytes();
    head("Memory");
    line("used_memory", used);
    line("used_memory_human", MemorySize.text(used));
    line("used_memory_rss", resident);
    line("used_memory_rss_human", MemorySize.text(resident));
    line("used_memory_peak", keyspace.peakBytes());
    line("used_memory_peak_human", MemorySize.text(keyspace.peakBytes()));
    line("used_memory_dataset", used);
    line("used_memory_dataset_perc", "100.00%");
    line("used_memory_lua", 0);
    line("used_memory_scripts", 0);
    line("number_of_cached_scripts", 0);
    line("number_of_functions", 0);
    line("number_of_libraries", 0);
    line("maxmemory", keyspace.memoryBytesMax());
    line("maxmemory_human", MemorySize.text(keyspace.memoryBytesMax()));
    line("maxmemory_policy", keyspace.policy().text());
    line("mem_fragmentation_ratio", ratio(resident, used));
    line("mem_not_counted_for_evict", 0);
    line("mem_clients_slaves", 0);
    line("mem_allocator", "scorta");
    line("active_defrag_running", 0);
    line("lazyfree_pending_objects", x.keeper().discards().count());
  }

  private static String ratio(long part, long whole) {
    return String.format(Locale.ROOT, "%.2f", whole == 0 ? 1.0 : (double) part / whole);
  }

  private static long residentBytes() {
    try {
      Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc/self/status")));
      return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
    } catch (IOException e) {
      // Other systems do not tell.
      return 0;
    }
  }

  private void persistence() {
    head("Persistence");
    line("loading", 0);
    line("async_loading", 0);
    line("rdb_changes_since_last_save", total.changes);
    line("rdb_bgsave_in_progress", 0);
    line("rdb_last_save_time", identity.startedMillis() / 1000);
    line("rdb_last_bgsave_status", "ok");
    line("rdb_last_bgsave_time_sec", -1);
    line("rdb_current_bgsave_time_sec", -1);
    line("aof_enabled", 0);
    line("aof_rewrite_in_progress", 0);
    line("aof_rewrite_scheduled", 0);
    line("aof_last_bgrewrite_status", "ok");
    line("aof_last_write_status", "ok");
  }

  private void stats() {
    head("Stats");
    line("total_connections_received", total.connectionsReceived);
    line("total_commands_processed", total.commands);
    line("total_net_input_bytes", total.inputBytes);
    line("total_net_output_bytes", total.outputBytes);
    line("rejected_connections", total.connectionsRejected);
    line("sync_full", 0);
    line("sync_partial_ok", 0);
    line("sync_partial_err", 0);
    line("expired_keys", total.expired);
    line("evicted_keys", total.evicted);
    line("evicted_clients", total.clientsEvicted);
    line("keyspace_hits", total.hits);
    line("keyspace_misses", total.misses);
    line("pubsub_channels", x.host().hub().channels(Kind.CHANNEL).size());
    line("pubsub_patterns", x.host().hub().channels(Kind.PATTERN).size());
    line("pubsubshard_channels", x.host().hub().channels(Kind.SHARD).size());
    line("tracking_total_keys", x.host().hub().tracking().keys());
    line("tracking_total_items", x.host().hub().tracking().items());
    line("tracking_total_prefixes", x.host().hub().tracking().prefixes().size());
    line("latest_fork_usec", 0);
    line("total_error_replies", total.errors);
    line("unexpected_error_replies", 0);
    line("acl_access_denied_auth", 0);
  }

  private void replication() {
    head("Replication");
    line("role", "master");
    line("connected_slaves", 0);
    line("master_failover_state", "no-failover");
    line("master_replid", identity.runId());
    line("master_replid2", "0".repeat(40));
    line("master_repl_offset", 0);
    line("second_repl_offset", -1);
    line("repl_backlog_active", 0);
    line("repl_backlog_size", 0);
    line("repl_backlog_first_byte_offset", 0);
    line("repl_backlog_histlen", 0);
  }

  private void cpu() {
    head("CPU");
    String[] fields = processStatistics();
    line("used_cpu_sys", seconds(fields, SYSTEM_TICKS));
    line("used_cpu_user", seconds(fields, USER_TICKS));
    line("used_cpu_sys_children", "0.000000");
    line("used_cpu_user_children", "0.000000");
  }

  /// The fields of the process after its name, which may have blanks.
  private static String[] processStatistics() {
    try {
      String line = Files.readString(Path.of("/proc/self/stat"));
      return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    } catch (IOException e) {
      // Other systems do not tell.
      return new String[0];
    }
  }

  private static String seconds(String[] fields, int field) {
    double ticks = field < fields.length ? Long.parseLong(fields[field]) : 0;
    return String.format(Locale.ROOT, "%.6f", ticks / TICKS_PER_SECOND);
  }

  private void errors() {
    head("Errorstats");
    x.errorCounts().forEach((code, count) -> line("errorstat_" + code, "count=" + count));
  }

  private void commands() {
    head("Commandstats");
    CommandTally sum = x.host().hub().commandTally(x.table().size());
    for (CommandRow row : x.table().rows()) {
      if (!sum.isEmpty(row)) {
        line("cmdstat_" + row.name, sum.line(row));
      }
    }
  }

  private void databases() {
    head("Keyspace");
    for (int i = 0; i < keyspace.databaseCount(); i++) {
      Database database = keyspace.existing(i);
      if (database != null && database.size() > 0) {
        line(
            "db" + i,
            "keys=%d,expires=%d,avg_ttl=0".formatted(database.size(), database.expiring()));
      }
    }
  }
}
