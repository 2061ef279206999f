package io.scorta.cli;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AWS Signature Version 4 of a POST with a plain path and no query: all that Scorta's own calls
/// need. The SDK's signer does the same, but loading it takes longer than a whole call.
record Signature(Keys keys, String region) {
  private static final String SERVICE = "scorta";
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String SIGNED_HEADERS = "host;x-amz-date";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DATE_LENGTH = 8;

  static String amzDate(Instant now) {
    return TIME.format(now);
  }

  /// The value of the `Authorization` header.
  String authorization(String host, String path, byte[] body, Instant now) {
    String time = amzDate(now);
    String date = time.substring(0, DATE_LENGTH);
    String scope = String.join("/", date, region, SERVICE, "aws4_request");
    String request =
        String.join(
            "\n",
            "POST",
            path,
            "",
            "host:" + host,
            "x-amz-date:" + time,
            "",
            SIGNED_HEADERS,
            hex(sha256(body)));
    String text = String.join("\n", ALGORITHM, time, scope, hex(sha256(utf8(request))));
    byte[] key = utf8("AWS4" + keys.secretAccessKey());
    for (String part : new String[] {date, region, SERVICE, "aws4_request"}) {
      key = hmac(key, part);
    }
    return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(ALGORITHM, keys.accessKeyId(), scope, SIGNED_HEADERS, hex(hmac(key, text)));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
