package io.scorta.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.kernel.Namespaces;
import io.scorta.access.kernel.Owner;
import io.scorta.access.kernel.Tools;
import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestTable;
import io.scorta.aws.sigv4.AccessKey;
import io.scorta.aws.sigv4.RequestSigner;
import io.scorta.aws.sigv4.Secret;
import io.scorta.aws.sigv4.SignedRequest;
import io.scorta.control.network.NetworkKinds;
import io.scorta.server.store.AccountKeys;
import io.scorta.server.store.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Instances of a whole server on the kernel's network, by its API. Needs the right to make
/// namespaces.
class KernelInstanceTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private final JsonMapper json = new JsonMapper();
  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    assertThat(new Namespaces(Owner.of(folder), new Tools()).existing()).isEmpty();
  }

  @Test
  void insideOfAnInstanceOutlivesEverythingButItsTerminationAndIsKnownToTheModel() {
    String id;
    try (Server server = start();
        Ec2Client ec2 = ec2(server)) {
      id = launch(ec2);
      eventually(() -> state(ec2, id).equals("running"));
      run(server, id, "echo kept >/root/file; iptables -P FORWARD DROP");
      assertThat(forwardPolicy(server, id)).isEqualTo(GuestChain.Policy.DROP);
    }
    try (Server server = start();
        Ec2Client ec2 = ec2(server)) {
      eventually(() -> answer(server, id, "cat /root/file").path("exit").asInt(-1) == 0);
      eventually(() -> forwardPolicy(server, id) == GuestChain.Policy.ACCEPT);
      assertThat(run(server, id, "service iptables save; iptables -P INPUT DROP; echo $$"))
          .contains("[  OK  ]");
      ec2.rebootInstances(r -> r.instanceIds(id));
      eventually(() -> run(server, id, "iptables -S INPUT").equals("-P INPUT ACCEPT\n"));
      ec2.terminateInstances(r -> r.instanceIds(id));
      eventually(() -> !folder.resolve("instances").resolve(id).toFile().exists());
    }
  }

  @Test
  void commandsRunOnOwnInstancesAndOnHostsOutsideAlone() {
    try (Server server = start();
        Ec2Client ec2 = ec2(server)) {
      String id = launch(ec2);
      eventually(() -> state(ec2, id).equals("running"));
      call(server, owner(), "account", Map.of());
      AccountKeys stranger = Credentials.open(folder).all().getLast();
      Map<String, String> command = Map.of("instance", id, "command", "true");
      assertThat(call(server, stranger, "guest", command).path("message").asString())
          .contains(id + " is neither an instance that runs nor a host outside");
      assertThat(outside(server, "add", "10.0.0.9").path("message").asString()).isNotEmpty();
      assertThat(outside(server, "add", "198.51.100.27").path("hosts").toString())
          .isEqualTo("[\"198.51.100.27\"]");
      assertThat(run(server, "198.51.100.27", "hostname")).isEqualTo("host-198-51-100-27\n");
      assertThat(outside(server, "remove", "198.51.100.27").path("hosts").size()).isZero();
      assertThat(answer(server, "198.51.100.27", "true").path("message").asString()).isNotEmpty();
    }
  }

  private Server start() {
    ServeOptions options =
        ServeOptions.read(
            List.of("--data", folder.toString(), "--api", "127.0.0.1:0", "--network", "kernel"),
            Map.of());
    return Server.start(options, GroundChoice.of(options));
  }

  private static String launch(Ec2Client ec2) {
    return ec2.runInstances(
            r ->
                r.imageId("ami-12345678")
                    .instanceType(InstanceType.T3_MICRO)
                    .minCount(1)
                    .maxCount(1))
        .instances()
        .getFirst()
        .instanceId();
  }

  private static String state(Ec2Client ec2, String id) {
    return ec2.describeInstances(r -> r.instanceIds(id))
        .reservations()
        .getFirst()
        .instances()
        .getFirst()
        .state()
        .nameAsString();
  }

  private GuestChain.Policy forwardPolicy(Server server, String id) {
    return server
        .state()
        .find(owner().account(), NetworkKinds.INSTANCE, id)
        .orElseThrow()
        .guest()
        .table(GuestTable.FILTER)
        .flatMap(table -> table.chain("FORWARD"))
        .flatMap(GuestChain::policy)
        .orElseThrow();
  }

  private JsonNode outside(Server server, String action, String address) {
    return call(server, owner(), "outside", Map.of("action", action, "address", address));
  }

  private String run(Server server, String host, String command) {
    return answer(server, host, command).path("output").asString("");
  }

  private JsonNode answer(Server server, String host, String command) {
    return call(server, owner(), "guest", Map.of("instance", host, "command", command));
  }

  private JsonNode call(
      Server server, AccountKeys keys, String name, Map<String, String> arguments) {
    byte[] body = json.writeValueAsBytes(arguments);
    String path = "/scorta/" + name;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + server.api() + path))
            .version(HttpClient.Version.HTTP_1_1)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    AccessKey key =
        new AccessKey(keys.accessKeyId(), new Secret(keys.secretAccessKey()), keys.account());
    new RequestSigner(key, "us-east-1", "scorta")
        .sign(
            new SignedRequest("POST", path, "", Map.of("host", List.of(server.api())), body),
            Instant.now())
        .forEach(request::header);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return json.readTree(
          client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void eventually(BooleanSupplier holds) {
    Instant deadline = Instant.now().plus(WAIT_MAX);
    while (!holds.getAsBoolean()) {
      assertThat(Instant.now()).as("in time").isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  private AccountKeys owner() {
    return Credentials.open(folder).all().getFirst();
  }

  private Ec2Client ec2(Server server) {
    AccountKeys keys = owner();
    return Ec2Client.builder()
        .endpointOverride(URI.create("http://" + server.api()))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())))
        .build();
  }
}
