package io.scorta.cli;

import io.scorta.aws.sigv4.RequestSigner;
import io.scorta.aws.sigv4.SignedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Scorta's own calls: signed JSON over the one API endpoint, under `/scorta/`.
final class OperatorApi {
  private static final int OK = 200;
  private final String api;
  private final RequestSigner signer;
  private final InstantSource clock;
  private final JsonMapper json = new JsonMapper();

  OperatorApi(String api, RequestSigner signer, InstantSource clock) {
    this.api = api;
    this.signer = signer;
    this.clock = clock;
  }

  /// Calls, and gives the answer.
  ///
  /// @throws CommandFailure when nobody answers, or the call is refused
  JsonNode call(String name, Map<String, ?> arguments) {
    String path = "/scorta/" + name;
    // Sorted, so that the same call has the same bytes.
    byte[] body =
        json.writeValueAsString(new TreeMap<>(arguments)).getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + api + path))
            .timeout(Limits.CALL_MAX)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    signer
        .sign(
            new SignedRequest("POST", path, "", Map.of("host", List.of(api)), body),
            clock.instant())
        .forEach(request::header);
    return read(send(request.build()));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Limits.CONNECT_MAX)
            .build()) {
      return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CommandFailure(
          "no Scorta answers at %s (%s): start one with scorta serve, or name its --api"
              .formatted(api, reason(e)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted");
    }
  }

  private JsonNode read(HttpResponse<String> response) {
    try {
      JsonNode answer = json.readTree(response.body());
      if (response.statusCode() == OK) {
        return answer;
      }
      throw new CommandFailure(
          answer
              .path("message")
              .asString("status %d from %s".formatted(response.statusCode(), api)));
    } catch (JacksonException _) {
      throw new CommandFailure(
          "what answers at %s is no Scorta (status %d): name its --api"
              .formatted(api, response.statusCode()));
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? "connection refused" : message;
  }
}
