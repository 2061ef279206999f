package io.scorta.access.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The rules in a namespace: loaded once, changed by elements in one transaction each.
final class LoadedRules {
  private final Tools tools;
  private final Namespace where;
  private Elements loaded = Elements.NONE;

  private LoadedRules(Tools tools, Namespace where) {
    this.tools = tools;
    this.where = where;
  }

  /// Loads rules, with empty sets, from a resource of this room.
  ///
  /// @throws KernelException when the kernel refuses them
  static LoadedRules load(Tools tools, Namespace where, String resource) {
    tools.nft(where, text(resource));
    return new LoadedRules(tools, where);
  }

  /// Puts these elements in force, all at once. When the kernel refuses them, those before stand.
  ///
  /// @throws KernelException when the kernel refuses them
  void bring(Elements wanted) {
    String change = wanted.changeFrom(loaded);
    if (!change.isEmpty()) {
      tools.nft(where, change);
      loaded = wanted;
    }
  }

  private static String text(String resource) {
    try (InputStream stream = LoadedRules.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the resource %s is missing".formatted(resource));
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
