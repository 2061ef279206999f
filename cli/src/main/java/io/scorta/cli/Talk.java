package io.scorta.cli;

import io.scorta.aws.sigv4.AccessKey;
import io.scorta.aws.sigv4.RequestSigner;
import io.scorta.aws.sigv4.Secret;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// The options of every command that talks to a Scorta.
final class Talk {
  /// The name of Scorta's own calls in a signature's scope.
  private static final String SERVICE = "scorta";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "the data folder of the Scorta (default: ~/.scorta)")
  private @Nullable Path data;

  @Option(
      names = "--api",
      paramLabel = "HOST:PORT",
      description = "where it answers (default: where the Scorta of the data folder does)")
  private @Nullable String api;

  DataFolder folder() {
    Path path = data == null ? home(System.getenv()).resolve(".scorta") : data.toAbsolutePath();
    return new DataFolder(path.normalize());
  }

  /// Where the shell's `~` is, which the server takes too; the account's own folder need not be it.
  static Path home(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
  }

  String api() {
    return api == null ? folder().api() : api;
  }

  JsonNode call(String name, Map<String, ?> arguments) {
    DataFolder folder = folder();
    Keys keys = folder.callerKeys(System.getenv());
    RequestSigner signer =
        new RequestSigner(
            new AccessKey(keys.accessKeyId(), new Secret(keys.secretAccessKey()), keys.account()),
            folder.region(),
            SERVICE);
    return new OperatorApi(api(), signer, InstantSource.system()).call(name, arguments);
  }
}
