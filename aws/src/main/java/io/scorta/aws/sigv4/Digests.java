package io.scorta.aws.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// SHA-256 and the signature that Signature Version 4 builds from it.
final class Digests {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String MAC = "HmacSHA256";
  private static final String KEY_PREFIX = "AWS4";

  private Digests() {}

  static String sha256Hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The signature of a canonical request, in hexadecimal.
  static String sign(Secret secret, Scope scope, String date, String canonicalRequest) {
    String toSign =
        String.join(
            "\n",
            ALGORITHM,
            date,
            scope.toString(),
            sha256Hex(canonicalRequest.getBytes(StandardCharsets.UTF_8)));
    byte[] key = (KEY_PREFIX + secret.reveal()).getBytes(StandardCharsets.UTF_8);
    key = hmac(key, scope.date());
    key = hmac(key, scope.region());
    key = hmac(key, scope.service());
    key = hmac(key, Scope.TERMINATOR);
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC, e);
    }
  }
}
