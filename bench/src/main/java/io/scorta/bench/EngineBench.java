package io.scorta.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Server CPU per operation of GET and SET, beside valkey-server, interleaved.
///
/// The server has one core, the client the other. CPU is what the kernel accounts to the server's
/// process (collector and compiler threads included), operations are counted by the client. 64-byte
/// values, 50 connections, a million keys.
final class EngineBench {
  private static final String SERVER_CORE = "0";
  private static final String CLIENT_CORE = "1";
  private static final int[] PIPELINES = {1, 16};
  private static final String[] COMMANDS = {"GET", "SET"};
  private static final Pattern RATE = Pattern.compile("([0-9.]+) requests per second");
  private static final long PROBE_REQUESTS = 200_000;
  private final int rounds;
  private final int seconds;
  private final int warmSeconds;

  EngineBench(int rounds, int seconds, int warmSeconds) {
    this.rounds = Math.clamp(rounds, 1, 50);
    this.seconds = Math.clamp(seconds, 1, 60);
    this.warmSeconds = Math.clamp(warmSeconds, 0, 120);
  }

  /// A sample: CPU microseconds for each operation, and operations per second.
  private record Sample(double micros, double rate) {}

  /// A server with its port.
  private record Peer(String name, Server server, int port) {}

  Table measure() throws IOException, InterruptedException {
    int valkeyPort = Server.freePort();
    try (Server valkey = Server.start(valkeyCommand(valkeyPort), "Ready to accept");
        Server scorta = Server.start(scortaCommand(), "is ready")) {
      Peer peer = new Peer("valkey", valkey, valkeyPort);
      Peer ours = new Peer("scorta", scorta, scortaPort(scorta));
      Table table =
          new Table(
              "command",
              "pipeline",
              "scorta us/op",
              "valkey us/op",
              "ratio",
              "spread",
              "scorta op/s",
              "valkey op/s");
      table
          .fact("peer", version())
          .fact("rounds", rounds + " interleaved, " + seconds + " s each, medians")
          .fact("load", "valkey-benchmark, 50 connections, 64-byte values, 1,000,000 keys");
      warm(ours);
      warm(peer);
      for (int pipeline : PIPELINES) {
        for (String command : COMMANDS) {
          compare(table, ours, peer, command, pipeline);
        }
      }
      return table;
    }
  }

  private void compare(Table table, Peer ours, Peer peer, String command, int pipeline)
      throws IOException, InterruptedException {
    List<Sample> mine = new ArrayList<>();
    List<Sample> theirs = new ArrayList<>();
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      mine.add(sample(ours, command, pipeline, seconds));
      theirs.add(sample(peer, command, pipeline, seconds));
      ratios[round] = mine.getLast().micros() / theirs.getLast().micros();
      progress("%s pipeline %d, round %d: ratio %.2f", command, pipeline, round + 1, ratios[round]);
    }
    Arrays.sort(ratios);
    table.row(
        command,
        Integer.toString(pipeline),
        number("%.2f", median(mine.stream().mapToDouble(Sample::micros).toArray())),
        number("%.2f", median(theirs.stream().mapToDouble(Sample::micros).toArray())),
        number("%.2f", median(ratios)),
        number("%.2f", ratios[0]) + "-" + number("%.2f", ratios[rounds - 1]),
        number("%.0f", median(mine.stream().mapToDouble(Sample::rate).toArray())),
        number("%.0f", median(theirs.stream().mapToDouble(Sample::rate).toArray())));
  }

  private void warm(Peer peer) throws IOException, InterruptedException {
    progress("warming %s for %d s", peer.name(), warmSeconds);
    for (String command : COMMANDS) {
      for (int pipeline : PIPELINES) {
        sample(peer, command, pipeline, Math.max(1, warmSeconds / 4));
      }
    }
  }

  /// Asks for as many requests as fill the time, by the rate of a short probe.
  private static Sample sample(Peer peer, String command, int pipeline, int seconds)
      throws IOException, InterruptedException {
    double rate = load(peer.port(), command, pipeline, PROBE_REQUESTS);
    long requests = Math.max(PROBE_REQUESTS, (long) (rate * seconds));
    double before = peer.server().cpuSeconds();
    double measured = load(peer.port(), command, pipeline, requests);
    return new Sample((peer.server().cpuSeconds() - before) * 1e6 / requests, measured);
  }

  private static double load(int port, String command, int pipeline, long requests)
      throws IOException, InterruptedException {
    String output =
        run(
            "taskset",
            "-c",
            CLIENT_CORE,
            "valkey-benchmark",
            "-p",
            Integer.toString(port),
            "-c",
            "50",
            "-d",
            "64",
            "-r",
            "1000000",
            "-P",
            Integer.toString(pipeline),
            "-n",
            Long.toString(requests),
            "-t",
            command.toLowerCase(Locale.ROOT),
            "-q");
    Matcher rates = RATE.matcher(output);
    double last = 0;
    while (rates.find()) {
      last = Double.parseDouble(rates.group(1));
    }
    if (last == 0) {
      throw new IOException("valkey-benchmark gave no rate: " + output);
    }
    return last;
  }

  private static List<String> valkeyCommand(int port) {
    return List.of(
        "taskset",
        "-c",
        SERVER_CORE,
        "valkey-server",
        "--port",
        Integer.toString(port),
        "--save",
        "",
        "--appendonly",
        "no",
        "--io-threads",
        "1",
        "--bind",
        "127.0.0.1");
  }

  private static List<String> scortaCommand() {
    String home = System.getenv().getOrDefault("SCORTA_HOME", ".");
    return List.of(
        "taskset",
        "-c",
        SERVER_CORE,
        Path.of(home, "scorta").toString(),
        "engine",
        "--port",
        "0",
        "--threads",
        "1",
        "--memory",
        "2gb");
  }

  private static int scortaPort(Server scorta) throws IOException {
    Matcher port = Pattern.compile("is ready: \\S+ \\S+:(\\d+)").matcher(scorta.log());
    if (!port.find()) {
      throw new IOException("the engine named no port: " + scorta.log());
    }
    return Integer.parseInt(port.group(1));
  }

  private static String version() throws IOException, InterruptedException {
    return run("valkey-server", "--version").strip();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command[0] + " failed: " + output);
    }
    return output;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  static void progress(String format, Object... arguments) {
    System.err.println("scorta: " + String.format(Locale.ROOT, format, arguments));
  }
}
