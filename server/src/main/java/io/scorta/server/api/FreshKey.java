package io.scorta.server.api;

import io.scorta.control.network.SshKey;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;

/// A pair of keys made for a caller: the public half is kept, the private half is told once.
///
/// RSA keys are told in PKCS #1, Ed25519 keys in OpenSSH's own form, as EC2 does.
record FreshKey(SshKey key, String fingerprint, String privatePem) {
  private static final int RSA_BITS = 2048;
  private static final int ED25519_BYTES = 32;

  /// OpenSSH pads the private part to a multiple of this where it is not encrypted.
  private static final int OPENSSH_BLOCK = 8;

  private static final int PEM_LINE = 64;
  private static final int DER_SEQUENCE = 0x30;
  private static final int DER_INTEGER = 0x02;
  private static final int DER_SHORT_MAX = 127;

  /// A new pair; takes up to a second for RSA.
  static FreshKey make(SshKey.Algorithm algorithm) {
    try {
      return switch (algorithm) {
        case RSA -> rsa();
        case ED25519 -> ed25519();
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make keys of type " + algorithm, e);
    }
  }

  @Override
  public String toString() {
    return "FreshKey[" + key + ", " + fingerprint + ", ***]";
  }

  private static FreshKey rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(RSA_BITS);
    KeyPair pair = generator.generateKeyPair();
    PrivateKey secret = pair.getPrivate();
    if (!(secret instanceof RSAPrivateCrtKey crt)) {
      throw new GeneralSecurityException("the provider keeps its RSA keys to itself");
    }
    return new FreshKey(
        SshKey.of(pair.getPublic()),
        SshKey.colons(SshKey.digest("SHA-1", secret.getEncoded())),
        pem("RSA PRIVATE KEY", pkcs1(crt)));
  }

  private static FreshKey ed25519() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    SshKey key = SshKey.of(pair.getPublic());
    byte[] encoded = pair.getPrivate().getEncoded();
    byte[] seed = Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
    return new FreshKey(key, key.sha256(), pem("OPENSSH PRIVATE KEY", openssh(key, seed)));
  }

  private static byte[] pkcs1(RSAPrivateCrtKey key) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (BigInteger number :
        new BigInteger[] {
          BigInteger.ZERO,
          key.getModulus(),
          key.getPublicExponent(),
          key.getPrivateExponent(),
          key.getPrimeP(),
          key.getPrimeQ(),
          key.getPrimeExponentP(),
          key.getPrimeExponentQ(),
          key.getCrtCoefficient()
        }) {
      body.writeBytes(der(DER_INTEGER, number.toByteArray()));
    }
    return der(DER_SEQUENCE, body.toByteArray());
  }

  private static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length <= DER_SHORT_MAX) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int from = length[0] == 0 ? 1 : 0;
      out.write(0x80 | length.length - from);
      out.write(length, from, length.length - from);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /// OpenSSH's container without encryption. The check number, equal twice, tells a reader that it
  /// decrypted well; any value will do.
  private static byte[] openssh(SshKey key, byte[] seed) {
    byte[] blob = key.blob();
    byte[] point = Arrays.copyOfRange(blob, blob.length - ED25519_BYTES, blob.length);
    byte[] check = Arrays.copyOf(SshKey.digest("SHA-256", blob), Integer.BYTES);
    ByteArrayOutputStream secret = new ByteArrayOutputStream();
    secret.writeBytes(check);
    secret.writeBytes(check);
    secret.writeBytes(SshKey.fields(bytes("ssh-ed25519"), point, join(seed, point), bytes("")));
    for (int i = 1; secret.size() % OPENSSH_BLOCK != 0; i++) {
      secret.write(i);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes("openssh-key-v1\0"));
    out.writeBytes(SshKey.fields(bytes("none"), bytes("none"), bytes("")));
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(1).array());
    out.writeBytes(SshKey.fields(blob, secret.toByteArray()));
    return out.toByteArray();
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String pem(String label, byte[] bytes) {
    String body = Base64.getMimeEncoder(PEM_LINE, bytes("\n")).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }
}
