package io.scorta.access.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// `sed` with substitutions and deletions: `s/A/B/[g][p][I][N]`, `/A/d`, `-i`, `-e`, `-n`, `-E`.
final class SedCommand {
  private static final String NO_FILE = "No such file or directory";

  private final CommandCall call;
  private final List<String> scripts = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private boolean inPlace;
  private boolean extended;
  private boolean silent;

  private SedCommand(CommandCall call) {
    this.call = call;
  }

  static int sed(CommandCall call) {
    SedCommand sed = new SedCommand(call);
    sed.readArguments();
    return sed.run();
  }

  private void readArguments() {
    boolean awaitsScript = false;
    boolean hasExpression = false;
    List<String> rest = new ArrayList<>();
    for (String argument : call.arguments()) {
      if (awaitsScript) {
        scripts.add(argument);
        awaitsScript = false;
        continue;
      }
      switch (argument) {
        case "-i", "--in-place" -> inPlace = true;
        case "-E", "-r", "--regexp-extended" -> extended = true;
        case "-n", "--quiet" -> silent = true;
        case "-e", "--expression" -> {
          awaitsScript = true;
          hasExpression = true;
        }
        default -> {
          if (argument.startsWith("-") && argument.length() > 1) {
            throw new CommandFailure(
                1, "sed: option '" + argument + "' is not offered in a simulated instance\n");
          }
          rest.add(argument);
        }
      }
    }
    if (!hasExpression && !rest.isEmpty()) {
      scripts.add(rest.removeFirst());
    }
    files.addAll(rest);
    if (scripts.isEmpty() || awaitsScript) {
      throw new CommandFailure(1, "Usage: sed [-i] [-n] [-E] [-e] 's/A/B/g' [FILE]...\n");
    }
  }

  private int run() {
    List<Edit> edits = new ArrayList<>();
    for (String script : scripts) {
      for (String part : split(script)) {
        edits.add(Edit.parse(part, extended));
      }
    }
    if (files.isEmpty()) {
      if (inPlace) {
        throw new CommandFailure(4, "sed: no input files\n");
      }
      call.print(edited(call.input(), edits));
      return 0;
    }
    int exit = 0;
    for (String file : files) {
      exit = Math.max(exit, file(file, edits));
    }
    return exit;
  }

  private int file(String file, List<Edit> edits) {
    Optional<String> text = call.system().files().read(file);
    if (text.isEmpty()) {
      return call.fail(2, "sed: can't read " + file + ": " + NO_FILE + "\n");
    }
    String after = edited(text.get(), edits);
    if (!inPlace) {
      call.print(after);
      return 0;
    }
    return call.system()
        .files()
        .write(file, after, false)
        .map(why -> call.fail(4, "sed: couldn't edit " + file + ": " + why + "\n"))
        .orElse(0);
  }

  private String edited(String text, List<Edit> edits) {
    StringBuilder after = new StringBuilder();
    for (String line : text.lines().toList()) {
      line(line, edits, after);
      if (after.length() > GuestLimits.OUTPUT_CHARACTERS_MAX) {
        throw new CommandFailure(4, "sed: the text gets too long\n");
      }
    }
    if (!text.endsWith("\n") && !after.isEmpty()) {
      after.setLength(after.length() - 1);
    }
    return after.toString();
  }

  private void line(String line, List<Edit> edits, StringBuilder after) {
    String current = line;
    for (Edit edit : edits) {
      Matcher matcher = edit.pattern().matcher(new BoundedText(current, call.system()));
      if (edit.deletes()) {
        if (matcher.find()) {
          return;
        }
        continue;
      }
      String replaced = replace(matcher, current, edit);
      if (edit.prints() && !replaced.equals(current)) {
        after.append(replaced).append('\n');
      }
      current = replaced;
    }
    if (!silent) {
      after.append(current).append('\n');
    }
  }

  private static String replace(Matcher matcher, String text, Edit edit) {
    StringBuilder replaced = new StringBuilder();
    int from = 0;
    int found = 0;
    while (matcher.find()) {
      found++;
      if (found < edit.occurrence()) {
        continue;
      }
      replaced.append(text, from, matcher.start());
      appendReplacement(replaced, matcher, edit.replacement());
      from = matcher.end();
      if (replaced.length() > GuestLimits.FILE_CHARACTERS_MAX) {
        throw new CommandFailure(4, "sed: a line gets too long\n");
      }
      if (!edit.everywhere()) {
        break;
      }
    }
    return replaced.append(text, from, text.length()).toString();
  }

