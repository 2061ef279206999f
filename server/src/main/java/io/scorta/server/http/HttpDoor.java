package io.scorta.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The one HTTP endpoint. Every request gets an id and a virtual thread; one stack answers it.
public final class HttpDoor implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HttpDoor.class.getName());

  /// Held, since a logger that nobody holds forgets its level. The door says itself what matters.
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  private static final HeaderName REQUEST_ID = HeaderNames.create("x-amzn-RequestId");
  private static final String TEXT = "text/plain;charset=UTF-8";
  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int INTERNAL_ERROR = 500;
  private final WebServer server;
  private final InetAddress host;

  private HttpDoor(WebServer server, InetAddress host) {
    this.server = server;
    this.host = host;
  }

  /// Opens the door: it is listening when this returns. Port 0 takes a free one.
  ///
  /// @throws DoorException naming the address and the option that changes it
  public static HttpDoor open(InetSocketAddress address, HttpSite site) {
    if (address.isUnresolved()) {
      throw cannotListen(address, new IOException("no such host"));
    }
    WebServer server =
        WebServer.builder()
            .address(address.getAddress())
            .port(address.getPort())
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .protocolsDiscoverServices(false)
            .addProtocol(
                Http1Config.builder()
                    .maxPrologueLength(Limits.PROLOGUE_BYTES_MAX)
                    .maxHeadersSize(Limits.HEADERS_BYTES_MAX)
                    .build())
            .maxTcpConnections(Limits.CONNECTIONS_MAX)
            .maxConcurrentRequests(Limits.REQUESTS_MAX)
            .routing(routing -> routing.any((in, out) -> answer(site, in, out)))
            .build();
    HELIDON.setLevel(Level.OFF);
    server.start();
    HELIDON.setLevel(Level.WARNING);
    if (!server.isRunning()) { // Helidon only logs why, so the same is tried once more to know.
      throw cannotListen(address, reason(address));
    }
    return new HttpDoor(server, address.getAddress());
  }

  /// Where the door is.
  public InetSocketAddress address() {
    return new InetSocketAddress(host, server.port());
  }

  /// Takes no further request, and ends those that run.
  @Override
  public void close() {
    server.stop();
  }

  private static void answer(HttpSite site, ServerRequest in, ServerResponse out) {
    String id = UUID.randomUUID().toString();
    HttpAnswer answer;
    try {
      byte[] body = body(in);
      answer =
          body.length > Limits.BODY_BYTES_MAX
              ? HttpAnswer.text(
                  TOO_LARGE, TEXT, "A body has at most %d bytes".formatted(Limits.BODY_BYTES_MAX))
              : site.answer(request(id, in, body));
    } catch (IOException e) {
      answer = HttpAnswer.text(BAD_REQUEST, TEXT, "The body could not be read");
    } catch (RuntimeException | StackOverflowError bug) {
      LOG.log(System.Logger.Level.ERROR, "event=request-failed request=" + id, bug);
      answer = HttpAnswer.text(INTERNAL_ERROR, TEXT, "Internal error, request " + id);
    }
    out.status(answer.status());
    out.header(REQUEST_ID, id);
    out.header(HeaderNames.CONTENT_TYPE, answer.contentType());
    if (answer.status() == TOO_LARGE) {
      out.header(HeaderNames.CONNECTION, "close"); // What is left of the body is not read.
    }
    out.send(answer.body());
  }

  /// The body, or one byte more than is allowed.
  private static byte[] body(ServerRequest in) throws IOException {
    if (!in.content().hasEntity()) {
      return new byte[0];
    }
    try (InputStream content = in.content().inputStream()) {
      return content.readNBytes(Limits.BODY_BYTES_MAX + 1);
    }
  }

  private static HttpRequest request(String id, ServerRequest in, byte[] body) {
    Map<String, List<String>> headers = new TreeMap<>();
    in.headers()
        .forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.allValues()));
    return new HttpRequest(
        id,
        in.prologue().method().text(),
        in.prologue().uriPath().rawPath(),
        in.prologue().query().rawValue(),
        headers,
        body);
  }

  private static IOException reason(InetSocketAddress address) {
    try (ServerSocket probe = new ServerSocket(address.getPort(), 1, address.getAddress())) {
      return new IOException("not possible a moment ago, on port " + probe.getLocalPort());
    } catch (IOException e) {
      return e;
    }
  }

  private static DoorException cannotListen(InetSocketAddress address, IOException e) {
    return new DoorException(
        "cannot listen on %s:%d (%s): choose another address with --api HOST:PORT"
            .formatted(address.getHostString(), address.getPort(), e.getMessage()),
        e);
  }
}
