package io.scorta.engine.loop;

import io.scorta.engine.command.MemorySize;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// The engine alone: `./scorta engine --port N …`.
public final class EngineCommand {
  private static final String USAGE =
      """
      Usage: ./scorta engine [--port N] [--protocol resp|memcached] [--threads N] [--memory SIZE]
                             [--bind HOST]

        --port N       the port to listen on; default 6379, memcached 11211
        --protocol P   resp (the default) or memcached
        --threads N    event loops; default one, or one for each core above two
        --memory SIZE  limit such as 512mb; default none
        --bind HOST    the IPv4 address to listen on; default 127.0.0.1
      """;

  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  /// What the options say.
  record Options(Protocol protocol, int port, int threads, long memory, String bind) {}

  /// An option that cannot be accepted.
  private static final class Misuse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misuse(String message) {
      super(message);
    }
  }

  private EngineCommand() {}

  public static void main(String[] args) {
    int status = run(List.of(args), System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /// Serves until the process is asked to end; answers the exit status.
  static int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.contains("--help") || args.contains("-h")) {
      out.print(USAGE);
      return 0;
    }
    Options options;
    try {
      options = parse(args);
    } catch (Misuse e) {
      err.println("scorta engine: " + e.getMessage());
      err.print(USAGE);
      return MISUSED;
    }
    return serve(options, out, err);
  }

  private static int serve(Options options, PrintStream out, PrintStream err) {
    EngineConfig standard = EngineConfig.standard();
    EngineConfig config =
        options.threads() == 0 ? standard : standard.withThreads(options.threads());
    Engine engine = Engine.start(config);
    CacheConfig cacheConfig =
        options.protocol() == Protocol.RESP
            ? CacheConfig.resp("engine")
            : CacheConfig.memcached("engine");
    Listener listener;
    try {
      Cache cache = engine.createCache(cacheConfig.withMemory(options.memory()));
      listener =
          cache.listen(new InetSocketAddress(options.bind(), options.port()), Admission.OPEN);
    } catch (ListenException e) {
      engine.close();
      err.printf("scorta engine: %s: choose another by --port or --bind%n", e.getMessage());
      return FAILED;
    }
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  engine.close();
                  end.countDown();
                }));
    InetSocketAddress address = listener.address();
    // In one write: whoever waits for the line must never read a part of it.
    out.print(
        "scorta engine is ready: %s %s:%d\n"
            .formatted(
                options.protocol().name().toLowerCase(Locale.ROOT),
                address.getAddress().getHostAddress(),
                address.getPort()));
    out.flush();
    await(end);
    return 0;
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Options parse(List<String> args) {
    Protocol protocol = Protocol.RESP;
    int port = -1;
    int threads = 0;
    long memory = 0;
    String bind = "127.0.0.1";
    for (int i = 0; i < args.size(); i += 2) {
      String option = args.get(i);
      String value = i + 1 < args.size() ? args.get(i + 1) : null;
      switch (option) {
        case "--protocol" -> protocol = protocol(given(option, value));
        case "--port" -> port = number(option, given(option, value), 0, 65535);
        case "--threads" -> threads = number(option, given(option, value), 1, 256);
        case "--memory" -> memory = memory(given(option, value));
        case "--bind" -> bind = given(option, value);
        default -> throw new Misuse("there is no option \"%s\"".formatted(option));
      }
    }
    int standard = protocol == Protocol.RESP ? 6379 : 11211;
    return new Options(protocol, port < 0 ? standard : port, threads, memory, bind);
  }

  private static String given(String option, @Nullable String value) {
    if (value == null) {
      throw new Misuse("%s needs a value".formatted(option));
    }
    return value;
  }

  private static Protocol protocol(String value) {
    return switch (value) {
      case "resp" -> Protocol.RESP;
      case "memcached" -> Protocol.MEMCACHED;
      default -> throw new Misuse("--protocol %s: give resp or memcached".formatted(value));
    };
  }

  private static int number(String option, String value, int least, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new Misuse("%s %s: give %d to %d".formatted(option, value, least, most));
    }
    throw new Misuse("%s %s: give %d to %d".formatted(option, value, least, most));
  }

  private static long memory(String value) {
    long bytes = MemorySize.parse(value);
    if (bytes < 0) {
      throw new Misuse("--memory %s: give a size such as 512mb".formatted(value));
    }
    return bytes;
  }
}
