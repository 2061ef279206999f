package io.scorta.access.guest;

import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestMatch.ConnectionState;
import io.scorta.access.model.GuestMatch.Side;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The matches that `-m` loads.
final class MatchExtensions {
  private MatchExtensions() {}

  static RuleExtension<GuestMatch> load(String name) {
    return switch (name) {
      case "tcp" -> new Ports(name, Protocol.TCP);
      case "udp" -> new Ports(name, Protocol.UDP);
      case "multiport" -> new Multiport();
      case "state", "conntrack" -> new State(name);
      case "comment" -> new Comment();
      default ->
          throw IptablesFaults.usage(
              "Couldn't load match `" + name + "':No such file or directory\n");
    };
  }

  /// `A`, `A:B`, `:B` or `A:` as `-m tcp` and `-m udp` take them.
  private static PortRange range(String text, String reversed) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return PortRange.of(IptablesNames.port(text));
    }
    String low = text.substring(0, colon);
    String high = text.substring(colon + 1);
    int first = low.isEmpty() ? 0 : IptablesNames.port(low);
    int last = high.isEmpty() ? PortRange.PORT_MAX : IptablesNames.port(high);
    if (first > last) {
      throw IptablesFaults.usage(reversed);
    }
    return new PortRange(first, last);
  }

  private static CommandFailure onlyOnce(String extension, String option) {
    return IptablesFaults.usage(
        "%s: option \"--%s\" can only be used once.\n".formatted(extension, option));
  }

  private static final class Ports implements RuleExtension<GuestMatch> {
    private final String name;
    private final Protocol protocol;
    private @Nullable PortRange source;
    private @Nullable PortRange destination;
    private boolean sourceNegated;
    private boolean destinationNegated;

    Ports(String name, Protocol protocol) {
      this.name = name;
      this.protocol = protocol;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<String> options() {
      return List.of("source-port", "sport", "destination-port", "dport");
    }

    @Override
    public void take(String option, String value, boolean negated, Protocol about) {
      if (!about.equals(protocol)) {
        throw IptablesFaults.usage(
            "%s match requires '-p %s'".formatted(name.toUpperCase(Locale.ROOT), name));
      }
      PortRange range = range(value, "invalid portrange (min > max)");
      if (option.startsWith("s")) {
        refuseSecond(source, "source-port");
        source = range;
        sourceNegated = negated;
      } else {
        refuseSecond(destination, "destination-port");
        destination = range;
        destinationNegated = negated;
      }
    }

    @Override
    public GuestMatch build() {
      return new GuestMatch.Ports(
          protocol,
          Optional.ofNullable(source),
          sourceNegated,
          Optional.ofNullable(destination),
          destinationNegated);
    }

    private static void refuseSecond(@Nullable PortRange given, String option) {
      if (given != null) {
        throw IptablesFaults.usage("Only one `--" + option + "' allowed");
      }
    }
  }

  private static final class Multiport implements RuleExtension<GuestMatch> {
    /// Places in the kernel's list; a range takes two.
    private static final int PLACES_MAX = 15;

    private final List<PortRange> ranges = new ArrayList<>();
    private String given = "";
    private Side side = Side.EITHER;
    private boolean negated;

    @Override
    public String name() {
      return "multiport";
    }

    @Override
    public List<String> options() {
      return List.of("source-ports", "sports", "destination-ports", "dports", "ports");
    }

    @Override
    public void take(String option, String value, boolean turned, Protocol about) {
      String full = fullName(option);
      if (!given.isEmpty()) {
        throw given.equals(full)
            ? onlyOnce(name(), full)
            : IptablesFaults.usage(
                "multiport: option \"--%s\" cannot be used together with \"--%s\".\n"
                    .formatted(full, given));
      }
      if (!about.hasPorts()) {
        throw IptablesFaults.usage(
            "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'");
      }
      given = full;
      negated = turned;
      side =
          switch (full) {
            case "source-ports" -> Side.SOURCE;
            case "destination-ports" -> Side.DESTINATION;
            default -> Side.EITHER;
          };
      addRanges(value);
    }

    @Override
    public GuestMatch build() {
      if (given.isEmpty()) {
        throw IptablesFaults.usage("multiport expection an option");
      }
      return new GuestMatch.Multiport(side, ranges, negated);
    }

    private void addRanges(String value) {
      int places = 0;
      for (String part : value.split(",", -1)) {
        boolean isRange = part.contains(":");
        places += isRange ? 2 : 1;
        if (places > PLACES_MAX) {
          throw IptablesFaults.usage("too many ports specified");
        }
        PortRange range = range(part, "invalid portrange specified");
        ranges.add(range);
      }
    }

    private static String fullName(String option) {
      return switch (option) {
        case "sports" -> "source-ports";
        case "dports" -> "destination-ports";
        default -> option;
      };
    }
  }

  private static final class State implements RuleExtension<GuestMatch> {
    private final String name;
    private final Set<ConnectionState> states = EnumSet.noneOf(ConnectionState.class);
    private boolean negated;

    State(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<String> options() {
      return List.of(optionName());
    }

    @Override
    public void take(String option, String value, boolean turned, Protocol about) {
      if (!states.isEmpty()) {
        throw onlyOnce(name, option);
      }
      negated = turned;
      for (String part : value.split(",", -1)) {
        states.add(state(part));
      }
    }

    @Override
    public GuestMatch build() {
      if (states.isEmpty()) {
        throw IptablesFaults.usage(
            isStateModule()
                ? "state: option \"--state\" must be specified\n"
                : "conntrack: At least one option is required");
      }
      return new GuestMatch.State(List.copyOf(states), negated, isStateModule());
    }

    private ConnectionState state(String text) {
      try {
        ConnectionState state = ConnectionState.valueOf(text.toUpperCase(Locale.ROOT));
        if (isStateModule() && state.compareTo(ConnectionState.UNTRACKED) > 0) {
          throw bad(text);
        }
        return state;
      } catch (IllegalArgumentException _) {
        throw bad(text);
      }
    }

    private CommandFailure bad(String text) {
      return IptablesFaults.usage("Bad " + optionName() + " \"" + text + "\"");
    }

    private String optionName() {
      return isStateModule() ? "state" : "ctstate";
    }

    private boolean isStateModule() {
      return name.equals("state");
    }
  }

  private static final class Comment implements RuleExtension<GuestMatch> {
    private static final int CHARACTERS_MAX = 255;
    private @Nullable String text;

    @Override
    public String name() {
      return "comment";
    }

    @Override
    public List<String> options() {
      return List.of("comment");
    }

    @Override
    public void take(String option, String value, boolean negated, Protocol about) {
      if (text != null) {
        throw onlyOnce(name(), option);
      }
      if (negated) {
        throw IptablesFaults.usage("comment: option \"--comment\" cannot be inverted.\n");
      }
      if (value.length() > CHARACTERS_MAX || value.contains("\n")) {
        throw IptablesFaults.usage(
            "comment: one line of up to " + CHARACTERS_MAX + " characters can be given");
      }
      text = value;
    }

    @Override
    public GuestMatch build() {
      if (text == null) {
        throw IptablesFaults.usage("comment: option \"--comment\" must be specified\n");
      }
      return new GuestMatch.Comment(text);
    }
  }
}
