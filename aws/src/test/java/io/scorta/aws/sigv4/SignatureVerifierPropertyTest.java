package io.scorta.aws.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.aws.sigv4.Verdict.Rejected;
import io.scorta.aws.sigv4.Verdict.Verified;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whatever the SDK signs is verified, and no single change to it is.
class SignatureVerifierPropertyTest {
  private static final int CASES = 1_000;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ALPHABET = "abzAZ09-._~/ +&=%?*!'()@:;,é€\u00a0";
  private static final AccessKey KEY =
      new AccessKey(SdkSigner.KEY_ID, new Secret(SdkSigner.SECRET), "000000000001");

  @Test
  void onlyTheRequestThatWasSignedIsVerified() {
    long seed = System.nanoTime();
    for (int i = 0; i < CASES; i++) {
      long caseSeed = seed + i;
      SplittableRandom random = new SplittableRandom(caseSeed);
      SignedRequest signed = randomSigned(random);
      assertThat(verify(signed)).as("seed %d: %s", caseSeed, signed).isInstanceOf(Verified.class);
      for (SignedRequest tampered : tampered(signed, random)) {
        assertThat(verify(tampered))
            .as("seed %d: %s", caseSeed, tampered)
            .isInstanceOf(Rejected.class);
      }
    }
  }

  private static SignedRequest randomSigned(SplittableRandom random) {
    SdkSigner signer = new SdkSigner(NOW, SdkSigner.SECRET);
    StringBuilder uri = new StringBuilder("http://127.0.0.1:4379/");
    for (int i = random.nextInt(3); i > 0; i--) {
      uri.append("seg").append(encoded(random)).append('/');
    }
    String separator = "?";
    for (int i = random.nextInt(4); i > 0; i--) {
      uri.append(separator).append(name(random)).append('=').append(encoded(random));
      separator = "&";
    }
    byte[] body = SdkSigner.bytes("A=" + encoded(random));
    return random.nextBoolean()
        ? signer.inHeader("POST", uri.toString(), body)
        : signer.presigned("POST", uri.toString(), body, Duration.ofMinutes(1));
  }

  /// One request for each thing that could be changed on the way.
  private static List<SignedRequest> tampered(SignedRequest signed, SplittableRandom random) {
    List<SignedRequest> all = new ArrayList<>();
    byte[] body = signed.body().clone();
    body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
    all.add(of(signed, "POST", signed.rawPath(), signed.rawQuery(), body));
    all.add(of(signed, "GET", signed.rawPath(), signed.rawQuery(), signed.body()));
    all.add(of(signed, "POST", signed.rawPath() + "x", signed.rawQuery(), signed.body()));
    all.add(of(signed, "POST", signed.rawPath(), signed.rawQuery() + "&x", signed.body()));
    all.add(SignatureVerifierTest.with(signed, "host", "127.0.0.1:4380"));
    all.add(SignatureVerifierTest.with(signed, "content-type", "text/plain"));
    if (signed.rawQuery().contains("X-Amz-Signature")) {
      all.add(withQuery(signed, "X-Amz-Expires=60", "X-Amz-Expires=61"));
      all.add(withQuery(signed, "T120000Z", "T120001Z"));
      all.add(withQuery(signed, "us-east-1", "us-east-2"));
      all.add(withQuery(signed, flipped(signed.rawQuery(), "X-Amz-Signature=", random)));
    } else {
      String header = signed.header("authorization");
      all.add(SignatureVerifierTest.with(signed, "x-amz-date", "20260301T120001Z"));
      for (String changed :
          List.of(
              header.replace("us-east-1", "us-east-2"),
              header.replace("elasticache", "ec2"),
              header.replace("content-type;", ""),
              flipped(header, "Signature=", random))) {
        all.add(SignatureVerifierTest.with(signed, "authorization", changed));
      }
    }
    return all;
  }

  /// The text with one digit of the signature changed.
  private static String flipped(String text, String before, SplittableRandom random) {
    int at = text.indexOf(before) + before.length() + random.nextInt(64);
    char other = text.charAt(at) == '0' ? '1' : '0';
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  private static SignedRequest withQuery(SignedRequest signed, String from, String to) {
    return withQuery(signed, signed.rawQuery().replace(from, to));
  }

  private static SignedRequest withQuery(SignedRequest signed, String rawQuery) {
    return of(signed, "POST", signed.rawPath(), rawQuery, signed.body());
  }

  private static SignedRequest of(
      SignedRequest signed, String method, String path, String query, byte[] body) {
    Map<String, List<String>> headers = new HashMap<>(signed.headers());
    return new SignedRequest(method, path, query, headers, body);
  }

  private static String name(SplittableRandom random) {
    return "abcABC".charAt(random.nextInt(6)) + encoded(random);
  }

  private static String encoded(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Verdict verify(SignedRequest request) {
    return new SignatureVerifier(
            id -> Optional.of(KEY).filter(key -> key.id().equals(id)), () -> NOW)
        .verify(request);
  }
}
