package io.scorta.server.boot;

import io.scorta.server.store.AccountKeys;
import io.scorta.server.store.Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;

/// AWS's own clients of a server under test, as its first account.
final class ServerClients {
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  private ServerClients() {}

  static ElastiCacheClient caches(Server server, Path folder) {
    return ElastiCacheClient.builder()
        .endpointOverride(URI.create("http://" + server.api()))
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(folder))
        .build();
  }

  static Ec2Client ec2(Server server, Path folder) {
    return Ec2Client.builder()
        .endpointOverride(URI.create("http://" + server.api()))
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(folder))
        .build();
  }

  private static StaticCredentialsProvider credentials(Path folder) {
    AccountKeys keys = Credentials.open(folder).all().getFirst();
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()));
  }

  /// Polls until an answer holds, with a deadline.
  static <T> T eventually(Supplier<T> question, Predicate<T> holds) {
    Instant deadline = Instant.now().plus(WAIT_MAX);
    while (true) {
      T answer = question.get();
      if (holds.test(answer)) {
        return answer;
      }
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("still " + answer);
      }
      Thread.onSpinWait();
    }
  }
}
