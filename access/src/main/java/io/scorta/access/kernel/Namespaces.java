package io.scorta.access.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The network namespaces of one owner: makes, finds and removes them, and touches no others.
public final class Namespaces {
  private final Owner owner;
  private final Tools tools;

  public Namespaces(Owner owner, Tools tools) {
    this.owner = owner;
    this.tools = tools;
  }

  /// The namespace of a thing of the model, whether it is there or not; the key is its id, such as
  /// `vpc-1`.
  public Namespace of(String key) {
    return new Namespace(owner.prefix() + key);
  }

  /// The key that a namespace of this owner was made with.
  public Optional<String> key(Namespace one) {
    String prefix = owner.prefix();
    return one.name().startsWith(prefix)
        ? Optional.of(one.name().substring(prefix.length()))
        : Optional.empty();
  }

  /// The namespaces of this owner that are there now, of this run or of one that crashed.
  public List<Namespace> existing() {
    if (!Files.isDirectory(Namespace.FOLDER)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(Namespace.FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(owner.prefix()))
          .sorted()
          .map(Namespace::new)
          .toList();
    } catch (IOException e) {
      throw new KernelException("%s cannot be read".formatted(Namespace.FOLDER), e);
    }
  }

  /// Makes namespaces that are not there yet.
  ///
  /// @throws KernelException when one cannot be made
  public void make(Collection<Namespace> wanted) {
    tools.ip(wanted.stream().map(it -> "netns add " + checked(it)).toList());
  }

  /// Removes namespaces; their links and rules go with them once no process is left inside.
  ///
  /// @throws KernelException when one cannot be removed
  public void remove(Collection<Namespace> unwanted) {
    tools.ip(unwanted.stream().map(it -> "netns del " + checked(it)).toList());
  }

  /// Removes everything of this owner.
  ///
  /// @return what there was
  public List<Namespace> clear() {
    List<Namespace> all = existing();
    remove(all);
    return all;
  }

  private Namespace checked(Namespace one) {
    if (key(one).isEmpty()) {
      throw new IllegalArgumentException(
          "namespace %s does not belong to %s".formatted(one, owner.tag()));
    }
    return one;
  }
}
