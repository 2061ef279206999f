package io.scorta.server.api;

import io.scorta.aws.sigv4.AccessKey;
import io.scorta.aws.sigv4.Secret;
import io.scorta.server.http.HttpDoor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;

/// The API behind a real HTTP door, with two accounts, and the SDK's clients for it.
final class Endpoint implements AutoCloseable {
  static final AccessKey FIRST = new AccessKey("AKIAFIRST", new Secret("first"), "000000000001");
  static final AccessKey SECOND = new AccessKey("AKIASECOND", new Secret("other"), "000000000002");
  private static final Map<String, AccessKey> KEYS = Map.of(FIRST.id(), FIRST, SECOND.id(), SECOND);
  private final MemoryPlane plane = new MemoryPlane();
  private final HttpDoor door;

  Endpoint(List<OperatorRow> operatorRows, ActionTable... tables) {
    this(InstantSource.system(), operatorRows, tables);
  }

  Endpoint(InstantSource clock, List<OperatorRow> operatorRows, ActionTable... tables) {
    Calls calls = new Calls(plane, new Region("us-east-1", "cache.scorta.internal"), clock);
    door =
        HttpDoor.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new ApiDoor(
                id -> Optional.ofNullable(KEYS.get(id)),
                calls,
                Arrays.asList(tables),
                operatorRows));
  }

  MemoryPlane plane() {
    return plane;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + door.address().getPort() + "/");
  }

  /// A client of the SDK that signs with the key.
  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, AccessKey key) {
    return builder
        .endpointOverride(uri())
        .region(software.amazon.awssdk.regions.Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(key.id(), key.secret().reveal())))
        .build();
  }

  @Override
  public void close() {
    door.close();
  }
}