  private static void appendReplacement(StringBuilder to, Matcher matcher, String replacement) {
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      if (c == '&') {
        to.append(matcher.group());
      } else if (c == '\\' && i + 1 < replacement.length()) {
        char escaped = replacement.charAt(++i);
        if (escaped >= '0' && escaped <= '9' && escaped - '0' <= matcher.groupCount()) {
          String group = matcher.group(escaped - '0');
          to.append(group == null ? "" : group);
        } else {
          to.append(escaped == 'n' ? '\n' : escaped);
        }
      } else {
        to.append(c);
      }
    }
  }

  /// Edits between semicolons that are not inside an edit.
  private static List<String> split(String script) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from < script.length()) {
      char c = script.charAt(from);
      if (c == ';' || Character.isWhitespace(c)) {
        from++;
        continue;
      }
      int end = endOfEdit(script, from);
      parts.add(script.substring(from, end));
      from = end;
    }
    return parts;
  }

  private static int endOfEdit(String script, int from) {
    boolean isSubstitution = script.charAt(from) == 's' && from + 1 < script.length();
    char delimiter = script.charAt(isSubstitution ? from + 1 : from);
    int left = isSubstitution ? 2 : 1;
    int at = from + (isSubstitution ? 2 : 1);
    while (at < script.length() && left > 0) {
      if (script.charAt(at) == '\\') {
        at++;
      } else if (script.charAt(at) == delimiter) {
        left--;
      }
      at++;
    }
    while (at < script.length() && script.charAt(at) != ';' && script.charAt(at) != '\n') {
      at++;
    }
    return Math.min(at, script.length());
  }

  /// One edit: a substitution, or the deletion of lines that match.
  private record Edit(
      Pattern pattern,
      String replacement,
      boolean deletes,
      boolean everywhere,
      boolean prints,
      int occurrence) {

    static Edit parse(String text, boolean extended) {
      if (text.startsWith("/") && text.endsWith("/d") && text.length() > 2) {
        String expression = text.substring(1, text.length() - 2);
        return new Edit(pattern(text, expression, extended, 0), "", true, false, false, 1);
      }
      if (!text.startsWith("s") || text.length() < 2) {
        throw wrong(text, "this edit is not offered in a simulated instance: give s/A/B/ or /A/d");
      }
      List<String> parts = parts(text);
      return substitution(text, parts, extended);
    }

    private static Edit substitution(String text, List<String> parts, boolean extended) {
      boolean everywhere = false;
      boolean prints = false;
      int flags = 0;
      int occurrence = 1;
      for (int i = 0; i < parts.get(2).strip().length(); i++) {
        char flag = parts.get(2).strip().charAt(i);
        switch (flag) {
          case 'g' -> everywhere = true;
          case 'p' -> prints = true;
          case 'i', 'I' -> flags = Pattern.CASE_INSENSITIVE;
          case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> occurrence = flag - '0';
          default -> throw wrong(text, "unknown option to `s'");
        }
      }
      return new Edit(
          pattern(text, parts.get(0), extended, flags),
          parts.get(1),
          false,
          everywhere,
          prints,
          occurrence);
    }

    /// Expression, replacement and flags; an escaped delimiter loses its backslash.
    private static List<String> parts(String text) {
      char delimiter = text.charAt(1);
      List<String> parts = new ArrayList<>();
      StringBuilder part = new StringBuilder();
      int at = 2;
      while (at < text.length() && parts.size() < 2) {
        char c = text.charAt(at++);
        if (c == '\\' && at < text.length()) {
          char escaped = text.charAt(at++);
          part.append(escaped == delimiter ? "" : "\\").append(escaped);
        } else if (c == delimiter) {
          parts.add(part.toString());
          part.setLength(0);
        } else {
          part.append(c);
        }
      }
      if (parts.size() < 2) {
        throw wrong(text, "unterminated `s' command");
      }
      parts.add(text.substring(at));
      return parts;
    }

    private static Pattern pattern(String text, String expression, boolean extended, int flags) {
      try {
        return Pattern.compile(BasicPattern.toJava(expression, extended), flags);
      } catch (PatternSyntaxException _) {
        throw wrong(text, "Invalid regular expression");
      }
    }

    private static CommandFailure wrong(String text, String why) {
      return new CommandFailure(
          1, "sed: -e expression #1, char %d: %s\n".formatted(text.length(), why));
    }
  }
}
