package io.scorta.access.guest;

import io.scorta.access.guest.ShellLine.Redirect;
import io.scorta.access.guest.ShellLine.Simple;
import io.scorta.access.guest.ShellLine.Step;
import io.scorta.access.model.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The shell of an instance, as root. Pure: a guest goes in, the guest afterwards comes out.
///
/// A small part of what bash does, each part honestly: what is not offered is refused by name and
/// with a failing exit status, never passed over.
public final class GuestShell {
  private static final int NOT_FOUND = 127;
  private static final int TOO_MUCH = 126;
  private static final int DEPTH_MAX = 4;

  private final GuestSystem system;
  private final StringBuilder output = new StringBuilder();
  private final StringBuilder errors = new StringBuilder();
  private int commands;
  private int depth;

  private GuestShell(GuestSystem system) {
    this.system = system;
  }

  /// Runs a command line, which may have several lines.
  public static GuestAnswer run(Guest guest, GuestHost host, String commandLine) {
    if (commandLine.length() > GuestLimits.COMMAND_CHARACTERS_MAX) {
      return new GuestAnswer(
          guest,
          "",
          "-bash: the command line is longer than %d characters: give it in parts\n"
              .formatted(GuestLimits.COMMAND_CHARACTERS_MAX),
          TOO_MUCH);
    }
    GuestSystem system = new GuestSystem(guest, host);
    GuestShell shell = new GuestShell(system);
    int exit;
    try {
      exit = shell.script(commandLine);
    } catch (CommandFailure stop) {
      shell.errors.append(stop.text());
      exit = stop.exit();
    }
    return new GuestAnswer(system.guest(), shell.output.toString(), shell.errors.toString(), exit);
  }

  private int script(String text) {
    ShellParser parser = new ShellParser(text);
    int exit = 0;
    while (parser.hasMore()) {
      ShellLine line;
      try {
        line = parser.next();
      } catch (CommandFailure mistake) {
        errors.append(mistake.text());
        exit = mistake.exit();
        continue;
      }
      for (Step step : line.steps()) {
        boolean isDue =
            switch (step.joint()) {
              case ALWAYS -> true;
              case ON_SUCCESS -> exit == 0;
              case ON_FAILURE -> exit != 0;
            };
        if (isDue) {
          exit = pipeline(step.pipeline());
        }
      }
    }
    return exit;
  }

  private int pipeline(List<Simple> pipeline) {
    String piped = "";
    int exit = 0;
    for (int i = 0; i < pipeline.size(); i++) {
      StringBuilder out = new StringBuilder();
      exit = command(pipeline.get(i), piped, out);
      piped = out.toString();
    }
    output.append(piped);
    if (output.length() > GuestLimits.OUTPUT_CHARACTERS_MAX
        || errors.length() > GuestLimits.OUTPUT_CHARACTERS_MAX) {
      throw new CommandFailure(TOO_MUCH, "\n-bash: too much output: the rest was not run\n");
    }
    return exit;
  }

  private int command(Simple simple, String piped, StringBuilder out) {
    if (++commands > GuestLimits.COMMANDS_MAX) {
      throw new CommandFailure(
          TOO_MUCH,
          "-bash: more than %d commands: give them in parts\n".formatted(GuestLimits.COMMANDS_MAX));
    }
    Streams streams = new Streams(out);
    Optional<String> refusal = streams.open(simple.redirects(), piped);
    if (refusal.isPresent()) {
      errors.append(refusal.get());
      return 1;
    }
    List<String> words = withoutSudo(simple.words());
    if (words.isEmpty()) {
      return 0;
    }
    CommandCall call = new CommandCall(system, words, streams.input);
    int exit = run(call);
    return streams.deliver(call).map(this::complain).orElse(exit);
  }

  private int complain(String refusal) {
    errors.append(refusal);
    return 1;
  }

