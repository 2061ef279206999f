package io.scorta.access.guest;

import io.scorta.access.guest.ShellLine.Joint;
import io.scorta.access.guest.ShellLine.Kind;
import io.scorta.access.guest.ShellLine.Redirect;
import io.scorta.access.guest.ShellLine.Simple;
import io.scorta.access.guest.ShellLine.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads shell text one line at a time, as an interactive shell does with a paste: a mistake spoils
/// its own line only.
///
/// Quotes, `#`, `;`, `&&`, `||`, `|`, redirections and here-documents are understood. Variables,
/// substitutions, background jobs and groups are refused by name.
final class ShellParser {
  private static final int BOTH = 3;

  private final String text;
  private int at;
  private List<Step> steps = new ArrayList<>();
  private List<Simple> pipeline = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private List<Redirect> redirects = new ArrayList<>();
  private Joint joint = Joint.ALWAYS;

  /// A here-document of this line whose text is still to come: its end mark.
  private @Nullable String awaited;

  ShellParser(String text) {
    this.text = text;
  }

  boolean hasMore() {
    return at < text.length();
  }

  /// The next line, which has no step when it was empty or a comment.
  ///
  /// @throws CommandFailure when it cannot be understood; the line is skipped then
  ShellLine next() {
    steps = new ArrayList<>();
    pipeline = new ArrayList<>();
    joint = Joint.ALWAYS;
    clearCommand();
    awaited = null;
    try {
      return parse();
    } catch (CommandFailure failure) {
      int end = text.indexOf('\n', Math.min(at, text.length()));
      at = end < 0 ? text.length() : end + 1;
      throw failure;
    }
  }

