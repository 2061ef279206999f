package io.scorta.access.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// `cat`, `echo`, `tee`, `grep`, `head`, `tail` and `wc`.
final class TextCommands {
  private static final int LINES_SHOWN = 10;
  private static final int LINES_MAX = 1_000_000;
  private static final String NO_FILE = "No such file or directory";

  private TextCommands() {}

  static int cat(CommandCall call) {
    call.allowOnly("");
    return eachFile(call, call.operands(), Function.identity());
  }

  static int echo(CommandCall call) {
    List<String> words = new ArrayList<>(call.arguments());
    boolean newline = true;
    boolean escapes = false;
    while (!words.isEmpty() && words.getFirst().matches("-[neE]+")) {
      String option = words.removeFirst();
      newline &= option.indexOf('n') < 0;
      escapes |= option.indexOf('e') >= 0;
    }
    String text = String.join(" ", words);
    if (escapes) {
      text = text.replace("\\n", "\n").replace("\\t", "\t");
    }
    call.print(newline ? text + "\n" : text);
    return 0;
  }

  static int tee(CommandCall call) {
    call.allowOnly("ai");
    boolean append = call.flags().indexOf('a') >= 0;
    int exit = 0;
    for (String file : call.operands()) {
      Optional<String> why = call.system().files().write(file, call.input(), append);
      if (why.isPresent()) {
        exit = call.fail(1, "tee: " + file + ": " + why.get() + "\n");
      }
    }
    call.print(call.input());
    return exit;
  }

  static int grep(CommandCall call) {
    call.allowOnly("vicqEFnwx");
    List<String> operands = new ArrayList<>(call.operands());
    if (operands.isEmpty()) {
      return call.fail(2, "Usage: grep [OPTION]... PATTERNS [FILE]...\n");
    }
    String flags = call.flags();
    Pattern pattern = pattern(operands.removeFirst(), flags);
    boolean named = operands.size() > 1;
    int[] found = {0};
    int exit = 0;
    for (String file : operands.isEmpty() ? List.of("-") : operands) {
      Optional<String> text = text(call, file);
      if (text.isEmpty()) {
        exit = call.fail(2, "grep: " + file + ": " + NO_FILE + "\n");
      } else {
        String prefix = named ? file + ":" : "";
        call.print(matching(call, text.get(), pattern, prefix, found));
      }
    }
    return exit != 0 ? exit : found[0] > 0 ? 0 : 1;
  }

  static int head(CommandCall call) {
    int lines = lineCount(call);
    return eachFile(
        call,
        afterCount(call),
        text -> {
          List<String> all = text.lines().toList();
          return joined(all.subList(0, Math.min(lines, all.size())));
        });
  }

  static int tail(CommandCall call) {
    int lines = lineCount(call);
    return eachFile(
        call,
        afterCount(call),
        text -> {
          List<String> all = text.lines().toList();
          return joined(all.subList(Math.max(0, all.size() - lines), all.size()));
        });
  }

  static int wc(CommandCall call) {
    call.allowOnly("lwc");
    String flags = call.flags().isEmpty() ? "lwc" : call.flags();
    int exit = 0;
    for (String file : call.operands().isEmpty() ? List.of("-") : call.operands()) {
      Optional<String> text = text(call, file);
      if (text.isEmpty()) {
        exit = call.fail(1, "wc: " + file + ": " + NO_FILE + "\n");
        continue;
      }
      List<String> figures = new ArrayList<>();
      if (flags.indexOf('l') >= 0) {
        figures.add(Long.toString(text.get().chars().filter(c -> c == '\n').count()));
      }
      if (flags.indexOf('w') >= 0) {
        String words = text.get().strip();
        figures.add(Integer.toString(words.isEmpty() ? 0 : words.split("\\s+").length));
      }
      if (flags.indexOf('c') >= 0) {
        figures.add(Integer.toString(text.get().length()));
      }
      if (!file.equals("-")) {
        figures.add(file);
      }
      call.print(String.join(" ", figures) + "\n");
    }
    return exit;
  }

  private static String matching(
      CommandCall call, String text, Pattern pattern, String prefix, int[] found) {
    String flags = call.flags();
    StringBuilder lines = new StringBuilder();
    int count = 0;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (pattern.matcher(new BoundedText(line, call.system())).find() != flags.indexOf('v') >= 0) {
        count++;
        lines.append(prefix).append(flags.indexOf('n') >= 0 ? number + ":" : "");
        lines.append(line).append('\n');
      }
    }
    found[0] += count;
    if (flags.indexOf('q') >= 0) {
      return "";
    }
    return flags.indexOf('c') >= 0 ? prefix + count + "\n" : lines.toString();
  }

  private static Pattern pattern(String expression, String flags) {
    String java =
        flags.indexOf('F') >= 0
            ? Pattern.quote(expression)
            : BasicPattern.toJava(expression, flags.indexOf('E') >= 0);
    if (flags.indexOf('w') >= 0) {
      java = "\\b(?:" + java + ")\\b";
    }
    if (flags.indexOf('x') >= 0) {
      java = "^(?:" + java + ")$";
    }
    try {
      return Pattern.compile(java, flags.indexOf('i') >= 0 ? Pattern.CASE_INSENSITIVE : 0);
    } catch (PatternSyntaxException _) {
      throw new CommandFailure(2, "grep: Invalid regular expression\n");
    }
  }

  private static int eachFile(
      CommandCall call, List<String> files, Function<String, String> shown) {
    int exit = 0;
    for (String file : files.isEmpty() ? List.of("-") : files) {
      Optional<String> text = text(call, file);
      if (text.isPresent()) {
        call.print(shown.apply(text.get()));
      } else {
        String why = call.system().files().isDirectory(file) ? "Is a directory" : NO_FILE;
        exit = call.fail(1, call.name() + ": " + file + ": " + why + "\n");
      }
    }
    return exit;
  }

  private static Optional<String> text(CommandCall call, String file) {
    return file.equals("-") ? Optional.of(call.input()) : call.system().files().read(file);
  }

  /// `-n 5`, `-n5` or `-5`.
  private static int lineCount(CommandCall call) {
    List<String> arguments = call.arguments();
    if (arguments.isEmpty() || !arguments.getFirst().startsWith("-")) {
      return LINES_SHOWN;
    }
    String option = arguments.getFirst();
    String text = option.substring(option.startsWith("-n") ? 2 : 1);
    if (option.equals("-n") && arguments.size() > 1) {
      text = arguments.get(1);
    }
    int count = IptablesNames.number(text, LINES_MAX);
    if (count < 0) {
      throw new CommandFailure(
          1, "%s: invalid number of lines: '%s'\n".formatted(call.name(), text));
    }
    return count;
  }

  private static List<String> afterCount(CommandCall call) {
    List<String> arguments = call.arguments();
    if (arguments.isEmpty() || !arguments.getFirst().startsWith("-")) {
      return arguments;
    }
    return arguments.subList(arguments.getFirst().equals("-n") ? 2 : 1, arguments.size());
  }

  private static String joined(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
