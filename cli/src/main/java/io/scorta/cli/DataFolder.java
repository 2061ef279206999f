package io.scorta.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a data folder tells those who may read it: the accounts' keys, and where its Scorta
/// answers.
record DataFolder(Path path) {
  private static final String CREDENTIALS = "credentials.json";
  private static final String RUNNING = "running.json";
  private static final String API_BY_DEFAULT = "127.0.0.1:4379";
  private static final String REGION_BY_DEFAULT = "us-east-1";

  /// The keys of an account, or, when none is named, of the first one.
  Keys keys(Optional<String> account) {
    List<Keys> all = allKeys();
    return account.map(wanted -> find(all, wanted)).orElseGet(() -> all.getFirst());
  }

  /// The keys that calls are signed with: those of the environment when they are this Scorta's own,
  /// so that an account chosen for the aws CLI is the one that these commands act for.
  Keys callerKeys(Map<String, String> environment) {
    List<Keys> all = allKeys();
    String chosen = environment.get("AWS_ACCESS_KEY_ID");
    return all.stream()
        .filter(keys -> keys.accessKeyId().equals(chosen))
        .findFirst()
        .orElseGet(() -> all.getFirst());
  }

  /// Where its Scorta answers, as HOST:PORT.
  String api() {
    return running("api").orElse(API_BY_DEFAULT);
  }

  String region() {
    return running("region").orElse(REGION_BY_DEFAULT);
  }

  private Keys find(List<Keys> all, String wanted) {
    return all.stream()
        .filter(keys -> keys.account().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailure(
                    "there is no account %s in %s: add it with scorta account add %s"
                        .formatted(wanted, path, wanted)));
  }

  private List<Keys> allKeys() {
    Path file = path.resolve(CREDENTIALS);
    if (!Files.exists(file)) {
      throw new CommandFailure(
          "there are no credentials in %s: start Scorta there with scorta serve --data %s"
              .formatted(path, path));
    }
    JsonNode document = read(file);
    List<Keys> all =
        StreamSupport.stream(document.path("accounts").spliterator(), false)
            .map(
                one ->
                    new Keys(
                        one.path("account").asString(""),
                        one.path("accessKeyId").asString(""),
                        one.path("secretAccessKey").asString("")))
            .toList();
    if (all.isEmpty()) {
      throw new CommandFailure(file + " holds no account: put back a copy of it");
    }
    return all;
  }

  private Optional<String> running(String field) {
    Path file = path.resolve(RUNNING);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(read(file).path(field).asString("")).filter(text -> !text.isEmpty());
  }

  private static JsonNode read(Path file) {
    try {
      return new JsonMapper().readTree(Files.readString(file));
    } catch (IOException | JacksonException e) {
      throw new CommandFailure(
          "%s cannot be read (%s): run as the user who started Scorta"
              .formatted(file, e.getMessage()));
    }
  }
}
