package io.scorta.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.server.store.AccountKeys;
import io.scorta.server.store.Credentials;
import io.scorta.server.store.Fork;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;

/// Kills a whole server at moments of chance while a caller creates and deletes caches.
class ServeCrashTest {
  private static final int ROUNDS = Integer.getInteger("scorta.crash.rounds", 3);
  private static final int CALLS_MAX = 12;
  private static final Duration SETTLE_MAX = Duration.ofSeconds(60);
  @TempDir Path folder;

  /// What the caller was told: these exist, and those were being deleted.
  private final Set<String> created = new TreeSet<>();

  private final Set<String> deleted = new TreeSet<>();

  /// Clusters of which the caller was told nothing: the kill came between question and answer.
  private final Set<String> unknown = new TreeSet<>();

  @Test
  void everyAcknowledgedChangeIsThereAfterAKillAndWhatWasUnderWayIsFinished() throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      int calls = 1 + random.nextInt(CALLS_MAX);
      try (Fork server = serve();
          ElastiCacheClient caches = caches(api(server))) {
        if (round > 0) {
          assertSettled(caches, "round %d, seed %d".formatted(round, seed));
        }
        callUntilKilled(server, caches, round, calls);
      }
    }
    try (Fork server = serve();
        ElastiCacheClient caches = caches(api(server))) {
      assertSettled(caches, "at last, seed %d".formatted(seed));
    }
  }

  private void callUntilKilled(Fork server, ElastiCacheClient caches, int round, int calls)
      throws InterruptedException {
    CountDownLatch acknowledged = new CountDownLatch(calls);
    Thread caller = Thread.ofVirtual().start(() -> call(caches, round, acknowledged));
    assertThat(acknowledged.await(SETTLE_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
    server.close();
    caller.join();
  }

  /// Creates clusters and deletes every third until the server is gone.
  private void call(ElastiCacheClient caches, int round, CountDownLatch acknowledged) {
    String id = "";
    try {
      for (int i = 0; i < 1_000; i++) {
        id = "c-%d-%d".formatted(round, i);
        create(caches, id);
        created.add(id);
        acknowledged.countDown();
        if (i % 3 == 2) {
          String gone = id;
          created.remove(gone);
          caches.deleteCacheCluster(r -> r.cacheClusterId(gone));
          deleted.add(gone);
          acknowledged.countDown();
        }
      }
    } catch (SdkException _) {
      unknown.add(id); // The server was killed while this call was under way.
    }
  }

  private static void create(ElastiCacheClient caches, String id) {
    caches.createCacheCluster(
        r ->
            r.cacheClusterId(id)
                .engine("memcached")
                .cacheNodeType("cache.t3.micro")
                .numCacheNodes(1));
  }

  /// Polls until nothing is under way any more, with a deadline; then compares.
  private void assertSettled(ElastiCacheClient caches, String when) {
    Instant deadline = Instant.now().plus(SETTLE_MAX);
    List<CacheCluster> found = clusters(caches);
    while (found.stream().anyMatch(one -> !one.cacheClusterStatus().equals("available"))
        && Instant.now().isBefore(deadline)) {
      found = clusters(caches);
    }
    assertThat(found).as(when).allMatch(one -> one.cacheClusterStatus().equals("available"));
    Set<String> ids = found.stream().map(CacheCluster::cacheClusterId).collect(Collectors.toSet());
    assertThat(created).as(when).isSubsetOf(ids);
    assertThat(ids).as(when).noneMatch(deleted::contains);
    ids.removeAll(created);
    assertThat(ids).as(when).isSubsetOf(unknown);
    created.addAll(ids);
  }

  private static List<CacheCluster> clusters(ElastiCacheClient caches) {
    return caches.describeCacheClustersPaginator().cacheClusters().stream().toList();
  }

  private Fork serve() throws IOException {
    return Fork.of(Serve.class, "--data", folder.toString(), "--api", "127.0.0.1:0");
  }

  private static String api(Fork server) throws IOException {
    BufferedReader output = server.output();
    String line = output.readLine();
    assertThat(line).as("the one line").startsWith("scorta is ready: api http://");
    return line.replaceFirst(".*api (\\S+) .*", "$1");
  }

  private ElastiCacheClient caches(String api) {
    AccountKeys keys = Credentials.open(folder).all().getFirst();
    return ElastiCacheClient.builder()
        .endpointOverride(URI.create(api))
        .region(Region.US_EAST_1)
        .overrideConfiguration(c -> c.retryStrategy(s -> s.maxAttempts(1)))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())))
        .build();
  }
}
