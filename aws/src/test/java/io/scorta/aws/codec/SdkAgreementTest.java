package io.scorta.aws.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// What the SDK's clients write we read as the same request, and what we write they read as the
/// same response, with random values: every action of ElastiCache and STS, and of EC2's eight
/// hundred as many as fit a short run, others in each.
class SdkAgreementTest {
  /// The client adds a presigned URL of its own to this one's request.
  private static final String ADDS_PARAMETERS = "copySnapshot";

  private static final int ACTIONS_MAX = 150;

  private final CapturingHttp http = new CapturingHttp();

  @Test
  void everyActionOfElastiCacheAgrees() throws ReflectiveOperationException {
    QueryCodec codec = new QueryCodec(Wire.QUERY, "http://elasticache.amazonaws.com/doc/");
    try (ElastiCacheClient client = client(ElastiCacheClient.builder())) {
      assertThat(agree(ElastiCacheClient.class, client, codec)).isGreaterThan(70);
    }
  }

  @Test
  void actionsOfEc2Agree() throws ReflectiveOperationException {
    QueryCodec codec = new QueryCodec(Wire.EC2, "http://ec2.amazonaws.com/doc/");
    try (Ec2Client client = client(Ec2Client.builder())) {
      assertThat(agree(Ec2Client.class, client, codec)).isEqualTo(ACTIONS_MAX);
    }
  }

  @Test
  void everyActionOfStsAgrees() throws ReflectiveOperationException {
    QueryCodec codec = new QueryCodec(Wire.QUERY, "https://sts.amazonaws.com/doc/");
    try (StsClient client = client(StsClient.builder())) {
      assertThat(agree(StsClient.class, client, codec)).isGreaterThan(7);
    }
  }

  private <C> int agree(Class<C> type, C client, QueryCodec codec)
      throws ReflectiveOperationException {
    long seed = System.nanoTime();
    List<Method> actions =
        Arrays.stream(type.getMethods())
            .filter(method -> method.getParameterCount() == 1)
            .filter(method -> SdkPojo.class.isAssignableFrom(method.getParameterTypes()[0]))
            .filter(method -> SdkPojo.class.isAssignableFrom(method.getReturnType()))
            .filter(method -> !method.getName().equals(ADDS_PARAMETERS))
            .sorted(Comparator.comparing(Method::getName))
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(actions, new Random(seed));
    List<Method> tried = actions.subList(0, Math.min(ACTIONS_MAX, actions.size()));
    for (Method action : tried) {
      agree(action, client, codec, seed++);
    }
    return tried.size();
  }

  private void agree(Method action, Object client, QueryCodec codec, long seed)
      throws ReflectiveOperationException {
    SplittableRandom random = new SplittableRandom(seed);
    Class<?> requestType = action.getParameterTypes()[0];
    String name = requestType.getSimpleName().replaceFirst("Request$", "");
    SdkPojo response = random(new RandomPojo(random, ChronoUnit.MILLIS), action.getReturnType());
    // The client for EC2 sends whole seconds in some requests.
    SdkPojo request = random(new RandomPojo(random, ChronoUnit.SECONDS), requestType);
    http.reply(codec.encode(name, response, "request-id"));

    SdkPojo received = (SdkPojo) action.invoke(client, request);

    assertThat(received.equalsBySdkFields(response))
        .as("seed %d\nread    %s\nwritten %s", seed, received, response)
        .isTrue();
    Form form = Form.parse("", http.sent().getBytes(StandardCharsets.UTF_8));
    SdkPojo decoded = (SdkPojo) build(codec.decode(form, builder(requestType)));
    assertThat(decoded).as("seed %d: %s", seed, http.sent()).isEqualTo(request);
  }

  private static SdkPojo random(RandomPojo random, Class<?> type)
      throws ReflectiveOperationException {
    SdkPojo builder = builder(type);
    random.fill(builder, 0);
    return (SdkPojo) build(builder);
  }

  private static SdkPojo builder(Class<?> type) throws ReflectiveOperationException {
    return (SdkPojo) type.getMethod("builder").invoke(null);
  }

  private static Object build(SdkPojo builder) {
    return ((SdkBuilder<?, ?>) builder).build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .region(Region.US_EAST_1)
        .httpClient(http)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .build();
  }
}
