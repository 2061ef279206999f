package io.scorta.server.boot;

import io.scorta.server.http.DoorException;
import io.scorta.server.loop.LoopException;
import io.scorta.server.realise.RealiseException;
import io.scorta.server.store.StoreException;
import java.lang.System.Logger.Level;
import java.util.List;

/// `scorta serve`: starts a Scorta and says when it is ready.
public final class Serve {
  private static final String LOG_FORM = "java.util.logging.SimpleFormatter.format";
  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final String USAGE =
      """
      Usage: scorta serve [--data DIR] [--api HOST:PORT] [--network auto|kernel|loopback]
                          [--region NAME]

        --data DIR       where everything is kept (default: ~/.scorta)
        --api HOST:PORT  where the API answers (default: 127.0.0.1:4379; port 0 takes a free one)
        --network NAME   what makes the network real (default: auto)
        --region NAME    the region that this Scorta is (default: us-east-1)

      Each option may stand in the environment as SCORTA_DATA, SCORTA_API and so on, and all but
      the first in the file scorta.conf in the data folder, as in: api = 127.0.0.1:4379
      """;

  private Serve() {}

  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
      System.out.print(USAGE);
      return;
    }
    if (System.getProperty(LOG_FORM) == null) {
      System.setProperty(LOG_FORM, "%1$tFT%1$tT.%1$tL level=%4$s %5$s%6$s%n");
    }
    try {
      serve(ServeOptions.read(List.of(arguments), System.getenv()));
    } catch (OptionException e) {
      fail(MISUSED, e);
    } catch (StoreException | DoorException | RealiseException | LoopException e) {
      fail(FAILED, e);
    }
  }

  private static void serve(ServeOptions options) {
    GroundChoice choice = GroundChoice.of(options);
    Server server = Server.start(options, choice);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "scorta-stop"));
    System.getLogger(Serve.class.getName())
        .log(
            Level.DEBUG,
            () ->
                "event=network-chosen network=%s why=%s".formatted(choice.network(), choice.why()));
    // In one write: whoever waits for the line must never read a part of it.
    System.out.print(
        "scorta is ready: api http://%s network %s data %s\n"
            .formatted(server.api(), choice.network(), options.data()));
    System.out.flush();
  }

  private static void fail(int exit, RuntimeException e) {
    System.err.println("scorta: " + e.getMessage());
    System.exit(exit);
  }
}
