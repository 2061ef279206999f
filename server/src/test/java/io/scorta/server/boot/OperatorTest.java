package io.scorta.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Ipv4;
import io.scorta.control.network.NetworkKinds;
import io.scorta.server.store.AccountKeys;
import io.scorta.server.store.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The operator's calls against a whole server.
class OperatorTest {
  private final JsonMapper json = new JsonMapper();
  @TempDir Path folder;
  private Server server;
  private Credentials credentials;
  private int status;

  @BeforeEach
  void start() {
    ServeOptions options =
        ServeOptions.read(List.of("--data", folder.toString(), "--api", "127.0.0.1:0"), Map.of());
    server = Server.start(options, GroundChoice.of(options));
    credentials = Credentials.open(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void statusNamesTheNetworkWhyItWasChosenAndWhatItCannotDo() throws Exception {
    JsonNode answer = call("status", Map.of());
    assertThat(answer.path("network").path("name").asString()).isEqualTo("loopback");
    assertThat(answer.path("network").path("why").asString()).contains("chosen by auto");
    assertThat(answer.path("network").path("limits").size()).isPositive();
    assertThat(answer.path("network").path("troubles").size()).isZero();
    assertThat(answer.path("data").asString()).isEqualTo(folder.toString());
  }

  @Test
  void anAddedAccountHasKeysAndADefaultNetworkOfItsOwn() throws Exception {
    String account = call("account", Map.of()).path("account").asString();
    assertThat(account).matches("[0-9]{12}");
    assertThat(Credentials.open(folder).all()).extracting(AccountKeys::account).contains(account);
    assertThat(server.state().all(account, NetworkKinds.VPC)).hasSize(1);
    call("account", Map.of("account", account));
    assertThat(status).isEqualTo(400);
  }

  @Test
  void aTargetThatNobodyIsIsRefusedWithThoseThereAre() throws Exception {
    JsonNode refused = call("resolve", Map.of("from", "198.51.100.27", "to", "nobody:22"));
    assertThat(status).isEqualTo(400);
    assertThat(refused.path("message").asString()).contains("there is no \"nobody\"");
  }

  @Test
  void aTargetWithoutAPortIsRefusedWithAnExample() throws Exception {
    JsonNode refused = call("explain", Map.of("from", "outside", "to", "sessions"));
    assertThat(status).isEqualTo(400);
    assertThat(refused.path("message").asString()).contains("sessions:6379");
  }

  @Test
  void aCommandOnNoInstanceIsRefusedAsEc2Does() throws Exception {
    JsonNode refused =
        call("guest", Map.of("instance", "i-00000000000000001", "command", "hostname"));
    assertThat(status).isEqualTo(400);
    assertThat(refused.path("code").asString()).isEqualTo("InvalidInstanceID.NotFound");
  }

  @Test
  void anUnknownPlatformOfAnAccountIsRefusedAndNoKeysAreMade() throws Exception {
    JsonNode refused = call("account", Map.of("platform", "mainframe"));
    assertThat(refused.path("message").asString()).contains("classic");
    assertThat(Credentials.open(folder).all()).hasSize(1);
    call("account", Map.of("platform", "classic"));
    assertThat(Credentials.open(folder).all()).hasSize(2);
  }

  @Test
  void onlyTheFirstAccountAddsAccounts() throws Exception {
    call("account", Map.of());
    AccountKeys second = Credentials.open(folder).all().getLast();
    JsonNode refused = call(second, "account", Map.of());
    assertThat(status).isEqualTo(403);
    assertThat(refused.path("message").asString())
        .contains(second.account(), credentials.all().getFirst().account());
    assertThat(Credentials.open(folder).all()).hasSize(2);
  }

  @Test
  void theWayToAnotherAccountsAddressIsNotShown() throws Exception {
    AccountKeys owner = credentials.all().getFirst();
    String form = "Action=AllocateAddress&Version=2016-11-15&Domain=vpc";
    send(owner, "ec2", "/", form.getBytes(StandardCharsets.UTF_8));
    ElasticIp elastic =
        server.state().all(owner.account(), NetworkKinds.ELASTIC_IP).iterator().next();
    Map<String, String> way =
        Map.of("from", "outside", "to", Ipv4.format(elastic.publicAddress()) + ":22");
    assertThat(call("explain", way).toString()).contains(elastic.allocationId());
    call("account", Map.of());
    AccountKeys second = Credentials.open(folder).all().getLast();
    assertThat(call(second, "explain", way).path("lines").toString())
        .contains("not reachable", "belongs to another account")
        .doesNotContain(elastic.allocationId());
  }

  private JsonNode call(String name, Map<String, String> arguments)
      throws IOException, InterruptedException {
    return call(credentials.all().getFirst(), name, arguments);
  }

  private JsonNode call(AccountKeys keys, String name, Map<String, String> arguments)
      throws IOException, InterruptedException {
    return json.readTree(
        send(keys, "scorta", "/scorta/" + name, json.writeValueAsBytes(arguments)));
  }

  private String send(AccountKeys keys, String service, String path, byte[] body)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://" + server.api() + path);
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(
                            AwsCredentialsIdentity.create(
                                keys.accessKeyId(), keys.secretAccessKey()))
                        .request(
                            SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri).build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"));
    List<String> headers = new ArrayList<>();
    signed
        .request()
        .forEachHeader(
            (header, values) -> {
              if (!header.equalsIgnoreCase("Host")) {
                headers.addAll(List.of(header, values.getFirst()));
              }
            });
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(uri)
                  .version(HttpClient.Version.HTTP_1_1)
                  .headers(headers.toArray(String[]::new))
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      status = response.statusCode();
      return response.body();
    }
  }
}
