package io.scorta.engine.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Commands about the connection itself, CLIENT aside.
final class ConnectionCommands {
  private static final String WRONG_PASSWORD =
      "WRONGPASS invalid username-password pair or user is disabled.";

  private ConnectionCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("ping", ConnectionCommands::ping);
    handlers.bind("echo", ConnectionCommands::echo);
    handlers.bind("quit", ConnectionCommands::quit);
    handlers.bind("select", ConnectionCommands::select);
    handlers.bind("auth", ConnectionCommands::auth);
    handlers.bind("hello", ConnectionCommands::hello);
    handlers.bind("reset", ConnectionCommands::reset);
  }

  private static void ping(Execution x) {
    if (x.count() > 2) {
      x.reply().error("ERR wrong number of arguments for 'ping' command");
    } else if (x.session().isListening() && x.session().protocol == 2) {
      x.reply().array(2);
      x.reply().bulk("pong");
      x.reply().bulk(x.count() == 2 ? x.arguments().bytes(1) : new byte[0]);
    } else if (x.count() == 2) {
      x.reply().bulk(x.arguments().address(1), x.arguments().length(1));
    } else {
      x.reply().status("PONG");
    }
  }

  private static void echo(Execution x) {
    x.reply().bulk(x.arguments().address(1), x.arguments().length(1));
  }

  private static void quit(Execution x) {
    x.session().ending = true;
    x.reply().ok();
  }

  private static void select(Execution x) {
    long number = x.integer(1, Integer.MIN_VALUE, Integer.MAX_VALUE, Errors.NOT_AN_INTEGER);
    if (x.isRefused()) {
      return;
    }
    if (number < 0 || number >= x.keeper().keyspace().databaseCount()) {
      x.reply().error(Errors.DB_RANGE);
      return;
    }
    x.session().database = (int) number;
    x.reply().ok();
  }

  private static void auth(Execution x) {
    if (x.count() > 3) {
      x.reply().error(Errors.SYNTAX);
      return;
    }
    boolean named = x.count() == 3;
    if (!named && x.settings().password().isEmpty()) {
      x.reply()
          .error(
              "ERR AUTH <password> called without any password configured for the default user. "
                  + "Are you sure your configuration is correct?");
      return;
    }
    if (authenticate(x, named ? x.arguments().text(1) : "default", named ? 2 : 1)) {
      x.reply().ok();
    } else {
      x.reply().error(WRONG_PASSWORD);
    }
  }

  private static boolean authenticate(Execution x, String user, int passwordArgument) {
    String password = x.settings().password();
    byte[] expected = password.getBytes(StandardCharsets.UTF_8);
    boolean right =
        password.isEmpty()
            || MessageDigest.isEqual(expected, x.arguments().bytes(passwordArgument));
    if (!user.equals("default") || !right) {
      return false;
    }
    x.session().authenticated = true;
    return true;
  }

  /// What HELLO asks for, read before anything is changed.
  private static void hello(Execution x) {
    int version = x.session().protocol;
    int next = 1;
    if (x.count() > 1) {
      long number =
          x.integer(
              1,
              Long.MIN_VALUE,
              Long.MAX_VALUE,
              "ERR Protocol version is not an integer or out of range");
      if (x.isRefused()) {
        return;
      }
      if (number < 2 || number > 3) {
        x.reply().error("NOPROTO unsupported protocol version");
        return;
      }
      version = (int) number;
      next = 2;
    }
    if (!helloOptions(x, next)) {
      return;
    }
    x.session().protocol = version;
    x.reply().protocol(version);
    greet(x);
  }

  private static boolean helloOptions(Execution x, int first) {
    String name = null;
    int user = 0;
    int i = first;
    while (i < x.count()) {
      int left = x.count() - i - 1;
      if (x.arguments().is(i, "AUTH") && left >= 2) {
        user = i + 1;
        i += 3;
      } else if (x.arguments().is(i, "SETNAME") && left >= 1) {
        name = x.arguments().text(i + 1);
        String fault = ClientCommands.nameFault(ClientCommands.NAMES, name);
        if (fault != null) {
          x.reply().error(fault);
          return false;
        }
        i += 2;
      } else {
        x.reply().error("ERR Syntax error in HELLO option '%s'".formatted(x.arguments().text(i)));
        return false;
      }
    }
    if (user > 0 && !authenticate(x, x.arguments().text(user), user + 1)) {
      x.reply().error(WRONG_PASSWORD);
      return false;
    }
    if (!x.session().authenticated) {
      x.reply()
          .error(
              "NOAUTH HELLO must be called with the client already authenticated, otherwise the "
                  + "HELLO <proto> AUTH <user> <pass> option can be used to authenticate the "
                  + "client and select the RESP protocol version at the same time");
      return false;
    }
    if (name != null) {
      x.session().name = name;
    }
    return true;
  }

  private static void greet(Execution x) {
    x.reply().map(7);
    x.reply().bulk("server");
    x.reply().bulk(x.host().identity().flavour());
    x.reply().bulk("version");
    x.reply().bulk(x.host().identity().version());
    x.reply().bulk("proto");
    x.reply().integer(x.session().protocol);
    x.reply().bulk("id");
    x.reply().integer(x.session().id);
    x.reply().bulk("mode");
    x.reply().bulk("standalone");
    x.reply().bulk("role");
    x.reply().bulk("master");
    x.reply().bulk("modules");
    x.reply().array(0);
  }

  private static void reset(Execution x) {
    x.unwatch(x.session());
    x.service().audience.removeAll(x.session());
    x.service().hub.tracking().disable(x.session());
    x.service().monitors.remove(x.session());
    x.session().reset(!x.settings().password().isEmpty());
    x.reply().protocol(2);
    x.reply().status("RESET");
  }
}
