package io.scorta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The commands against an HTTP server that answers what the test says.
class CommandsTest {
  private final Map<String, String> answers = new java.util.concurrent.ConcurrentHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;
  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Files.writeString(
        folder.resolve("credentials.json"),
        """
        {"accounts": [
          {"account": "111122223333", "accessKeyId": "AKIAONE", "secretAccessKey": "one"},
          {"account": "444455556666", "accessKeyId": "AKIATWO", "secretAccessKey": "two"}]}
        """);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void credentialsAreOneLineForTheShell() throws IOException {
    Files.writeString(
        folder.resolve("running.json"), "{\"api\":\"127.0.0.1:5000\",\"region\":\"eu-west-1\"}");
    assertThat(run("credentials", "--account", "444455556666")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            "export AWS_ACCESS_KEY_ID=AKIATWO AWS_SECRET_ACCESS_KEY=two"
                + " AWS_DEFAULT_REGION=eu-west-1 AWS_ENDPOINT_URL=http://127.0.0.1:5000\n");
  }

  @Test
  void credentialsOfNoAccountSayWhatToDo() {
    assertThat(run("credentials", "--account", "999999999999")).isEqualTo(1);
    assertThat(err.toString()).contains("scorta account add 999999999999");
  }

  @Test
  void withoutADataFolderTheMessageNamesServe() throws IOException {
    Files.delete(folder.resolve("credentials.json"));
    assertThat(run("credentials")).isEqualTo(1);
    assertThat(err.toString()).contains("scorta serve --data " + folder);
  }

  @Test
  void explainPrintsEveryLineAndExitsByTheVerdict() {
    answers.put(
        "/scorta/explain", "200 {\"reachable\":false,\"lines\":[\"stage one\",\"stage two\"]}");
    assertThat(run("explain", "--from", "i-1", "--to", "10.0.1.230:11211", api())).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("stage one\nstage two\n");
    assertThat(calls)
        .containsExactly("/scorta/explain {\"from\":\"i-1\",\"to\":\"10.0.1.230:11211\"}");
    answers.put("/scorta/explain", "200 {\"reachable\":true,\"lines\":[]}");
    assertThat(run("explain", "--from", "i-1", "--to", "10.0.1.230:11211", api())).isZero();
  }

  @Test
  void aRefusalIsPrintedAsItsMessage() {
    answers.put(
        "/scorta/explain", "400 {\"code\":\"X\",\"message\":\"there is no i-1: see status\"}");
    assertThat(run("explain", "--from", "i-1", "--to", "a:1", api())).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("scorta: there is no i-1: see status\n");
  }

  @Test
  void aCommandOnAnInstanceGivesItsOutputAndItsExitCode() {
    answers.put("/scorta/guest", "200 {\"output\":\"o\\n\",\"errors\":\"e\\n\",\"exit\":2}");
    assertThat(run("ssh", "--as", "198.51.100.27", api(), "i-1", "--", "iptables -t nat -L"))
        .isEqualTo(2);
    assertThat(out.toString()).isEqualTo("o\n");
    assertThat(err.toString()).isEqualTo("e\n");
    assertThat(calls.getFirst())
        .contains("\"command\":\"iptables -t nat -L\"", "\"from\":\"198.51.100.27\"");
  }

  @Test
  void severalWordsOfExecAreAProgramAndItsArguments() {
    answers.put("/scorta/guest", "200 {\"output\":\"o\\n\",\"errors\":\"\",\"exit\":0}");
    assertThat(run("exec", api(), "i-1", "--", "printf", "%s\\n", "it's", "a b")).isZero();
    assertThat(run("exec", api(), "i-1", "--", "iptables-save | wc -l")).isZero();
    assertThat(calls.getFirst()).contains("printf '%s\\\\n' 'it'\\\\''s' 'a b'");
    assertThat(calls.getLast()).contains("\"iptables-save | wc -l\"").doesNotContain("from");
  }

