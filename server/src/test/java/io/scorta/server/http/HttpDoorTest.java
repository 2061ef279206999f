package io.scorta.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpDoorTest {
  private static final int FREE_PORT = 0;
  private final AtomicReference<HttpRequest> last = new AtomicReference<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpDoor door = open(FREE_PORT, this::keep);

  @AfterEach
  void close() {
    client.close();
    door.close();
  }

  @Test
  void requestArrivesAsItWasSent() throws Exception {
    HttpResponse<String> answer =
        send(
            request("/a%2Fb/c%20d?x=%2B&y=a+b&x=2")
                .header("X-Twice", "one")
                .header("X-Twice", "two")
                .POST(BodyPublishers.ofString("body")));
    HttpRequest request = last.get();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.rawPath()).isEqualTo("/a%2Fb/c%20d");
    assertThat(request.rawQuery()).isEqualTo("x=%2B&y=a+b&x=2");
    assertThat(request.headers()).containsEntry("x-twice", List.of("one", "two"));
    assertThat(request.headers().get("host")).containsExactly("127.0.0.1:" + port());
    assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo("body");
  }

  @Test
  void everyAnswerCarriesTheRequestsIdAndTheDate() throws Exception {
    HttpResponse<String> answer = send(request("/").GET());
    assertThat(answer.headers().firstValue("x-amzn-requestid")).contains(last.get().id());
    assertThat(answer.headers().firstValue("date")).isPresent();
    assertThat(answer.headers().firstValue("content-type")).contains("text/test");
  }

  @Test
  void bodyOverTheLimitIsRefusedAndTheNextOneIsNot() throws Exception {
    byte[] largest = new byte[Limits.BODY_BYTES_MAX];
    byte[] tooLarge = new byte[Limits.BODY_BYTES_MAX + 1];
    assertThat(send(request("/").POST(BodyPublishers.ofByteArray(tooLarge))).statusCode())
        .isEqualTo(413);
    assertThat(send(request("/").POST(BodyPublishers.ofByteArray(largest))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void bugBehindTheDoorIsAnErrorThatTellsOnlyTheId() throws Exception {
    door.close();
    door =
        open(
            FREE_PORT,
            _ -> {
              throw new IllegalStateException("planted");
            });
    HttpResponse<String> answer = send(request("/").GET());
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains(answer.headers().firstValue("x-amzn-requestid").orElseThrow())
        .doesNotContain("planted");
  }

  @Test
  void garbageIsRefusedAndTheDoorStaysOpen() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.getOutputStream().write("no http at all\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 400");
    }
    assertThat(send(request("/").GET()).statusCode()).isEqualTo(200);
  }

  @Test
  void headersHaveALimit() throws Exception {
    assertThat(
            send(request("/").header("X-Large", "a".repeat(Limits.HEADERS_BYTES_MAX)).GET())
                .statusCode())
        .isBetween(400, 499);
  }

  @Test
  void usedPortNamesTheAddressAndTheOption() {
    assertThatThrownBy(() -> open(port(), this::keep))
        .isInstanceOf(DoorException.class)
        .hasMessageContaining(":%d (Address already in use)".formatted(port()))
        .hasMessageContaining("--api HOST:PORT");
  }

  @Test
  void foreignOrUnknownAddressNamesTheOption() {
    for (InetSocketAddress address :
        List.of(
            new InetSocketAddress("192.0.2.1", 1234),
            InetSocketAddress.createUnresolved("no-such-host.invalid", 1234))) {
      assertThatThrownBy(() -> HttpDoor.open(address, this::keep))
          .isInstanceOf(DoorException.class)
          .hasMessageContaining(address.getHostString())
          .hasMessageContaining("--api HOST:PORT");
    }
  }

  @Test
  void doorIsOpenOnTheAddressThatWasGivenAndNoOther() throws Exception {
    InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    assertThat(send(request("/").GET()).statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> new Socket(other, port()).close()).isInstanceOf(IOException.class);
  }

  private HttpAnswer keep(HttpRequest request) {
    last.set(request);
    return HttpAnswer.text(200, "text/test", "fine");
  }

  private static HttpDoor open(int port, HttpSite site) {
    return HttpDoor.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), site);
  }

  private int port() {
    return door.address().getPort();
  }

  private java.net.http.HttpRequest.Builder request(String target) {
    return java.net.http.HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:%d%s".formatted(port(), target)));
  }

  private HttpResponse<String> send(java.net.http.HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
