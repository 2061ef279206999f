package io.scorta.engine.command;

import io.scorta.engine.command.Subscriptions.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Channels: who listens, and what is said.
final class PubSubCommands {
  private PubSubCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("subscribe", x -> subscribe(x, Kind.CHANNEL));
    handlers.bind("psubscribe", x -> subscribe(x, Kind.PATTERN));
    handlers.bind("ssubscribe", x -> subscribe(x, Kind.SHARD));
    handlers.bind("unsubscribe", x -> unsubscribe(x, Kind.CHANNEL));
    handlers.bind("punsubscribe", x -> unsubscribe(x, Kind.PATTERN));
    handlers.bind("sunsubscribe", x -> unsubscribe(x, Kind.SHARD));
    handlers.bind("publish", x -> publish(x, Kind.CHANNEL));
    handlers.bind("spublish", x -> publish(x, Kind.SHARD));
    handlers.bind("pubsub|channels", x -> names(x, Kind.CHANNEL));
    handlers.bind("pubsub|shardchannels", x -> names(x, Kind.SHARD));
    handlers.bind("pubsub|numsub", x -> listeners(x, Kind.CHANNEL));
    handlers.bind("pubsub|shardnumsub", x -> listeners(x, Kind.SHARD));
    handlers.bind(
        "pubsub|numpat", x -> x.reply().integer(x.service().hub.channels(Kind.PATTERN).size()));
    handlers.bind("pubsub|help", HelpCommands::help);
  }

  /// One answer for each name, as every message a push in RESP3.
  private static void subscribe(Execution x, Kind kind) {
    if (kind == Kind.SHARD && x.inTransaction()) {
      x.reply().error("ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client");
      return;
    }
    for (int i = 1; i < x.count(); i++) {
      String name = x.arguments().text(i);
      x.service().audience.add(x.session(), kind, name);
      answer(x, kind, "subscribe", name);
    }
  }

  private static void unsubscribe(Execution x, Kind kind) {
    Session session = x.session();
    if (x.count() == 1) {
      List<String> names = session.subscriptions.names(kind);
      for (String name : names) {
        unsubscribe(x, kind, name);
      }
      if (names.isEmpty()) {
        answer(x, kind, "unsubscribe", null);
      }
    }
    for (int i = 1; i < x.count(); i++) {
      unsubscribe(x, kind, x.arguments().text(i));
    }
  }

  private static void unsubscribe(Execution x, Kind kind, String name) {
    x.service().audience.remove(x.session(), kind, name);
    answer(x, kind, "unsubscribe", name);
  }

  /// Heard even when replies are off, as the messages that follow are.
  private static void answer(Execution x, Kind kind, String verb, @Nullable String name) {
    boolean raised = x.reply().buffer().raise();
    String prefix =
        switch (kind) {
          case CHANNEL -> "";
          case PATTERN -> "p";
          case SHARD -> "s";
        };
    x.reply().push(3);
    x.reply().bulk(prefix + verb);
    if (name == null) {
      x.reply().nil();
    } else {
      x.reply().bulk(name.getBytes(StandardCharsets.ISO_8859_1));
    }
    x.reply().integer(x.session().subscriptions.told(kind));
    if (raised) {
      x.reply().buffer().lower();
    }
  }

  private static void publish(Execution x, Kind kind) {
    RespService service = x.service();
    byte[] payload = x.arguments().bytes(2);
    x.reply().integer(service.hub.publish(service, kind, x.arguments().text(1), payload));
  }

  private static void names(Execution x, Kind kind) {
    if (x.count() > 3) {
      x.reply().error(wrongForm(x));
      return;
    }
    @Nullable String pattern = x.count() == 3 ? x.arguments().text(2) : null;
    List<String> names =
        x.service().hub.channels(kind).all().keySet().stream()
            .filter(name -> pattern == null || Glob.matches(pattern, name))
            .toList();
    x.reply().array(names.size());
    names.forEach(name -> x.reply().bulk(name.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String wrongForm(Execution x) {
    return "ERR unknown subcommand or wrong number of arguments for '%s'. Try PUBSUB HELP."
        .formatted(x.arguments().text(1));
  }

  private static void listeners(Execution x, Kind kind) {
    Channels channels = x.service().hub.channels(kind);
    x.reply().array((x.count() - 2) * 2L);
    for (int i = 2; i < x.count(); i++) {
      x.reply().bulk(x.arguments().address(i), x.arguments().length(i));
      x.reply().integer(Channels.sum(channels.listeners(x.arguments().text(i))));
    }
  }
}
