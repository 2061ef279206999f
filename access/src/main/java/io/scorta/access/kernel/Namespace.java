package io.scorta.access.kernel;

import java.nio.file.Path;

/// A network namespace that has a name, as `ip netns` keeps them.
public record Namespace(String name) {
  static final Path FOLDER = Path.of("/run/netns");
  private static final String FORM = "[A-Za-z0-9._-]{1,120}";

  public Namespace {
    if (!name.matches(FORM)) {
      throw new IllegalArgumentException(
          "namespace \"%s\": give letters, digits, dots, dashes".formatted(name));
    }
  }

  /// The file that stands for it: opening it and `setns` enters the namespace.
  public Path path() {
    return FOLDER.resolve(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
