package io.scorta.engine.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// CLIENT and its subcommands.
final class ClientCommands {
  static final String NAMES = "Client names";

  /// The longest name that a client may give itself or its library; it lies on the heap.
  private static final int NAME_BYTES_MAX = 4096;

  private ClientCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("client|id", x -> x.reply().integer(x.session().id));
    handlers.bind("client|getname", ClientCommands::getname);
    handlers.bind("client|setname", ClientCommands::setname);
    handlers.bind("client|setinfo", ClientCommands::setinfo);
    handlers.bind("client|info", ClientCommands::info);
    handlers.bind("client|list", ClientCommands::list);
    handlers.bind("client|kill", ClientCommands::kill);
    handlers.bind("client|reply", ClientCommands::reply);
    handlers.bind("client|no-evict", ClientCommands::noEvict);
    handlers.bind("client|no-touch", ClientCommands::noTouch);
    handlers.bind("client|capa", ClientCommands::capa);
    handlers.bind("client|pause", ClientCommands::pause);
    handlers.bind("client|unpause", ClientCommands::unpause);
    handlers.bind("client|unblock", ClientCommands::unblock);
    handlers.bind("client|help", HelpCommands::help);
  }

  /// The error that a name is refused with, or null: names are visible ASCII without blanks.
  static @Nullable String nameFault(String what, String name) {
    if (name.length() > NAME_BYTES_MAX) {
      return "ERR %s cannot be longer than %d bytes.".formatted(what, NAME_BYTES_MAX);
    }
    return name.chars().allMatch(c -> c >= '!' && c <= '~')
        ? null
        : "ERR %s cannot contain spaces, newlines or special characters.".formatted(what);
  }

  private static void getname(Execution x) {
    if (x.session().name.isEmpty()) {
      x.reply().nil();
    } else {
      x.reply().bulk(x.session().name);
    }
  }

  private static void setname(Execution x) {
    String name = x.arguments().text(2);
    String fault = nameFault(NAMES, name);
    if (fault != null) {
      x.reply().error(fault);
      return;
    }
    x.session().name = name;
    x.reply().ok();
  }

  private static void setinfo(Execution x) {
    String attribute = x.arguments().text(2).toLowerCase(Locale.ROOT);
    String value = x.arguments().text(3);
    boolean known = attribute.equals("lib-name") || attribute.equals("lib-ver");
    String fault = nameFault(attribute, value);
    if (!known) {
      x.reply().error("ERR Unrecognized option '%s'".formatted(x.arguments().text(2)));
    } else if (fault != null) {
      x.reply().error(fault);
    } else {
      if (attribute.equals("lib-name")) {
        x.session().libraryName = value;
      } else {
        x.session().libraryVersion = value;
      }
      x.reply().ok();
    }
  }

  private static void replyText(Execution x, String text) {
    x.reply().verbatim("txt", text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void info(Execution x) {
    replyText(x, ClientLine.text(x.session(), x.now()));
  }

  private static void list(Execution x) {
    ClientFilter filter = new ClientFilter();
    if (x.count() > 2 && !filter.readForList(x)) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    x.host()
        .sessions(
            session -> {
              if (filter.matches(session)) {
                lines.append(ClientLine.text(session, x.now()));
              }
            });
    replyText(x, lines.toString());
  }

  private static void kill(Execution x) {
    if (x.count() == 3) {
      String address = x.arguments().text(2);
      List<Session> victims = new ArrayList<>();
      x.host()
          .sessions(
              session -> {
                if (ClientLine.endpoint(session.peer).equals(address)) {
                  victims.add(session);
                }
              });
      if (victims.isEmpty()) {
        x.reply().error("ERR No such client");
      } else {
        x.reply().ok();
        victims.forEach(victim -> end(x, victim));
      }
      return;
    }
    ClientFilter filter = new ClientFilter();
    if (!filter.readForKill(x)) {
      return;
    }
    List<Session> victims = new ArrayList<>();
    x.host()
        .sessions(
            session -> {
              boolean own = session == x.session() && filter.skipsOwn();
              if (!own && filter.matches(session)) {
                victims.add(session);
              }
            });
    x.reply().integer(victims.size());
    victims.forEach(victim -> end(x, victim));
  }

  private static void end(Execution x, Session victim) {
    if (victim == x.session()) {
      victim.ending = true;
    } else {
      x.host().disconnect(victim);
    }
  }

  private static String wrongForm(Execution x) {
    return "ERR unknown subcommand or wrong number of arguments for '%s'. Try CLIENT HELP."
        .formatted(x.arguments().text(1));
  }

  /// What a client can do: of all words only `redirect` has a meaning, and only in CLIENT LIST.
  private static void capa(Execution x) {
    for (int i = 2; i < x.count(); i++) {
      x.session().followsRedirects |= x.arguments().is(i, "REDIRECT");
    }
    x.reply().ok();
  }

  private static void pause(Execution x) {
    if (x.count() > 4) {
      x.reply().error(wrongForm(x));
      return;
    }
    boolean all = x.count() == 3 || x.arguments().is(3, "ALL");
    if (!all && !x.arguments().is(3, "WRITE")) {
      x.reply().error("ERR CLIENT PAUSE mode must be WRITE or ALL");
      return;
    }
    long millis =
        x.integer(
            2,
            Long.MIN_VALUE,
            Long.MAX_VALUE - x.now(),
            "ERR timeout is not an integer or out of range");
    if (x.isRefused()) {
      return;
    }
    if (millis < 0) {
      x.reply().error("ERR timeout is negative");
      return;
    }
    x.host().hub().pause().begin(all, x.now() + millis);
    x.reply().ok();
  }

  private static void unpause(Execution x) {
    x.host().hub().pause().end();
    x.host().hub().pauseChanged(x.service());
    x.reply().ok();
  }

  private static void unblock(Execution x) {
    if (x.count() > 4) {
      x.reply().error(wrongForm(x));
      return;
    }
    boolean withError = x.count() == 4 && x.arguments().is(3, "ERROR");
    if (x.count() == 4 && !withError && !x.arguments().is(3, "TIMEOUT")) {
      x.reply().error("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
      return;
    }
    if (x.isInteger(2)) {
      Session session = x.host().session(x.integer(2));
      boolean ended = session != null && x.service().blocking.unblock(session, withError);
      x.reply().integer(ended ? 1 : 0);
    }
  }

  private static void reply(Execution x) {
    Session session = x.session();
    if (x.arguments().is(2, "ON")) {
      session.replies = Session.Replies.ON;
      x.reply().ok();
    } else if (x.arguments().is(2, "OFF")) {
      session.replies = Session.Replies.OFF;
    } else if (x.arguments().is(2, "SKIP")) {
      if (session.replies == Session.Replies.ON) {
        session.replies = Session.Replies.SKIP_NEXT;
      }
    } else {
      x.reply().error(Errors.SYNTAX);
    }
  }

  private static void noEvict(Execution x) {
    if (isSwitch(x)) {
      x.session().noEvict = x.arguments().is(2, "ON");
      x.reply().ok();
    }
  }

  private static void noTouch(Execution x) {
    if (isSwitch(x)) {
      x.session().noTouch = x.arguments().is(2, "ON");
      x.reply().ok();
    }
  }

  private static boolean isSwitch(Execution x) {
    if (x.arguments().is(2, "ON") || x.arguments().is(2, "OFF")) {
      return true;
    }
    x.reply().error(Errors.SYNTAX);
    return false;
  }
}
