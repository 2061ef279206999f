package io.scorta.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.Endpoint;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How quickly Scorta is there, how quickly a cache is, and what idle caches cost.
final class ControlBench {
  private static final int STARTS = 5;
  private static final int FIRST_PINGS = 50;
  private static final int CACHES_PER_ACCOUNT = 250;
  private static final int WAIT_SECONDS = 60;
  private static final double MIB = 1024.0 * 1024.0;
  private static final Pattern READY = Pattern.compile("api (http://\\S+)");
  private final int caches;
  private final Path home = Path.of(System.getenv().getOrDefault("SCORTA_HOME", "."));

  ControlBench(int caches) {
    this.caches = Math.clamp(caches, 1, 1200);
  }

  Table measure() throws IOException, InterruptedException {
    Table table = new Table("figure", "value", "goal");
    startUp(table);
    Path data = Files.createTempDirectory("scorta-bench");
    try (Server scorta = serve(data.resolve("data"))) {
      URI api = api(scorta);
      List<Account> accounts = accounts(data.resolve("data"), api);
      firstPings(table, accounts.getFirst(), data.resolve("data"), api);
      idle(table, accounts, scorta);
      accounts.forEach(Account::close);
    }
    return table;
  }

  private void startUp(Table table) throws IOException, InterruptedException {
    double[] millis = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      Path data = Files.createTempDirectory("scorta-bench");
      long before = System.nanoTime();
      try (Server _ = serve(data.resolve("data"))) {
        millis[i] = (System.nanoTime() - before) / 1e6;
      }
    }
    table.row(
        "serve: start to ready, median of " + STARTS + " (ms)", whole(median(millis)), "<= 1500");
  }

  /// Times Create to the first PONG, as an instance that the group admits.
  private void firstPings(Table table, Account account, Path data, URI api)
      throws IOException, InterruptedException {
    String instance =
        account
            .ec2()
            .runInstances(
                r -> r.imageId("ami-12345678").instanceType("t3.micro").minCount(1).maxCount(1))
            .instances()
            .getFirst()
            .instanceId();
    InetAddress alias = aliasOf(instance, data, api);
    double[] millis = new double[FIRST_PINGS];
    for (int i = 0; i < FIRST_PINGS; i++) {
      String id = "ping-" + i;
      long before = System.nanoTime();
      account.create(id, "valkey");
      ping(alias, account.endpoint(id));
      millis[i] = (System.nanoTime() - before) / 1e6;
    }
    Arrays.sort(millis);
    table.row("Create to PONG, median of " + FIRST_PINGS + " (ms)", whole(median(millis)), "<= 50");
    table.row("Create to PONG, slowest (ms)", whole(millis[FIRST_PINGS - 1]), "");
    for (int i = 0; i < FIRST_PINGS; i++) {
      account.delete("ping-" + i);
    }
    account.awaitCount(0);
  }

  private void idle(Table table, List<Account> accounts, Server scorta)
      throws IOException, InterruptedException {
    long before = scorta.residentBytes();
    int each = Math.min(caches, CACHES_PER_ACCOUNT);
    int made = 0;
    for (Account account : accounts) {
      for (int i = 0; i < each && made < caches; i++, made++) {
        account.create("idle-" + i, i % 2 == 0 ? "valkey" : "memcached");
      }
    }
    for (Account account : accounts) {
      account.awaitAvailable();
    }
    double perCache = (scorta.residentBytes() - before) / MIB / made;
    table.row("memory of each of " + made + " idle caches (MiB)", decimals(perCache), "< 1");
    double[] millis = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      long start = System.nanoTime();
      int seen = accounts.stream().mapToInt(account -> account.all().size()).sum();
      millis[i] = (System.nanoTime() - start) / 1e6;
      if (seen != made) {
        throw new IOException("described " + seen + " caches of " + made);
      }
    }
    table.row(
        "Describe of all pages, median of " + STARTS + " (ms)", whole(median(millis)), "< 200");
  }

  private Server serve(Path data) throws IOException, InterruptedException {
    return Server.start(
        List.of(
            home.resolve("scorta").toString(),
            "serve",
            "--data",
            data.toString(),
            "--api",
            "127.0.0.1:0",
            "--network",
            "loopback"),
        "scorta is ready");
  }

  private static URI api(Server scorta) throws IOException {
    Matcher ready = READY.matcher(scorta.log());
    if (!ready.find()) {
      throw new IOException("no address in: " + scorta.log());
    }
    return URI.create(ready.group(1));
  }

  /// As many accounts as the caches need: each has a quota of nodes.
  private List<Account> accounts(Path data, URI api) throws IOException, InterruptedException {
    int wanted = (caches + CACHES_PER_ACCOUNT - 1) / CACHES_PER_ACCOUNT;
    for (int i = 1; i < wanted; i++) {
      command("account", "add", "--data", data.toString(), "--api", api.getAuthority());
    }
    List<Account> accounts = new ArrayList<>();
    JsonNode file =
        JsonMapper.shared().readTree(Files.readString(data.resolve("credentials.json")));
    for (JsonNode one : file.path("accounts")) {
      accounts.add(
          Account.open(
              api,
              AwsBasicCredentials.create(
                  one.path("accessKeyId").asString(), one.path("secretAccessKey").asString())));
    }
    return accounts;
  }

  private InetAddress aliasOf(String instance, Path data, URI api)
      throws IOException, InterruptedException {
    String status = command("status", "--data", data.toString(), "--api", api.getAuthority());
    Matcher alias =
        Pattern.compile(Pattern.quote(instance) + ".*?(127\\.\\d+\\.\\d+\\.\\d+)").matcher(status);
    if (!alias.find()) {
      throw new IOException("status names no alias of " + instance + ": " + status);
    }
    return InetAddress.getByName(alias.group(1));
  }

  private String command(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("scorta").toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + output);
    }
    return output;
  }

  private static void ping(InetAddress source, Endpoint endpoint) throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(source, 0));
      socket.connect(new InetSocketAddress(endpoint.address(), endpoint.port()), 1000);
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes("+PONG\r\n".length());
      if (!new String(answer, StandardCharsets.US_ASCII).equals("+PONG\r\n")) {
        throw new IOException("no PONG from " + endpoint);
      }
    }
  }

  private static double median(double[] values) {
    return EngineBench.median(values);
  }

  private static String whole(double value) {
    return EngineBench.number("%.0f", value);
  }

  private static String decimals(double value) {
    return EngineBench.number("%.3f", value);
  }

  /// One account's clients.
  private record Account(ElastiCacheClient cache, Ec2Client ec2) {
    static Account open(URI api, AwsBasicCredentials keys) {
      StaticCredentialsProvider credentials = StaticCredentialsProvider.create(keys);
      return new Account(
          ElastiCacheClient.builder()
              .endpointOverride(api)
              .region(Region.US_EAST_1)
              .credentialsProvider(credentials)
              .httpClient(UrlConnectionHttpClient.create())
              .build(),
          Ec2Client.builder()
              .endpointOverride(api)
              .region(Region.US_EAST_1)
              .credentialsProvider(credentials)
              .httpClient(UrlConnectionHttpClient.create())
              .build());
    }

    void create(String id, String engine) {
      cache.createCacheCluster(
          r ->
              r.cacheClusterId(id).engine(engine).cacheNodeType("cache.t3.micro").numCacheNodes(1));
    }

    void delete(String id) {
      cache.deleteCacheCluster(r -> r.cacheClusterId(id));
    }

    List<CacheCluster> all() {
      return cache.describeCacheClustersPaginator(r -> r.maxRecords(100)).cacheClusters().stream()
          .toList();
    }

    Endpoint endpoint(String id) throws IOException {
      long deadline = deadline();
      while (System.nanoTime() < deadline) {
        CacheCluster cluster =
            cache
                .describeCacheClusters(r -> r.cacheClusterId(id).showCacheNodeInfo(true))
                .cacheClusters()
                .getFirst();
        if ("available".equals(cluster.cacheClusterStatus())) {
          return cluster.cacheNodes().getFirst().endpoint();
        }
      }
      throw new IOException(id + " is not available after " + WAIT_SECONDS + " s");
    }

    void awaitCount(int count) throws IOException {
      long deadline = deadline();
      while (all().size() != count) {
        if (System.nanoTime() > deadline) {
          throw new IOException("caches are still being deleted after " + WAIT_SECONDS + " s");
        }
      }
    }

    void awaitAvailable() throws IOException {
      long deadline = deadline();
      while (!all().stream().allMatch(c -> "available".equals(c.cacheClusterStatus()))) {
        if (System.nanoTime() > deadline) {
          throw new IOException("caches are not available after " + WAIT_SECONDS + " s");
        }
      }
    }

    void close() {
      cache.close();
      ec2.close();
    }

    private static long deadline() {
      return System.nanoTime() + WAIT_SECONDS * 1_000_000_000L;
    }
  }
}