  private ShellLine parse() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        if (isComplete()) {
          break;
        }
        at++;
      } else if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (c == '#') {
        skipComment();
      } else if (!operator(c)) {
        word();
      }
    }
    if (!isComplete()) {
      throw syntax("syntax error: unexpected end of file");
    }
    at = Math.min(at + 1, text.length());
    endPipeline();
    readAwaited();
    return new ShellLine(steps);
  }

  /// Whether nothing is still expected, so that the end of the line ends the command.
  private boolean isComplete() {
    boolean isEmpty = words.isEmpty() && redirects.isEmpty();
    return !isEmpty || pipeline.isEmpty() && joint == Joint.ALWAYS;
  }

  private boolean operator(char c) {
    switch (c) {
      case ';' -> {
        refuseEmpty(";");
        at++;
        endPipeline();
        joint = Joint.ALWAYS;
      }
      case '|' -> bar();
      case '&' -> ampersand();
      case '>' -> output(1);
      case '<' -> input();
      case '(', ')' -> throw unexpected(String.valueOf(c));
      default -> {
        return descriptorOperator(c);
      }
    }
    return true;
  }

  private boolean descriptorOperator(char c) {
    if ((c == '1' || c == '2') && at + 1 < text.length() && text.charAt(at + 1) == '>') {
      at++;
      output(c - '0');
      return true;
    }
    return false;
  }

  private void bar() {
    boolean isOr = text.startsWith("||", at);
    refuseEmpty(isOr ? "||" : "|");
    at += isOr ? 2 : 1;
    if (isOr) {
      endPipeline();
      joint = Joint.ON_FAILURE;
    } else {
      endCommand();
    }
  }

  private void ampersand() {
    if (text.startsWith("&>", at)) {
      at++;
      output(BOTH);
      return;
    }
    if (!text.startsWith("&&", at)) {
      throw notOffered("a background job (&)");
    }
    refuseEmpty("&&");
    at += 2;
    endPipeline();
    joint = Joint.ON_SUCCESS;
  }

  private void output(int descriptor) {
    at++;
    Kind kind = Kind.WRITE;
    if (peek() == '>') {
      kind = Kind.APPEND;
      at++;
    } else if (peek() == '&') {
      kind = Kind.COPY;
      at++;
    }
    String target = operand();
    if (kind == Kind.COPY && !target.equals("1") && !target.equals("2")) {
      throw notOffered("a copy of descriptor " + target);
    }
    redirects.add(new Redirect(descriptor, kind, target));
  }

  private void input() {
    at++;
    if (peek() != '<') {
      redirects.add(new Redirect(0, Kind.READ, operand()));
      return;
    }
    at++;
    if (peek() == '<') {
      at++;
      redirects.add(new Redirect(0, Kind.TEXT, operand() + "\n"));
      return;
    }
    if (peek() == '-' || awaited != null) {
      throw notOffered("this form of here-document");
    }
    awaited = operand();
  }

  private void readAwaited() {
    if (awaited == null) {
      return;
    }
    StringBuilder body = new StringBuilder();
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end < 0 ? text.length() : end);
      at = end < 0 ? text.length() : end + 1;
      if (line.equals(awaited)) {
        break;
      }
      body.append(line).append('\n');
    }
    if (steps.isEmpty()) {
      return; // A text for no command goes nowhere.
    }
    Step last = steps.removeLast();
    List<Simple> commands = new ArrayList<>(last.pipeline());
    Simple first = commands.getFirst();
    List<Redirect> all = new ArrayList<>(first.redirects());
    all.add(new Redirect(0, Kind.TEXT, body.toString()));
    commands.set(0, new Simple(first.words(), all));
    steps.add(new Step(last.joint(), commands));
  }

  private String operand() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
    Optional<String> word = readWord();
    return word.orElseThrow(
        () ->
            unexpected(at >= text.length() || peek() == '\n' ? "newline" : String.valueOf(peek())));
  }

  private void word() {
    readWord().ifPresent(words::add);
  }

  /// The word here, or nothing when an operator or a blank stands here.
  private Optional<String> readWord() {
    StringBuilder word = new StringBuilder();
    boolean isWord = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isBreak(c)) {
        break;
      }
      at++;
      switch (c) {
        case '\'' -> {
          int end = closing('\'');
          word.append(text, at, end);
          at = end + 1;
        }
        case '"' -> doubleQuoted(word);
        case '\\' -> {
          if (at < text.length()) {
            char escaped = text.charAt(at++);
            if (escaped == '\n') {
              continue;
            }
            word.append(escaped);
          }
        }
        case '$', '`' -> dollar(c, word);
        case '~' -> word.append(isWord ? "~" : GuestSystem.HOME);
        default -> word.append(c);
      }
      isWord = true;
    }
    return isWord ? Optional.of(word.toString()) : Optional.empty();
  }

  private static boolean isBreak(char c) {
    return switch (c) {
      case ' ', '\t', '\r', '\n', ';', '|', '&', '<', '>', '(', ')' -> true;
      default -> false;
    };
  }

  private void doubleQuoted(StringBuilder word) {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '"' -> {
          return;
        }
        case '\\' -> {
          char escaped = peek();
          if (escaped == '"' || escaped == '\\' || escaped == '$' || escaped == '`') {
            word.append(escaped);
            at++;
          } else if (escaped == '\n') {
            at++;
          } else {
            word.append(c);
          }
        }
        case '$', '`' -> dollar(c, word);
        default -> word.append(c);
      }
    }
    throw openQuote('"');
  }

  private void dollar(char c, StringBuilder word) {
    char following = peek();
    boolean isLiteral =
        c == '$'
            && (following == 0
                || following == '"'
                || following == '/'
                || Character.isWhitespace(following));
    if (!isLiteral) {
      throw notOffered("a variable or a substitution (" + c + ")");
    }
    word.append(c);
  }

  private int closing(char quote) {
    int end = text.indexOf(quote, at);
    if (end < 0) {
      at = text.length();
      throw openQuote(quote);
    }
    return end;
  }

  private void skipComment() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  private void endCommand() {
    pipeline.add(new Simple(words, redirects));
    clearCommand();
  }

  private void endPipeline() {
    if (!words.isEmpty() || !redirects.isEmpty()) {
      endCommand();
    }
    if (!pipeline.isEmpty()) {
      steps.add(new Step(joint, pipeline));
      pipeline = new ArrayList<>();
    }
  }

  private void clearCommand() {
    words = new ArrayList<>();
    redirects = new ArrayList<>();
  }

  private void refuseEmpty(String token) {
    if (words.isEmpty() && redirects.isEmpty()) {
      throw unexpected(token);
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private static CommandFailure unexpected(String token) {
    return syntax("syntax error near unexpected token `" + token + "'");
  }

  private static CommandFailure openQuote(char quote) {
    return syntax("unexpected EOF while looking for matching `" + quote + "'");
  }

  private static CommandFailure notOffered(String what) {
    return syntax(what + " is not offered in a simulated instance");
  }

  private static CommandFailure syntax(String message) {
    return new CommandFailure(2, "-bash: " + message + "\n");
  }
}
