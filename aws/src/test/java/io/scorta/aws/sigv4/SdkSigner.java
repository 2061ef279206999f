package io.scorta.aws.sigv4;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Signs as the AWS SDK does, with the SDK's own signer: the independent side of these tests.
final class SdkSigner {
  static final String KEY_ID = "AKIDEXAMPLE";
  static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private final Instant now;
  private final String secret;

  SdkSigner(Instant now, String secret) {
    this.now = now;
    this.secret = secret;
  }

  SignedRequest inHeader(String method, String uri, byte[] body) {
    return sign(method, uri, body, null);
  }

  SignedRequest presigned(String method, String uri, byte[] body, Duration expires) {
    return sign(method, uri, body, expires);
  }

  private SignedRequest sign(String method, String uri, byte[] body, @Nullable Duration expires) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(URI.create(uri));
    if (body.length > 0) {
      request.putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
      request.putHeader("X-Odd", "  two   spaces  ");
    }
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                sign -> {
                  sign.identity(AwsCredentialsIdentity.create(KEY_ID, secret))
                      .request(request.build())
                      .payload(ContentStreamProvider.fromByteArray(body))
                      .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC))
                      .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "elasticache")
                      .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1");
                  if (expires != null) {
                    sign.putProperty(
                        AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING);
                  }
                  if (expires != null && expires.isPositive()) {
                    sign.putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, expires);
                  }
                })
            .request();
    Map<String, List<String>> headers = signed.headers();
    return new SignedRequest(
        method,
        signed.encodedPath().isEmpty() ? "/" : signed.encodedPath(),
        signed.encodedQueryParameters().orElse(""),
        headers,
        body);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
