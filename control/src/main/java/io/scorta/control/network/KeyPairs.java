package io.scorta.control.network;

import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.Map;
import java.util.Optional;

/// Commands on key pairs.
public final class KeyPairs {
  private KeyPairs() {}

  /// Keeps the public half of a pair that was made for the caller just now.
  public record Create(String name, SshKey key, String fingerprint, Map<String, String> tags)
      implements NetworkCommand<KeyPair> {
    public Create {
      tags = Map.copyOf(tags);
    }

    @Override
    public KeyPair run(Edit edit) {
      return keep(edit, name, key, fingerprint, tags);
    }
  }

  /// Keeps a public key that the caller brought.
  public record Import(String name, Optional<SshKey> key, Map<String, String> tags)
      implements NetworkCommand<KeyPair> {
    public Import {
      tags = Map.copyOf(tags);
    }

    @Override
    public KeyPair run(Edit edit) {
      SshKey it =
          key.orElseThrow(
              () ->
                  Refusal.of(
                      "InvalidKey.Format",
                      "Key is not in valid OpenSSH public key format: give an ssh-ed25519 key, or"
                          + " an ssh-rsa key of 1024, 2048 or 4096 bits"));
      return keep(edit, name, it, it.importedFingerprint(), tags);
    }
  }

  /// Forgets a pair. Instances that were launched with it still let its key in.
  ///
  /// The reply is its id; a name that leads nowhere is no fault.
  public record Delete(Optional<String> id, Optional<String> name)
      implements NetworkCommand<Optional<String>> {
    @Override
    public Optional<String> run(Edit edit) {
      Optional<KeyPair> found =
          id.isPresent()
              ? Optional.of(edit.require(NetworkKinds.KEY_PAIR, ResourceKind.KEY_PAIR, id.get()))
              : named(edit.draft().state(), edit.account(), name.orElse(""));
      found.ifPresent(pair -> edit.remove(NetworkKinds.KEY_PAIR, pair.id()));
      return found.map(KeyPair::id);
    }
  }

  /// The pair of this name, if the account has one.
  public static Optional<KeyPair> named(State state, String account, String name) {
    return state.all(account, NetworkKinds.KEY_PAIR).stream()
        .filter(pair -> pair.name().equals(name))
        .findFirst();
  }

  /// The pair of this name, or AWS's refusal.
  static KeyPair require(Edit edit, String name) {
    return named(edit.draft().state(), edit.account(), name)
        .orElseThrow(
            () ->
                Refusal.of(
                    ResourceKind.KEY_PAIR.notFoundCode(),
                    "The key pair '%s' does not exist",
                    name));
  }

  private static KeyPair keep(
      Edit edit, String name, SshKey key, String fingerprint, Map<String, String> tags) {
    checkName(name);
    if (named(edit.draft().state(), edit.account(), name).isPresent()) {
      throw Refusal.of("InvalidKeyPair.Duplicate", "The keypair '%s' already exists.", name);
    }
    edit.room(
        edit.all(NetworkKinds.KEY_PAIR).size(),
        Limits.KEY_PAIRS,
        "KeyPairLimitExceeded",
        "key pairs");
    KeyPair pair =
        new KeyPair(
            edit.newId(ResourceKind.KEY_PAIR),
            name,
            key.algorithm().wireName(),
            fingerprint,
            key.line(name),
            edit.context().now());
    edit.put(NetworkKinds.KEY_PAIR, pair.id(), pair);
    edit.tag(pair.id(), tags);
    return pair;
  }

  private static void checkName(String name) {
    if (name.length() > Limits.NAME_LENGTH || !name.chars().allMatch(KeyPairs::isPlain)) {
      throw Faults.value(
          "Invalid value '%s' for keyName: give 1 to %d ASCII characters",
          name, Limits.NAME_LENGTH);
    }
    if (!name.equals(name.strip())) {
      throw Faults.value("Invalid value '%s' for keyName: it begins or ends with a space", name);
    }
  }

  private static boolean isPlain(int c) {
    return c >= ' ' && c <= '~';
  }
}
