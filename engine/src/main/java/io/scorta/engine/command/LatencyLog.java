package io.scorta.engine.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What kinds of work took longer than `latency-monitor-threshold`, and when. Used by any loop,
/// under its monitor.
public final class LatencyLog {
  private static final int SAMPLES_MAX = 160;

  /// The longest work of one kind in one second.
  record Sample(long atSeconds, long millis) {}

  /// What is known of one kind of work.
  record Latest(String event, Sample sample, long mostMillis) {}

  private static final class Series {
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long most;

    void add(long atSeconds, long millis) {
      most = Math.max(most, millis);
      Sample last = samples.peekLast();
      if (last != null && last.atSeconds() == atSeconds) {
        samples.removeLast();
        samples.addLast(new Sample(atSeconds, Math.max(last.millis(), millis)));
        return;
      }
      samples.addLast(new Sample(atSeconds, millis));
      if (samples.size() > SAMPLES_MAX) {
        samples.removeFirst();
      }
    }
  }

  private final Map<String, Series> events = new TreeMap<>();

  public synchronized void add(String event, long atSeconds, long millis) {
    events.computeIfAbsent(event, _ -> new Series()).add(atSeconds, millis);
  }

  synchronized List<Sample> history(String event) {
    Series series = events.get(event);
    return series == null ? List.of() : new ArrayList<>(series.samples);
  }

  synchronized List<Latest> latest() {
    List<Latest> all = new ArrayList<>();
    events.forEach(
        (event, series) -> all.add(new Latest(event, series.samples.getLast(), series.most)));
    return all;
  }

  /// Whether there was something to forget.
  synchronized boolean forget(String event) {
    return events.remove(event) != null;
  }

  synchronized int forgetAll() {
    int count = events.size();
    events.clear();
    return count;
  }
}
