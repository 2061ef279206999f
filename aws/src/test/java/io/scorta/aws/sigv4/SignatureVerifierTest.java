package io.scorta.aws.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.aws.sigv4.Verdict.Reason;
import io.scorta.aws.sigv4.Verdict.Rejected;
import io.scorta.aws.sigv4.Verdict.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignatureVerifierTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String URI = "http://127.0.0.1:4379/";
  private static final byte[] FORM = SdkSigner.bytes("Action=DescribeCacheClusters");
  private static final AccessKey KEY =
      new AccessKey(SdkSigner.KEY_ID, new Secret(SdkSigner.SECRET), "000000000001");

  private final SdkSigner signer = new SdkSigner(NOW, SdkSigner.SECRET);

  @Test
  void publishedExampleOfAwsVerifies() {
    Map<String, List<String>> headers =
        Map.of(
            "Host", List.of("example.amazonaws.com"),
            "X-Amz-Date", List.of("20150830T123600Z"),
            "Authorization",
                List.of(
                    "AWS4-HMAC-SHA256"
                        + " Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                        + " SignedHeaders=host;x-amz-date, Signature="
                        + "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"));
    SignedRequest request = new SignedRequest("GET", "/", "", headers, new byte[0]);
    assertThat(verifierAt(Instant.parse("2015-08-30T12:36:00Z")).verify(request))
        .isEqualTo(new Verified(KEY, new Scope("20150830", "us-east-1", "service")));
  }

  @Test
  void headerFormOfTheSdkIsVerifiedAndNamesKeyAndScope() {
    assertThat(verify(signer.inHeader("POST", URI, FORM)))
        .isEqualTo(new Verified(KEY, new Scope("20260301", "us-east-1", "elasticache")));
  }

  @Test
  void queryStringOfAPostIsSignedToo() {
    SignedRequest request = signer.inHeader("POST", URI + "?b=%20x&a=%2F&b=a", FORM);
    assertThat(verify(request)).isInstanceOf(Verified.class);
    assertThat(verify(with(request, "b=%20x&a=%2F&b=b")))
        .matches(verdict -> reason(verdict) == Reason.MISMATCH);
  }

  @Test
  void presignedFormIsGoodUntilItExpires() {
    SignedRequest request =
        signer.presigned("GET", URI + "?Action=ListTags", new byte[0], Duration.ofMinutes(20));
    assertThat(verify(request)).isInstanceOf(Verified.class);
    assertThat(verifierAt(NOW.plus(Duration.ofMinutes(20))).verify(request))
        .isInstanceOf(Verified.class);
    assertThat(reason(verifierAt(NOW.plus(Duration.ofSeconds(1201))).verify(request)))
        .isEqualTo(Reason.EXPIRED);
  }

  @Test
  void presignedFormWithoutLifetimeIsAsGoodAsAHeader() {
    SignedRequest request = signer.presigned("GET", URI + "?Action=A", new byte[0], Duration.ZERO);
    assertThat(request.rawQuery()).doesNotContain("X-Amz-Expires");
    assertThat(verifierAt(NOW.plus(SignatureVerifier.SKEW_MAX)).verify(request))
        .isInstanceOf(Verified.class);
    assertThat(reason(verifierAt(NOW.plus(Duration.ofMinutes(16))).verify(request)))
        .isEqualTo(Reason.EXPIRED);
  }

  @Test
  void clockMayBeFifteenMinutesOffButNoMore() {
    SignedRequest request = signer.inHeader("POST", URI, FORM);
    Duration skew = SignatureVerifier.SKEW_MAX;
    assertThat(verifierAt(NOW.plus(skew)).verify(request)).isInstanceOf(Verified.class);
    assertThat(verifierAt(NOW.minus(skew)).verify(request)).isInstanceOf(Verified.class);
    assertThat(verifierAt(NOW.plus(skew).plusSeconds(1)).verify(request))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(Reason.EXPIRED);
              assertThat(rejected.message()).startsWith("Signature expired: ");
            });
    assertThat(verifierAt(NOW.minus(skew).minusSeconds(1)).verify(request))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(Reason.EXPIRED);
              assertThat(rejected.message()).startsWith("Signature not yet current: ");
            });
  }

  @Test
  void unsignedRequestIsMissingItsToken() {
    SignedRequest request = new SignedRequest("POST", "/", "", Map.of(), FORM);
    assertThat(reason(verify(request))).isEqualTo(Reason.MISSING);
  }

  @Test
  void keyThatNobodyHasIsUnknown() {
    SignedRequest request = signer.inHeader("POST", URI, FORM);
    SignatureVerifier empty = new SignatureVerifier(_ -> Optional.empty(), () -> NOW);
    assertThat(reason(empty.verify(request))).isEqualTo(Reason.UNKNOWN_KEY);
  }

  @Test
  void keyIdIsNotItsOwnSecret() {
    SignedRequest request = new SdkSigner(NOW, SdkSigner.KEY_ID).inHeader("POST", URI, FORM);
    assertThat(reason(verify(request))).isEqualTo(Reason.MISMATCH);
  }

  @Test
  void sessionTokenBelongsToNoKeyHere() {
    SignedRequest request = signer.inHeader("POST", URI, FORM);
    assertThat(reason(verify(with(request, "x-amz-security-token", "any"))))
        .isEqualTo(Reason.UNKNOWN_KEY);
  }

  @Test
  void declaredHashMustBeTheBodys() {
    SignedRequest request = signer.inHeader("POST", URI, FORM);
    for (String declared : List.of("UNSIGNED-PAYLOAD", "0".repeat(64))) {
      assertThat(reason(verify(with(request, "x-amz-content-sha256", declared))))
          .isEqualTo(Reason.MISMATCH);
    }
  }

  @Test
  void dateOfTheScopeMustBeTheRequests() {
    SignedRequest request = signer.inHeader("POST", URI, FORM);
    String authorization = request.header("authorization").replace("20260301", "20260302");
    assertThat(verify(with(request, "authorization", authorization)))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(Reason.MISMATCH);
              assertThat(rejected.message()).contains("20260302", "20260301T120000Z");
            });
  }

  @Test
  void halfASignatureIsIncompleteAndTheMessageNamesTheRest() {
    SignedRequest request = signer.inHeader("POST", URI, FORM);
    String whole = request.header("authorization");
    Map<String, String> broken = new HashMap<>();
    broken.put(whole.replaceFirst(", Signature=.*", ""), "'Signature'");
    broken.put(whole.replaceFirst("SignedHeaders=[^,]*, ", ""), "'SignedHeaders'");
    broken.put(whole.replaceFirst("Credential=[^,]*, ", ""), "'Credential'");
    broken.put(whole.replaceFirst("/aws4_request", ""), "aws4_request");
    broken.put(whole.replaceFirst("SignedHeaders=[^,]*", "SignedHeaders=x-amz-date"), "'Host'");
    broken.put(whole.replaceFirst("AWS4-HMAC-SHA256", "Bearer"), "'Bearer'");
    broken.put("Basic", "'Basic'");
    broken.put(whole + ", nonsense", "'nonsense'");
    broken.forEach(
        (authorization, named) ->
            assertThat(verify(with(request, "authorization", authorization)))
                .isInstanceOfSatisfying(
                    Rejected.class,
                    rejected -> {
                      assertThat(rejected.reason()).isEqualTo(Reason.INCOMPLETE);
                      assertThat(rejected.message()).contains(named);
                    }));
  }

  @Test
  void dateThatIsNoneIsIncomplete() {
    SignedRequest request = signer.inHeader("POST", URI, FORM);
    assertThat(reason(verify(with(request, "x-amz-date", "yesterday"))))
        .isEqualTo(Reason.INCOMPLETE);
    assertThat(reason(verify(with(request, "x-amz-date", "")))).isEqualTo(Reason.INCOMPLETE);
  }

  @Test
  void presignedLifetimeHasBounds() {
    SignedRequest request =
        signer.presigned("GET", URI + "?Action=A", new byte[0], Duration.ofHours(1));
    for (String expires : List.of("0", "-1", "604801", "soon", "")) {
      String query = request.rawQuery().replace("X-Amz-Expires=3600", "X-Amz-Expires=" + expires);
      assertThat(reason(verify(with(request, query)))).isEqualTo(Reason.INCOMPLETE);
    }
  }

  @Test
  void twoSignaturesAreRefused() {
    SignedRequest request =
        signer.presigned("GET", URI + "?Action=A", new byte[0], Duration.ofHours(1));
    assertThat(reason(verify(with(request, "authorization", "AWS4-HMAC-SHA256 x=y"))))
        .isEqualTo(Reason.INCOMPLETE);
  }

  @Test
  void secretIsNeverPrinted() {
    assertThat(KEY.toString()).contains(SdkSigner.KEY_ID).doesNotContain(SdkSigner.SECRET);
  }

  @Test
  void whatWeSignIsVerified() {
    SignedRequest request =
        new SignedRequest(
            "POST", "/scorta/v1/status", "", Map.of("Host", List.of("localhost:1")), FORM);
    Map<String, String> added = new RequestSigner(KEY, "us-east-1", "scorta").sign(request, NOW);
    SignedRequest signed = request;
    for (Map.Entry<String, String> header : added.entrySet()) {
      signed = with(signed, header.getKey(), header.getValue());
    }
    assertThat(verify(signed))
        .isEqualTo(new Verified(KEY, new Scope("20260301", "us-east-1", "scorta")));
  }

  static SignedRequest with(SignedRequest request, String header, String value) {
    Map<String, List<String>> headers = new HashMap<>(request.headers());
    headers.put(header.toLowerCase(Locale.ROOT), List.of(value));
    return new SignedRequest(
        request.method(), request.rawPath(), request.rawQuery(), headers, request.body());
  }

  private static SignedRequest with(SignedRequest request, String rawQuery) {
    return new SignedRequest(
        request.method(), request.rawPath(), rawQuery, request.headers(), request.body());
  }

  private static Verdict verify(SignedRequest request) {
    return verifierAt(NOW).verify(request);
  }

  private static SignatureVerifier verifierAt(Instant now) {
    return new SignatureVerifier(
        id -> Optional.of(KEY).filter(key -> key.id().equals(id)), () -> now);
  }

  private static Reason reason(Verdict verdict) {
    return ((Rejected) verdict).reason();
  }
}