  @Test
  void hostsOutsideAreListedAfterEveryChange() {
    answers.put("/scorta/outside", "200 {\"hosts\":[\"198.51.100.27\",\"198.51.100.99\"]}");
    assertThat(run("outside", "add", api(), "198.51.100.27")).isZero();
    assertThat(out.toString()).isEqualTo("198.51.100.27\n198.51.100.99\n");
    assertThat(calls.getFirst())
        .isEqualTo("/scorta/outside {\"action\":\"add\",\"address\":\"198.51.100.27\"}");
    assertThat(run("outside")).isEqualTo(2);
  }

  @Test
  void keyWithoutWhoConnectsIsAUsageError() {
    assertThat(run("ssh", api(), "-i", "key.pem", "i-1")).isEqualTo(2);
    assertThat(err.toString()).contains("--as");
  }

  @Test
  void relayIsShownItsTicketAndSaysWhyThereIsNoConnection() throws Exception {
    try (ServerSocket relay = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      answers.put(
          "/scorta/resolve",
          "200 {\"source\":\"127.0.0.1\",\"target\":\"127.0.0.1\",\"port\":%d,\"ticket\":\"abc\"}"
              .formatted(relay.getLocalPort()));
      Thread served =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket client = relay.accept()) {
                      byte[] shown = client.getInputStream().readNBytes(4);
                      String said = new String(shown, StandardCharsets.UTF_8);
                      String answer = said.equals("abc\n") ? "Connect timed out\n" : "ok\n";
                      client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
      assertThat(run("connect", api(), "--as", "i-1", "cache:6379")).isEqualTo(1);
      served.join();
    }
    assertThat(err.toString())
        .isEqualTo(
            "scorta: i-1 does not reach cache:6379 (Connect timed out):"
                + " see scorta explain --from i-1 --to cache:6379\n");
  }

  @Test
  void anAddedAccountIsPrintedAlone() {
    answers.put("/scorta/account", "200 {\"account\":\"777788889999\"}");
    assertThat(run("account", "add", api())).isZero();
    assertThat(out.toString()).isEqualTo("777788889999\n");
  }

  @Test
  void statusIsAligned() {
    answers.put(
        "/scorta/status",
        """
        200 {"region":"us-east-1","account":"111122223333","data":"/d",
        "network":{"name":"loopback","why":"asked for","limits":["identity is claimed"]},
        "caches":[{"cluster":"sessions","node":"0001","engine":"memcached 1.6.22",
        "state":"running","address":"10.0.1.230","alias":"127.64.0.7","port":11211}],
        "instances":[],"elasticIps":[]}\
        """);
    assertThat(run("status", api())).isZero();
    assertThat(out.toString())
        .contains("network  loopback (asked for)\n")
        .contains(
            "  CLUSTER   NODE  ENGINE            STATE    ADDRESS           ALIAS\n"
                + "  sessions  0001  memcached 1.6.22  running  10.0.1.230:11211 "
                + " 127.64.0.7:11211\n")
        .contains("  - identity is claimed\n")
        .doesNotContain("instances", "\u001b");
  }

  @Test
  void whereNobodyAnswersTheMessageNamesServe() {
    server.stop(0);
    assertThat(run("status", api())).isEqualTo(1);
    assertThat(err.toString()).contains("no Scorta answers at").contains("scorta serve");
  }

  @Test
  void anUnknownOptionIsAUsageError() {
    assertThat(run("status", "--nope")).isEqualTo(2);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    int data = List.of("account", "outside").contains(all.getFirst()) ? 2 : 1;
    if (!all.equals(List.of("outside"))) {
      all.addAll(data, List.of("--data", folder.toString()));
    }
    CommandLine line = Scorta.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }

  private String api() {
    return "--api=127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      synchronized (calls) {
        calls.add(path + " " + body);
      }
      String answer = answers.getOrDefault(path, "404 {}");
      byte[] json = answer.substring(4).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), json.length);
      exchange.getResponseBody().write(json);
    }
  }
}
