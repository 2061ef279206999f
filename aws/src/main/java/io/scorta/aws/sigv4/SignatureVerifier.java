package io.scorta.aws.sigv4;

import io.scorta.aws.sigv4.Verdict.Reason;
import io.scorta.aws.sigv4.Verdict.Rejected;
import io.scorta.aws.sigv4.Verdict.Verified;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Tells whose request it is, by Signature Version 4, in the header or presigned form.
///
/// The body is always hashed here; what a request says of its own hash is checked, never believed.
public final class SignatureVerifier {
  /// How far the caller's clock may be off, in either direction.
  static final Duration SKEW_MAX = Duration.ofMinutes(15);

  private static final String SIGNATURE = "X-Amz-Signature";
  private static final String ALGORITHM = "X-Amz-Algorithm";
  private static final String SECURITY_TOKEN = "X-Amz-Security-Token";
  private final KeyRing keys;
  private final InstantSource clock;

  public SignatureVerifier(KeyRing keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  public Verdict verify(SignedRequest request) {
    Map<String, String> query = parameters(request.rawQuery());
    boolean presigned = query.containsKey(SIGNATURE) || query.containsKey(ALGORITHM);
    boolean signed = request.headers().containsKey("authorization");
    if (!presigned && !signed) {
      return new Rejected(Reason.MISSING, "Request is missing Authentication Token");
    }
    if (presigned && signed) {
      return new Rejected(
          Reason.INCOMPLETE, "Give either an Authorization header or a presigned query, not both");
    }
    try {
      Claim claim = presigned ? Claim.inQuery(query) : Claim.inHeader(request);
      return decide(request, query, claim);
    } catch (Claim.Unclear e) {
      return new Rejected(Reason.INCOMPLETE, String.valueOf(e.getMessage()));
    }
  }

  private Verdict decide(SignedRequest request, Map<String, String> query, Claim claim) {
    Optional<Rejected> untimely = checkTime(claim);
    if (untimely.isPresent()) {
      return untimely.get();
    }
    Optional<AccessKey> key = keys.find(claim.accessKeyId());
    boolean hasToken =
        request.headers().containsKey("x-amz-security-token") || query.containsKey(SECURITY_TOKEN);
    if (key.isEmpty() || hasToken) { // No key here is temporary, so no token can belong to one.
      return new Rejected(
          Reason.UNKNOWN_KEY, "The security token included in the request is invalid.");
    }
    String canonical = CanonicalRequest.of(request, claim.signedHeaders(), SIGNATURE);
    String expected = Digests.sign(key.get().secret(), claim.scope(), claim.date(), canonical);
    if (!sameText(expected, claim.signature())) {
      return new Rejected(
          Reason.MISMATCH,
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method.");
    }
    if (!bodyIsAsDeclared(request)) {
      return new Rejected(
          Reason.MISMATCH, "The x-amz-content-sha256 header does not match the request's body.");
    }
    return new Verified(key.get(), claim.scope());
  }

  private Optional<Rejected> checkTime(Claim claim) {
    if (!claim.date().startsWith(claim.scope().date() + "T")) {
      return Optional.of(
          new Rejected(
              Reason.MISMATCH,
              "Date in Credential scope does not match YYYYMMDD from the request's date: '%s' !="
                      .formatted(claim.scope().date())
                  + " '%s'".formatted(claim.date())));
    }
    Instant now = clock.instant();
    Instant from = claim.time().minus(SKEW_MAX);
    Instant until =
        claim.expiresSeconds() > 0
            ? claim.time().plusSeconds(claim.expiresSeconds())
            : claim.time().plus(SKEW_MAX);
    if (now.isAfter(until)) {
      return Optional.of(
          new Rejected(
              Reason.EXPIRED,
              "Signature expired: the request of %s was good until %s and it is now %s"
                  .formatted(claim.date(), text(until), text(now))));
    }
    if (now.isBefore(from)) {
      return Optional.of(
          new Rejected(
              Reason.EXPIRED,
              "Signature not yet current: %s is still later than %s (%s + 15 min.)"
                  .formatted(claim.date(), text(now.plus(SKEW_MAX)), text(now))));
    }
    return Optional.empty();
  }

  /// Where the header is given it must be the hash: an unsigned or chunked body is not accepted.
  private static boolean bodyIsAsDeclared(SignedRequest request) {
    String declared = request.header("x-amz-content-sha256");
    return declared.isEmpty() || sameText(Digests.sha256Hex(request.body()), declared);
  }

  /// Takes the same time wherever the difference is.
  private static boolean sameText(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> parameters(String rawQuery) {
    Map<String, String> parameters = new HashMap<>();
    for (String part : rawQuery.split("&")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            text(CanonicalRequest.decode(part.substring(0, equals))),
            text(CanonicalRequest.decode(part.substring(equals + 1))));
      }
    }
    return parameters;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String text(Instant time) {
    return Claim.DATE.format(time.atOffset(ZoneOffset.UTC));
  }
}
