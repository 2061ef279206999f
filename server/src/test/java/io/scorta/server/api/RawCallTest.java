package io.scorta.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.aws.sigv4.RequestSigner;
import io.scorta.aws.sigv4.SignedRequest;
import io.scorta.server.loop.LoopException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// What no client of the SDK would send: each answered in the form of its service.
class RawCallTest {
  private static final String IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15";
  private final Endpoint endpoint =
      new Endpoint(
          List.of(
              new OperatorRow(
                  "echo",
                  (arguments, call) ->
                      Map.of("said", arguments.path("say").asString(), "by", call.account())),
              new OperatorRow(
                  "busy",
                  (_, _) -> {
                    throw new LoopException("come again");
                  }),
              new OperatorRow(
                  "refuse",
                  (_, _) -> {
                    throw new FaultException("InvalidParameterValue", "no");
                  })),
          new ActionTable(Service.STS, StsRows.ALL),
          new ActionTable(Service.EC2, List.of()));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    endpoint.close();
  }

  @Test
  void presignedGetIsAnswered() throws Exception {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(presigned("us-east-1")).GET());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("text/xml;charset=UTF-8");
    assertThat(answer.body()).contains("<Account>000000000001</Account>");
  }

  @Test
  void presignedGetOfAnotherRegionIsNot() throws Exception {
    assertThat(send(HttpRequest.newBuilder(presigned("eu-west-1")).GET()).body())
        .contains("<Code>SignatureDoesNotMatch</Code>", "eu-west-1", "us-east-1");
  }

  @Test
  void presignedGetWithAnotherActionIsNot() throws Exception {
    URI changed = URI.create(presigned("us-east-1") + "&DurationSeconds=900");
    assertThat(send(HttpRequest.newBuilder(changed).GET()).body())
        .contains("<Code>SignatureDoesNotMatch</Code>");
  }

  @Test
  void unsignedCallIsMissingItsTokenInTheFormOfItsService() throws Exception {
    HttpResponse<String> sts = post("", IDENTITY, Map.of());
    assertThat(sts.statusCode()).isEqualTo(403);
    assertThat(sts.body())
        .contains("<Code>MissingAuthenticationToken</Code>", "sts.amazonaws.com/doc/2011-06-15/");
    HttpResponse<String> ec2 = post("", "Action=DescribeVpcs&Version=2016-11-15", Map.of());
    assertThat(ec2.body())
        .contains("<Response><Errors><Error><Code>MissingAuthenticationToken</Code>");
  }

  @Test
  void halfASignatureIsIncomplete() throws Exception {
    HttpResponse<String> answer =
        post("", IDENTITY, Map.of("Authorization", "AWS4-HMAC-SHA256 Credential=x"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>IncompleteSignature</Code>");
  }

  @Test
  void actionAndVersionAreAskedFor() throws Exception {
    assertThat(signed("", "sts", "").body()).contains("<Code>MissingAction</Code>");
    assertThat(signed("", "sts", "Action=GetCallerIdentity").body())
        .contains("<Code>InvalidAction</Code>", "NO_VERSION_SPECIFIED");
    assertThat(signed("", "sts", "Action=GetCallerIdentity&Version=2015-02-02").body())
        .contains("<Code>InvalidAction</Code>", "2015-02-02");
    assertThat(signed("", "ec2", "Action=Fly&Version=2016-11-15").body())
        .contains("<Code>InvalidAction</Code>", "The action Fly is not valid");
  }

  @Test
  void parametersOfQueryAndBodyAreOne() throws Exception {
    assertThat(signed("?Version=2011-06-15", "sts", "Action=GetCallerIdentity").statusCode())
        .isEqualTo(200);
    assertThat(signed("?Action=A", "sts", IDENTITY).body()).contains("Action is given more than");
  }

  @Test
  void serviceThatIsNotHereIsNamed() throws Exception {
    assertThat(signed("", "s3", "Action=ListBuckets").body())
        .contains("<Code>SignatureDoesNotMatch</Code>", "elasticache, ec2, sts", "s3");
  }

  @Test
  void operatorsCallIsJson() throws Exception {
    HttpResponse<String> answer = signed("scorta/echo", "scorta", "{\"say\":\"hello\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"said\":\"hello\"", "\"by\":\"000000000001\"");
  }

  @Test
  void operatorsMistakesAreJsonToo() throws Exception {
    HttpResponse<String> unknown = signed("scorta/none", "scorta", "{}");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("There is no call /scorta/none");
    HttpResponse<String> refused = signed("scorta/refuse", "scorta", "{}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"code\":\"InvalidParameterValue\"", "\"message\":\"no\"");
    assertThat(signed("scorta/echo", "scorta", "{broken").statusCode()).isEqualTo(400);
    assertThat(signed("scorta/echo", "sts", "{}").statusCode()).isEqualTo(403);
    assertThat(post("scorta/echo", "{}", Map.of()).statusCode()).isEqualTo(403);
  }

  @Test
  void fullLoopAsksToComeAgain() throws Exception {
    HttpResponse<String> busy = signed("scorta/busy", "scorta", "{}");
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.body()).contains("ServiceUnavailable", "come again");
  }

  @Test
  void nothingIsElsewhere() throws Exception {
    assertThat(post("else", "", Map.of()).statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> signed(String target, String service, String body)
      throws IOException, InterruptedException {
    URI uri = endpoint.uri().resolve(target.isEmpty() ? "/" : target);
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    SignedRequest request =
        new SignedRequest(
            "POST",
            uri.getRawPath(),
            query,
            Map.of("host", List.of(uri.getAuthority())),
            body.getBytes(StandardCharsets.UTF_8));
    return post(
        target,
        body,
        new RequestSigner(Endpoint.FIRST, "us-east-1", service).sign(request, Instant.now()));
  }

  private HttpResponse<String> post(String target, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.uri().resolve(target.isEmpty() ? "/" : target))
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI presigned(String region) {
    SdkHttpRequest plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create(endpoint.uri() + "?" + IDENTITY))
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            sign ->
                sign.identity(
                        AwsCredentialsIdentity.create(
                            Endpoint.FIRST.id(), Endpoint.FIRST.secret().reveal()))
                    .request(plain)
                    .payload(ContentStreamProvider.fromByteArray(new byte[0]))
                    .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(1))
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region))
        .request()
        .getUri();
  }
}
