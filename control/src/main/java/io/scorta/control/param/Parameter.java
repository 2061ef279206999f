package io.scorta.control.param;

import java.util.Arrays;
import java.util.List;

/// One setting of a family: its default, what it may be, and when a change of it takes effect.
///
/// `allowed` is empty (anything), `low-high` (an integer's range) or the choices joined by commas.
public record Parameter(
    String name,
    String value,
    String description,
    Type type,
    String allowed,
    Change change,
    String since) {
  /// What a value is, and its name in the API.
  public enum Type {
    INTEGER("integer"),
    STRING("string");

    private final String wireName;

    Type(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /// When a new value is in force, and who may give one.
  public enum Change {
    IMMEDIATE("immediate"),
    REQUIRES_REBOOT("requires-reboot"),
    /// The service's own choice; the engine is told.
    CHOSEN("requires-reboot"),
    /// What the engine does anyway.
    SHOWN("requires-reboot");

    private final String wireName;

    Change(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  public boolean modifiable() {
    return change == Change.IMMEDIATE || change == Change.REQUIRES_REBOOT;
  }

  /// Whether a caller may set this value.
  public boolean allows(String asked) {
    if (type == Type.INTEGER) {
      return isInteger(asked) && (allowed.isEmpty() || inRange(Long.parseLong(asked)));
    }
    return allowed.isEmpty() || choices().contains(asked);
  }

  private List<String> choices() {
    return Arrays.asList(allowed.split(","));
  }

  private boolean inRange(long asked) {
    int dash = allowed.indexOf('-', 1);
    return asked >= Long.parseLong(allowed.substring(0, dash))
        && asked <= Long.parseLong(allowed.substring(dash + 1));
  }

  private static boolean isInteger(String text) {
    return text.matches("-?[0-9]{1,18}");
  }
}
