package io.scorta.access.kernel;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Whose the namespaces are: the Scorta of one data folder.
///
/// Every name begins with `scorta-` and eight digits that follow from the folder's path, so that
/// the next run of the same Scorta finds what a crashed one left, and nobody else's is touched.
public record Owner(String tag) {
  private static final String FORM = "[0-9a-f]{8}";
  private static final int BYTES = 4;

  public Owner {
    if (!tag.matches(FORM)) {
      throw new IllegalArgumentException("owner \"%s\": give eight hex digits".formatted(tag));
    }
  }

  /// The owner of a data folder.
  public static Owner of(Path folder) {
    byte[] path = folder.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(path);
      return new Owner(HexFormat.of().formatHex(digest, 0, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  /// What all names of this owner begin with.
  String prefix() {
    return "scorta-" + tag + "-";
  }
}
