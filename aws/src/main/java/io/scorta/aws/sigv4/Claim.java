package io.scorta.aws.sigv4;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a request says of its own signature, before any of it is believed.
///
/// @param expiresSeconds how long a presigned request is good for; 0 for one that names no
///   lifetime, as all in the header do
record Claim(
    String accessKeyId,
    Scope scope,
    String date,
    List<String> signedHeaders,
    String signature,
    int expiresSeconds) {
  static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  private static final int EXPIRES_SECONDS_MAX = 7 * 24 * 60 * 60;
  private static final int CREDENTIAL_PARTS = 5;
  private static final int HEADERS_MAX = 100;
  private static final int SIGNATURE_DIGITS = 64;

  Instant time() {
    return LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
  }

  /// The claim in the Authorization header.
  static Claim inHeader(SignedRequest request) throws Unclear {
    String header = request.header("authorization").strip();
    int space = header.indexOf(' ');
    String algorithm = space < 0 ? header : header.substring(0, space);
    requireAlgorithm(algorithm);
    Map<String, String> parts = new HashMap<>();
    for (String part : header.substring(algorithm.length()).split(",")) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new Unclear(
            "Authorization header has a part without '=': '%s'".formatted(part.strip()));
      }
      parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }
    return of(
        require(parts, "Credential", "Authorization header"),
        headerDate(request),
        require(parts, "SignedHeaders", "Authorization header"),
        require(parts, "Signature", "Authorization header"),
        0);
  }

  /// The claim in the parameters of a presigned request.
  static Claim inQuery(Map<String, String> parameters) throws Unclear {
    String where = "The query string";
    requireAlgorithm(require(parameters, "X-Amz-Algorithm", where));
    String expires = parameters.get("X-Amz-Expires");
    return of(
        require(parameters, "X-Amz-Credential", where),
        checkDate(require(parameters, "X-Amz-Date", where)),
        require(parameters, "X-Amz-SignedHeaders", where),
        require(parameters, "X-Amz-Signature", where),
        expires == null ? 0 : expiresSeconds(expires));
  }

  private static int expiresSeconds(String text) throws Unclear {
    try {
      int seconds = Integer.parseInt(text);
      if (seconds >= 1 && seconds <= EXPIRES_SECONDS_MAX) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // Refused below with all others that are out of range.
    }
    throw new Unclear(
        "X-Amz-Expires must be a number of seconds from 1 to %d".formatted(EXPIRES_SECONDS_MAX));
  }

  private static Claim of(
      String credential, String date, String signedHeaders, String signature, int expiresSeconds)
      throws Unclear {
    String[] parts = credential.split("/", -1);
    if (parts.length != CREDENTIAL_PARTS
        || Arrays.stream(parts).anyMatch(String::isEmpty)
        || !parts[4].equals(Scope.TERMINATOR)) {
      throw new Unclear(
          "Credential must have the form <key-id>/YYYYMMDD/REGION/SERVICE/%s, not '%s'"
              .formatted(Scope.TERMINATOR, credential));
    }
    List<String> headers = List.of(signedHeaders.split(";", -1));
    if (headers.size() > HEADERS_MAX || !headers.equals(headers.stream().sorted().toList())) {
      throw new Unclear("SignedHeaders must be sorted and at most %d names".formatted(HEADERS_MAX));
    }
    if (!headers.contains("host")) {
      throw new Unclear("'Host' must be one of the SignedHeaders");
    }
    if (signature.length() != SIGNATURE_DIGITS) {
      throw new Unclear("Signature must have %d hexadecimal digits".formatted(SIGNATURE_DIGITS));
    }
    Scope scope = new Scope(parts[1], parts[2], parts[3]);
    return new Claim(parts[0], scope, date, headers, signature, expiresSeconds);
  }

  private static String headerDate(SignedRequest request) throws Unclear {
    String amzDate = request.header("x-amz-date");
    if (!amzDate.isEmpty()) {
      return checkDate(amzDate);
    }
    String date = request.header("date");
    if (date.isEmpty()) {
      throw new Unclear(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header");
    }
    try {
      return DATE.format(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
              .withZoneSameInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return checkDate(date);
    }
  }

  private static String checkDate(String date) throws Unclear {
    try {
      LocalDateTime.parse(date, DATE);
      return date;
    } catch (DateTimeParseException e) {
      throw new Unclear(
          "Date must be in ISO-8601 'basic format', YYYYMMDD'T'HHMMSS'Z'. Got '%s'"
              .formatted(date));
    }
  }

  private static void requireAlgorithm(String algorithm) throws Unclear {
    if (!algorithm.equals(Digests.ALGORITHM)) {
      throw new Unclear(
          "Unsupported AWS 'algorithm': '%s': sign with %s"
              .formatted(algorithm, Digests.ALGORITHM));
    }
  }

  private static String require(Map<String, String> parts, String name, String where)
      throws Unclear {
    @Nullable String value = parts.get(name);
    if (value == null || value.isEmpty()) {
      throw new Unclear("%s requires '%s' parameter.".formatted(where, name));
    }
    return value;
  }

  /// The claim cannot be read; the message says what it lacks.
  static final class Unclear extends Exception {
    private static final long serialVersionUID = 1;

    Unclear(String message) {
      super(message, null, false, false);
    }
  }
}
