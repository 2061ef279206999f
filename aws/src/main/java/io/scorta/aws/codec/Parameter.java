package io.scorta.aws.codec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One segment of the parameters' names: `Tags.Tag.1.Key` is four of them, one inside the other.
///
/// A parameter counts as used once something read its value; what stays unused has no meaning to
/// the action and is refused.
final class Parameter {
  private final String path;
  private final Map<String, Parameter> children = new LinkedHashMap<>();
  private @Nullable String value;
  private boolean used;

  private Parameter(String path) {
    this.path = path;
  }

  static Parameter tree(Form form) {
    Parameter root = new Parameter("");
    form.values().forEach((name, value) -> root.descend(name).value = value);
    return root;
  }

  /// The whole name so far, for messages.
  String path() {
    return path;
  }

  Map<String, Parameter> children() {
    return children;
  }

  Optional<Parameter> child(@Nullable String name) {
    return Optional.ofNullable(children.get(name));
  }

  /// The value, which hereby counts as used.
  Optional<String> take() {
    used = true;
    return Optional.ofNullable(value);
  }

  /// The first parameter that nothing has read.
  Optional<Parameter> unused() {
    Deque<Parameter> open = new ArrayDeque<>();
    open.push(this);
    while (!open.isEmpty()) { // Every parameter is pushed once.
      Parameter next = open.pop();
      if (next.value != null && !next.used) {
        return Optional.of(next);
      }
      next.children.values().forEach(open::push);
    }
    return Optional.empty();
  }

  private Parameter descend(String name) {
    String[] segments = name.split("\\.", -1);
    if (segments.length > Limits.NAME_SEGMENTS_MAX) {
      throw WireFault.of(
          "InvalidParameterValue",
          "The parameter %s has more than %d segments",
          name,
          Limits.NAME_SEGMENTS_MAX);
    }
    Parameter at = this;
    for (String segment : segments) {
      String prefix = at.path.isEmpty() ? segment : at.path + "." + segment;
      at = at.children.computeIfAbsent(segment, _ -> new Parameter(prefix));
    }
    return at;
  }
}
