package io.scorta.engine.command;

import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;

/// That a connection keeps copies of keys and wants to know when they change: CLIENT TRACKING.
///
/// Changed by the connection's loop only; other loops read it.
final class Tracking {
  /// What one connection asked for. With `redirect` another connection is told; 0 for none.
  record Options(boolean bcast, boolean optIn, boolean optOut, boolean noLoop, long redirect) {}

  private volatile Options options;

  /// The prefixes of BCAST; the empty one stands for all keys.
  private final NavigableSet<String> prefixes = new ConcurrentSkipListSet<>();

  /// Whether the connection that was to be told is gone.
  private volatile boolean broken;

  /// Whether CLIENT CACHING came just before; owner: the connection's loop.
  boolean caching;

  Tracking(Options options) {
    this.options = options;
  }

  Options options() {
    return options;
  }

  void options(Options value) {
    options = value;
    broken = false;
  }

  NavigableSet<String> prefixes() {
    return prefixes;
  }

  boolean isBroken() {
    return broken;
  }

  void breakOff() {
    broken = true;
  }

  /// Whether the keys of the command at hand are to be remembered.
  boolean remembers() {
    Options now = options;
    return !now.bcast() && (!now.optIn() || caching) && !(now.optOut() && caching);
  }
}
