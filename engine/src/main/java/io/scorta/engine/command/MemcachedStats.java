package io.scorta.engine.command;

import io.scorta.engine.keyspace.Tally;
import java.util.function.ToLongFunction;

/// What `stats` tells, in memcached's names.
final class MemcachedStats {
  private final MemcachedHost host;

  MemcachedStats(MemcachedHost host) {
    this.host = host;
  }

  /// The whole answer, or an empty text where there is no such topic.
  String text(String topic) {
    StringBuilder text = new StringBuilder();
    switch (topic) {
      case "" -> general(text);
      case "settings" -> settings(text);
      case "items" -> items(text);
      default -> {
        return "";
      }
    }
    return text.append("END\r\n").toString();
  }

  private void general(StringBuilder text) {
    long now = System.currentTimeMillis();
    Tally total = host.keyspace().total();
    stat(text, "pid", ProcessHandle.current().pid());
    stat(text, "uptime", (now - host.startedMillis()) / 1000);
    stat(text, "time", now / 1000);
    stat(text, "version", host.version());
    stat(text, "pointer_size", 64);
    stat(text, "max_connections", host.connectionsMax());
    stat(text, "curr_connections", host.connections());
    stat(text, "total_connections", total.connectionsReceived);
    stat(text, "rejected_connections", total.connectionsRejected);
    stat(text, "cmd_get", sum(t -> t.gets));
    stat(text, "cmd_set", sum(t -> t.sets));
    stat(text, "cmd_flush", sum(t -> t.flushes));
    stat(text, "cmd_touch", sum(t -> t.touches));
    stat(text, "get_hits", total.hits);
    stat(text, "get_misses", total.misses);
    outcomes(text);
    stat(text, "bytes_read", total.inputBytes);
    stat(text, "bytes_written", total.outputBytes);
    stat(text, "limit_maxbytes", host.keyspace().memoryBytesMax());
    stat(text, "accepting_conns", 1);
    stat(text, "threads", host.threads());
    stat(text, "bytes", host.keyspace().usedBytes());
    stat(text, "curr_items", host.keyspace().size());
    stat(text, "total_items", sum(t -> t.totalItems));
    stat(text, "evictions", total.evicted);
    stat(text, "reclaimed", total.expired);
  }

  private void outcomes(StringBuilder text) {
    stat(text, "delete_misses", sum(t -> t.deleteMisses));
    stat(text, "delete_hits", sum(t -> t.deleteHits));
    stat(text, "incr_misses", sum(t -> t.incrMisses));
    stat(text, "incr_hits", sum(t -> t.incrHits));
    stat(text, "decr_misses", sum(t -> t.decrMisses));
    stat(text, "decr_hits", sum(t -> t.decrHits));
    stat(text, "cas_misses", sum(t -> t.casMisses));
    stat(text, "cas_hits", sum(t -> t.casHits));
    stat(text, "cas_badval", sum(t -> t.casBadval));
    stat(text, "touch_hits", sum(t -> t.touchHits));
    stat(text, "touch_misses", sum(t -> t.touchMisses));
    stat(text, "store_too_large", sum(t -> t.tooLarge));
  }

  private void settings(StringBuilder text) {
    stat(text, "maxbytes", host.keyspace().memoryBytesMax());
    stat(text, "maxconns", host.connectionsMax());
    stat(text, "tcpport", host.port());
    stat(text, "udpport", 0);
    stat(text, "evictions", host.evicts() ? "on" : "off");
    stat(text, "num_threads", host.threads());
    stat(text, "item_size_max", host.itemBytesMax());
    stat(text, "cas_enabled", "yes");
    stat(text, "flush_enabled", "yes");
    stat(text, "binding_protocol", "ascii");
  }

  private void items(StringBuilder text) {
    long count = host.keyspace().size();
    if (count > 0) {
      stat(text, "items:1:number", count);
      stat(text, "items:1:evicted", host.keyspace().total().evicted);
      stat(text, "items:1:reclaimed", host.keyspace().total().expired);
    }
  }

  private long sum(ToLongFunction<MemcachedTally> counter) {
    return host.tallies().stream().mapToLong(counter).sum();
  }

  private static void stat(StringBuilder text, String name, long value) {
    stat(text, name, Long.toString(value));
  }

  private static void stat(StringBuilder text, String name, String value) {
    text.append("STAT ").append(name).append(' ').append(value).append("\r\n");
  }
}
