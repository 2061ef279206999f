package io.scorta.control.network;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A public key as SSH writes it: the name of its algorithm, then its numbers, each with a length
/// before it (RFC 4253, section 6.6; RFC 8709 for Ed25519).
///
/// Read from OpenSSH's one line, from RFC 4716's block, or from DER (X.509), as EC2 takes them.
public record SshKey(Algorithm algorithm, String base64) {
  /// The algorithms EC2 knows.
  public enum Algorithm {
    RSA("rsa", "ssh-rsa"),
    ED25519("ed25519", "ssh-ed25519");

    private final String wireName;
    private final String sshName;

    Algorithm(String wireName, String sshName) {
      this.wireName = wireName;
      this.sshName = sshName;
    }

    /// What EC2 calls it.
    public String wireName() {
      return wireName;
    }

    /// The algorithm that EC2 calls so.
    public static Optional<Algorithm> of(String wireName) {
      return Arrays.stream(values()).filter(a -> a.wireName.equals(wireName)).findFirst();
    }
  }

  private static final List<Integer> RSA_BITS = List.of(1024, 2048, 4096);
  private static final int ED25519_BYTES = 32;
  private static final int MATERIAL_MAX = 16_384;
  private static final String BLOCK_START = "---- BEGIN SSH2 PUBLIC KEY ----";
  private static final String BLOCK_END = "---- END SSH2 PUBLIC KEY ----";

  /// The key of what a caller sent; empty when it is no public key of a kind that EC2 takes.
  public static Optional<SshKey> parse(byte[] material) {
    if (material.length == 0 || material.length > MATERIAL_MAX) {
      return Optional.empty();
    }
    String text = new String(material, StandardCharsets.ISO_8859_1).strip();
    try {
      if (text.startsWith("ssh-")) {
        String[] words = text.split("\\s+", 3);
        return words.length < 2 ? Optional.empty() : ofBlob(decode(words[1]), words[0]);
      }
      if (text.startsWith(BLOCK_START)) {
        return ofBlob(decode(blockBody(text)), "");
      }
      return ofDer(material[0] == 0x30 ? material : decode(text.replaceAll("\\s", "")));
    } catch (IllegalArgumentException | BufferUnderflowException | GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  /// The key of the JDK's form of it.
  ///
  /// @throws IllegalArgumentException for an algorithm that EC2 does not know
  public static SshKey of(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      byte[] blob =
          fields(
              Algorithm.RSA.sshName.getBytes(StandardCharsets.US_ASCII),
              rsa.getPublicExponent().toByteArray(),
              rsa.getModulus().toByteArray());
      return new SshKey(Algorithm.RSA, Base64.getEncoder().encodeToString(blob));
    }
    if (!key.getAlgorithm().equals("EdDSA") && !key.getAlgorithm().equals("Ed25519")) {
      throw new IllegalArgumentException(key.getAlgorithm() + " keys are not known to EC2");
    }
    byte[] encoded = key.getEncoded();
    byte[] point = Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
    byte[] blob = fields(Algorithm.ED25519.sshName.getBytes(StandardCharsets.US_ASCII), point);
    return new SshKey(Algorithm.ED25519, Base64.getEncoder().encodeToString(blob));
  }

  /// The line of an `authorized_keys` file that lets this key in.
  public String line(String comment) {
    return algorithm.sshName + " " + base64 + " " + comment;
  }

  /// The key's numbers in SSH's form.
  public byte[] blob() {
    return decode(base64);
  }

  /// What EC2 shows for a key that was imported.
  public String importedFingerprint() {
    return switch (algorithm) {
      case RSA -> colons(digest("MD5", rsa().getEncoded()));
      case ED25519 -> sha256();
    };
  }

  /// OpenSSH's fingerprint without its prefix, padded as EC2 shows it.
  public String sha256() {
    return Base64.getEncoder().encodeToString(digest("SHA-256", blob()));
  }

  /// Bytes as hexadecimal pairs between colons.
  public static String colons(byte[] bytes) {
    return HexFormat.ofDelimiter(":").formatHex(bytes);
  }

  /// The digest of bytes by an algorithm that every JDK has.
  public static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks " + algorithm, e);
    }
  }

  /// Each field with its length before it, as SSH writes texts and numbers.
  public static byte[] fields(byte[]... fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] field : fields) {
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
      out.writeBytes(field);
    }
    return out.toByteArray();
  }

  private PublicKey rsa() {
    ByteBuffer in = ByteBuffer.wrap(blob());
    field(in);
    BigInteger exponent = new BigInteger(field(in));
    BigInteger modulus = new BigInteger(field(in));
    try {
      return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an RSA key", e);
    }
  }

  private static Optional<SshKey> ofBlob(byte[] blob, String saidName) {
    ByteBuffer in = ByteBuffer.wrap(blob);
    String name = new String(field(in), StandardCharsets.US_ASCII);
    if (!saidName.isEmpty() && !saidName.equals(name)) {
      return Optional.empty();
    }
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.sshName.equals(name)) {
        SshKey key = new SshKey(algorithm, Base64.getEncoder().encodeToString(blob));
        return isSound(key, in) ? Optional.of(key) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// `in` stands behind the algorithm's name.
  private static boolean isSound(SshKey key, ByteBuffer in) {
    return switch (key.algorithm()) {
      case ED25519 -> field(in).length == ED25519_BYTES && !in.hasRemaining();
      case RSA -> {
        field(in);
        int bits = new BigInteger(field(in)).bitLength();
        yield !in.hasRemaining() && RSA_BITS.contains(bits) && key.rsa() instanceof RSAPublicKey;
      }
    };
  }

  private static Optional<SshKey> ofDer(byte[] der) throws GeneralSecurityException {
    PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    return ofBlob(of(key).blob(), "");
  }

  /// The base64 lines of RFC 4716's block: those that are no header and do not continue one.
  private static String blockBody(String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    int end = lines.indexOf(BLOCK_END);
    if (end < 0) {
      throw new IllegalArgumentException("the block has no end");
    }
    int start = 1;
    for (int i = 1; i < end; i++) {
      boolean continues = i > 1 && lines.get(i - 1).endsWith("\\");
      if (lines.get(i).contains(":") || continues) {
        start = i + 1;
      }
    }
    return lines.subList(start, end).stream().collect(Collectors.joining());
  }

  private static byte[] field(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a field of %d bytes".formatted(length));
    }
    byte[] field = new byte[length];
    in.get(field);
    return field;
  }

  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