  private int run(CommandCall call) {
    try {
      if (call.name().equals("sh") || call.name().equals("bash")) {
        return nested(call);
      }
      Optional<ToIntFunction<CommandCall>> command = GuestCommands.find(call.name());
      return command.isPresent()
          ? command.get().applyAsInt(call)
          : call.fail(NOT_FOUND, "-bash: " + call.name() + ": command not found\n");
    } catch (CommandFailure failure) {
      return call.fail(failure.exit(), failure.text());
    } catch (StackOverflowError _) {
      // Searching a long line for alternatives in a group recurses once per character.
      return call.fail(2, call.name() + ": " + BoundedText.tooHard().text());
    }
  }

  /// `sh -c TEXT`.
  private int nested(CommandCall call) {
    List<String> arguments = call.arguments();
    if (arguments.size() != 2 || !arguments.getFirst().equals("-c")) {
      throw new CommandFailure(
          2, call.name() + ": only -c TEXT is offered in a simulated instance\n");
    }
    if (depth >= DEPTH_MAX) {
      throw new CommandFailure(2, call.name() + ": too many shells inside one another\n");
    }
    GuestShell inner = new GuestShell(system);
    inner.depth = depth + 1;
    inner.commands = commands;
    int exit = inner.script(arguments.get(1));
    commands = inner.commands;
    call.print(inner.output.toString());
    return call.fail(exit, inner.errors.toString());
  }

  /// Everything runs as root, so sudo changes nothing.
  private static List<String> withoutSudo(List<String> words) {
    if (words.isEmpty() || !words.getFirst().equals("sudo")) {
      return words;
    }
    List<String> rest = new ArrayList<>(words.subList(1, words.size()));
    while (!rest.isEmpty() && rest.getFirst().startsWith("-")) {
      rest.removeFirst();
    }
    return rest;
  }

  /// Where a command's input comes from and where its two outputs go.
  private final class Streams {
    private static final String TO_OUTPUT = "&1";
    private static final String TO_ERRORS = "&2";

    private final StringBuilder out;
    private String input = "";
    private String first = TO_OUTPUT;
    private String second = TO_ERRORS;

    Streams(StringBuilder out) {
      this.out = out;
    }

    /// Opens what is redirected, emptying files that are written. Answers with a refusal, if any.
    Optional<String> open(List<Redirect> redirects, String piped) {
      input = piped;
      for (Redirect redirect : redirects) {
        Optional<String> why =
            switch (redirect.kind()) {
              case READ -> read(redirect.target());
              case TEXT -> {
                input = redirect.target();
                yield Optional.empty();
              }
              case COPY -> {
                tie(redirect.descriptor(), redirect.target().equals("1") ? first : second);
                yield Optional.empty();
              }
              case WRITE, APPEND -> {
                tie(redirect.descriptor(), redirect.target());
                boolean append = redirect.kind() == ShellLine.Kind.APPEND;
                yield system.files().write(redirect.target(), "", append);
              }
            };
        if (why.isPresent()) {
          return Optional.of("-bash: " + redirect.target() + ": " + why.get() + "\n");
        }
      }
      return Optional.empty();
    }

    /// Puts what was printed where it belongs.
    Optional<String> deliver(CommandCall call) {
      Optional<String> refusal = deliver(first, call.output());
      Optional<String> other = deliver(second, call.errors());
      return refusal.or(() -> other).map(why -> "-bash: " + call.name() + ": " + why + "\n");
    }

    private Optional<String> deliver(String target, String text) {
      if (target.equals(TO_OUTPUT)) {
        out.append(text);
      } else if (target.equals(TO_ERRORS)) {
        errors.append(text);
      } else if (!text.isEmpty()) {
        return system.files().write(target, text, true);
      }
      return Optional.empty();
    }

    private void tie(int descriptor, String target) {
      if (descriptor != 2) {
        first = target;
      }
      if (descriptor != 1) {
        second = target;
      }
    }

    private Optional<String> read(String path) {
      Optional<String> text = system.files().read(path);
      input = text.orElse("");
      return text.isPresent() ? Optional.empty() : Optional.of("No such file or directory");
    }
  }
}
