package io.scorta.engine.command;

import io.scorta.engine.keyspace.Tally;
import java.util.function.ToLongFunction;

/// What `stats` tells, in memcached's names.
final class MemcachedStats {
  private static final long PAGE_BYTES = 1 << 20;

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
      case "slabs" -> slabs(text);
      case "sizes" -> stat(text, "sizes_status", "disabled");
      case "conns" -> connections(text);
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
    stat(text, "cmd_meta", sum(t -> t.metas));
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
    stat(text, "store_no_memory", sum(t -> t.noMemory));
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

  /// All items are one class here, of pages of 1 MiB, as many as the cache has held at most.
  private void slabs(StringBuilder text) {
    long count = host.keyspace().size();
    long pages = Math.ceilDiv(host.keyspace().peakBytes(), PAGE_BYTES);
    if (count > 0) {
      stat(text, "1:chunk_size", Math.ceilDiv(host.keyspace().usedBytes(), count));
      stat(text, "1:total_pages", pages);
      stat(text, "1:total_chunks", count);
      stat(text, "1:used_chunks", count);
      stat(text, "1:free_chunks", 0);
      stat(text, "1:get_hits", host.keyspace().total().hits);
      stat(text, "1:cmd_set", sum(t -> t.sets));
      stat(text, "1:delete_hits", sum(t -> t.deleteHits));
      stat(text, "1:incr_hits", sum(t -> t.incrHits));
      stat(text, "1:decr_hits", sum(t -> t.decrHits));
      stat(text, "1:cas_hits", sum(t -> t.casHits));
      stat(text, "1:cas_badval", sum(t -> t.casBadval));
      stat(text, "1:touch_hits", sum(t -> t.touchHits));
    }
    stat(text, "active_slabs", count > 0 ? 1 : 0);
    stat(text, "total_malloced", pages * PAGE_BYTES);
  }

  private void connections(StringBuilder text) {
    long now = System.currentTimeMillis();
    host.sessions(
        session -> {
          String name = session.socket + ":";
          stat(text, name + "addr", "tcp:" + ClientLine.endpoint(session.peer));
          stat(text, name + "listen_addr", "tcp:" + ClientLine.endpoint(session.local));
          stat(text, name + "secs_since_last_cmd", Math.max(0, now - session.usedMillis) / 1000);
        });
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
