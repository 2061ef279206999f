package io.scorta.engine.evict;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What `maxmemory-policy` may be: which records are candidates, and by what they are ordered.
public enum EvictionPolicy {
  NOEVICTION(false, Order.NONE),
  ALLKEYS_LRU(false, Order.LRU),
  ALLKEYS_LFU(false, Order.LFU),
  ALLKEYS_RANDOM(false, Order.RANDOM),
  VOLATILE_LRU(true, Order.LRU),
  VOLATILE_LFU(true, Order.LFU),
  VOLATILE_RANDOM(true, Order.RANDOM),
  VOLATILE_TTL(true, Order.TTL);

  /// By what candidates are compared.
  public enum Order {
    NONE,
    LRU,
    LFU,
    RANDOM,
    TTL
  }

  private final boolean volatileOnly;
  private final Order order;

  EvictionPolicy(boolean volatileOnly, Order order) {
    this.volatileOnly = volatileOnly;
    this.order = order;
  }

  /// Whether only records that expire may go.
  public boolean isVolatileOnly() {
    return volatileOnly;
  }

  public Order order() {
    return order;
  }

  public boolean isLfu() {
    return order == Order.LFU;
  }

  /// The name in configuration: `allkeys-lru`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static @Nullable EvictionPolicy of(String text) {
    for (EvictionPolicy policy : values()) {
      if (policy.text().equalsIgnoreCase(text)) {
        return policy;
      }
    }
    return null;
  }
}
