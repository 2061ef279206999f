package io.scorta.engine.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// CLIENT TRACKING and what belongs to it.
final class TrackingCommands {
  private static final String SWITCH =
      " mode before disabling tracking for this client, and then re-enabling it with a different"
          + " mode.";

  private TrackingCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("client|tracking", TrackingCommands::tracking);
    handlers.bind("client|caching", TrackingCommands::caching);
    handlers.bind("client|getredir", x -> x.reply().integer(redirect(x.session())));
    handlers.bind("client|trackinginfo", TrackingCommands::info);
  }

  /// -1 for a connection that does not track, 0 for one that is told itself.
  static long redirect(Session session) {
    Tracking tracking = session.tracking;
    return tracking == null ? -1 : tracking.options().redirect();
  }

  private static void tracking(Execution x) {
    boolean bcast = false;
    boolean optIn = false;
    boolean optOut = false;
    boolean noLoop = false;
    long redirect = 0;
    List<String> prefixes = new ArrayList<>();
    for (int i = 3; i < x.count(); i++) {
      boolean more = i + 1 < x.count();
      if (more && x.arguments().is(i, "REDIRECT")) {
        if (!isRedirect(x, ++i, redirect)) {
          return;
        }
        redirect = x.integer(i);
      } else if (more && x.arguments().is(i, "PREFIX")) {
        prefixes.add(x.arguments().text(++i));
      } else if (x.arguments().is(i, "BCAST")) {
        bcast = true;
      } else if (x.arguments().is(i, "OPTIN")) {
        optIn = true;
      } else if (x.arguments().is(i, "OPTOUT")) {
        optOut = true;
      } else if (x.arguments().is(i, "NOLOOP")) {
        noLoop = true;
      } else {
        x.reply().error(Errors.SYNTAX);
        return;
      }
    }
    set(x, new Tracking.Options(bcast, optIn, optOut, noLoop, redirect), prefixes);
  }

  private static boolean isRedirect(Execution x, int argument, long before) {
    if (before != 0) {
      x.reply().error("ERR A client can only redirect to a single other client");
      return false;
    }
    if (!x.isInteger(argument)) {
      return false;
    }
    if (x.host().session(x.integer(argument)) == null) {
      x.reply().error("ERR The client ID you want redirect to does not exist");
      return false;
    }
    return true;
  }

  private static void set(Execution x, Tracking.Options options, List<String> prefixes) {
    TrackingTable table = x.service().hub.tracking();
    if (x.arguments().is(2, "OFF")) {
      table.disable(x.session());
    } else if (!x.arguments().is(2, "ON")) {
      x.reply().error(Errors.SYNTAX);
      return;
    } else {
      String fault = fault(x.session().tracking, options, prefixes);
      if (fault != null) {
        x.reply().error("ERR " + fault);
        return;
      }
      table.enable(x.session(), options, new LinkedHashSet<>(prefixes));
    }
    x.reply().ok();
  }

  private static @Nullable String fault(
      @Nullable Tracking old, Tracking.Options options, List<String> prefixes) {
    if (!options.bcast() && !prefixes.isEmpty()) {
      return "PREFIX option requires BCAST mode to be enabled";
    }
    if (old != null && old.options().bcast() != options.bcast()) {
      return "You can't switch BCAST mode on/off before disabling tracking for this client, and"
          + " then re-enabling it with a different mode.";
    }
    if (options.bcast() && (options.optIn() || options.optOut())) {
      return "OPTIN and OPTOUT are not compatible with BCAST";
    }
    if (options.optIn() && options.optOut()) {
      return "You can't specify both OPTIN mode and OPTOUT mode";
    }
    boolean switches =
        old != null
            && (options.optIn() && old.options().optOut()
                || options.optOut() && old.options().optIn());
    if (switches) {
      return "You can't switch OPTIN/OPTOUT" + SWITCH;
    }
    return overlap(old == null ? Set.of() : old.prefixes(), prefixes);
  }

  private static @Nullable String overlap(Set<String> old, List<String> prefixes) {
    String text =
        "Prefix '%s' overlaps with %s '%s'. Prefixes for a single client must not overlap.";
    for (int i = 0; i < prefixes.size(); i++) {
      String prefix = prefixes.get(i);
      for (String other : old) {
        if (other.startsWith(prefix) || prefix.startsWith(other)) {
          return text.formatted(prefix, "an existing prefix", other);
        }
      }
      for (String other : prefixes.subList(i + 1, prefixes.size())) {
        if (other.startsWith(prefix) || prefix.startsWith(other)) {
          return text.formatted(prefix, "another provided prefix", other);
        }
      }
    }
    return null;
  }

  private static void caching(Execution x) {
    Tracking tracking = x.session().tracking;
    boolean yes = x.arguments().is(2, "YES");
    if (tracking == null) {
      x.reply()
          .error(
              "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN"
                  + " or OPTOUT mode enabled");
    } else if (!yes && !x.arguments().is(2, "NO")) {
      x.reply().error(Errors.SYNTAX);
    } else if (yes && !tracking.options().optIn()) {
      x.reply()
          .error("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
    } else if (!yes && !tracking.options().optOut()) {
      x.reply()
          .error("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
    } else {
      tracking.caching = true;
      x.reply().ok();
    }
  }

  private static void info(Execution x) {
    Tracking tracking = x.session().tracking;
    List<String> flags = flags(tracking);
    x.reply().map(3);
    x.reply().bulk("flags");
    x.reply().set(flags.size());
    flags.forEach(x.reply()::bulk);
    x.reply().bulk("redirect");
    x.reply().integer(redirect(x.session()));
    x.reply().bulk("prefixes");
    Set<String> prefixes = tracking == null ? Set.of() : tracking.prefixes();
    x.reply().array(prefixes.size());
    prefixes.forEach(p -> x.reply().bulk(p.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static List<String> flags(@Nullable Tracking tracking) {
    if (tracking == null) {
      return List.of("off");
    }
    List<String> flags = new ArrayList<>(List.of("on"));
    Tracking.Options options = tracking.options();
    if (options.bcast()) {
      flags.add("bcast");
    }
    if (options.optIn()) {
      flags.add("optin");
    }
    if (options.optIn() && tracking.caching) {
      flags.add("caching-yes");
    }
    if (options.optOut()) {
      flags.add("optout");
    }
    if (options.optOut() && tracking.caching) {
      flags.add("caching-no");
    }
    if (options.noLoop()) {
      flags.add("noloop");
    }
    if (tracking.isBroken()) {
      flags.add("broken_redirect");
    }
    return flags;
  }
}
