package io.scorta.engine.command;

import io.scorta.engine.command.Subscriptions.Kind;
import io.scorta.engine.keyspace.Interest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// What the connections of one cache share across its loops, beside the keys.
///
/// Each loop has a [RespService] with a number. Who has something for a connection of another loop
/// posts it there; nobody waits.
public final class Hub {
  private final Channels channels = new Channels();
  private final Channels patterns = new Channels();
  private final Channels shardChannels = new Channels();
  private final Waiters waiters;
  private final TrackingTable tracking;
  private final Pause pause = new Pause();
  private final AtomicInteger postponed = new AtomicInteger();
  private final AtomicInteger monitors = new AtomicInteger();
  private final SlowLog slowLog = new SlowLog();
  private final LatencyLog latency = new LatencyLog();

  /// Replaced as a whole when a loop joins.
  private volatile RespService[] services = {};

  public Hub(Interest interest) {
    this.waiters = new Waiters(interest);
    this.tracking = new TrackingTable(interest);
  }

  Waiters waiters() {
    return waiters;
  }

  TrackingTable tracking() {
    return tracking;
  }

  public Pause pause() {
    return pause;
  }

  /// How many connections a pause holds back.
  AtomicInteger postponed() {
    return postponed;
  }

  /// How many connections are shown every command.
  AtomicInteger monitors() {
    return monitors;
  }

  SlowLog slowLog() {
    return slowLog;
  }

  public LatencyLog latency() {
    return latency;
  }

  RespService[] services() {
    return services;
  }

  /// The sum of what all loops counted for each command.
  CommandTally commandTally(int rows) {
    CommandTally sum = new CommandTally(rows);
    for (RespService service : services) {
      sum.add(service.timing.tally);
    }
    return sum;
  }

  void resetCommandTallies() {
    for (RespService service : services) {
      service.timing.tally.reset();
    }
  }

  /// Has every loop look again at what the pause holds back.
  void pauseChanged(RespService by) {
    for (RespService service : services) {
      service.later(by, service.postponed::check);
    }
  }

  /// Adds a loop and gives it its number.
  synchronized int join(RespService service) {
    int number = services.length;
    RespService[] more = Arrays.copyOf(services, number + 1);
    more[number] = service;
    services = more;
    return number;
  }

  Channels channels(Kind kind) {
    return switch (kind) {
      case CHANNEL -> channels;
      case PATTERN -> patterns;
      case SHARD -> shardChannels;
    };
  }

  /// Whether anybody listens to anything.
  public boolean isListenedTo() {
    return channels.size() + patterns.size() + shardChannels.size() > 0;
  }

  /// Sends a message to all who listen, once to each loop that has some, and tells how many they
  /// are. The connections of the publishing loop get it when its command has ended.
  int publish(RespService from, Kind kind, String channel, byte[] payload) {
    int[] counts = listening(kind, channel);
    int sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i];
      if (counts[i] > 0) {
        RespService to = services[i];
        to.later(from, () -> to.audience.deliver(kind, channel, payload));
      }
    }
    return sum;
  }

  private int[] listening(Kind kind, String channel) {
    int[] direct = channels(kind).listeners(channel);
    if (kind == Kind.SHARD || patterns.size() == 0) {
      return direct;
    }
    int[] all = Arrays.copyOf(direct, services.length);
    patterns
        .all()
        .forEach(
            (pattern, counts) -> {
              if (Glob.matches(pattern, channel)) {
                for (int i = 0; i < counts.length; i++) {
                  all[i] += counts[i];
                }
              }
            });
    return all;
  }
}
