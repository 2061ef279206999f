package io.scorta.it;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.sts.StsClient;

/// One account of a running Scorta: its environment for the aws CLI, and clients of the AWS SDK.
record Account(Path data, String api, Map<String, String> environment) {
  private static final Pattern EXPORT = Pattern.compile("(AWS_[A-Z_]+)=(\\S+)");

  /// The first account of a Scorta.
  static Account first(Running scorta, Path data) {
    return of(scorta, data, List.of());
  }

  /// A new account of a Scorta.
  static Account added(Running scorta, Path data) {
    String id =
        scorta(List.of("account", "add"), data, scorta.address(), Map.of())
            .mustSucceed()
            .output()
            .strip();
    return of(scorta, data, List.of("--account", id));
  }

  private static Account of(Running scorta, Path data, List<String> which) {
    List<String> command = Stream.concat(Stream.of("credentials"), which.stream()).toList();
    String line = scorta(command, data, scorta.address(), Map.of()).mustSucceed().output();
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "AWS_PAGER", "",
                "AWS_MAX_ATTEMPTS", "1",
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
    Matcher export = EXPORT.matcher(line);
    while (export.find()) {
      environment.put(export.group(1), export.group(2));
    }
    return new Account(data, scorta.address(), Map.copyOf(environment));
  }

  /// Runs the aws CLI as this account; answers as text.
  Programs.Answer aws(String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of("aws", "--endpoint-url", "http://" + api, "--output", "text"),
                Stream.of(arguments))
            .toList();
    return Programs.run(command, environment, "");
  }

  /// Runs a command of Scorta as this account.
  Programs.Answer scorta(String... arguments) {
    return scorta(List.of(arguments), data, api, environment);
  }

  private static Programs.Answer scorta(
      List<String> arguments, Path data, String api, Map<String, String> environment) {
    List<String> command =
        Stream.of(
                Stream.of(Programs.home().resolve("scorta").toString(), arguments.getFirst()),
                arguments.stream().skip(1),
                Stream.of("--data", data.toString(), "--api", api))
            .flatMap(part -> part)
            .toList();
    return Programs.run(command, environment, "");
  }

  ElastiCacheClient elastiCache() {
    return client(ElastiCacheClient.builder().httpClient(UrlConnectionHttpClient.create())).build();
  }

  Ec2Client ec2() {
    return client(Ec2Client.builder().httpClient(UrlConnectionHttpClient.create())).build();
  }

  StsClient sts() {
    return client(StsClient.builder().httpClient(UrlConnectionHttpClient.create())).build();
  }

  String accessKeyId() {
    return environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
  }

  private <B extends AwsClientBuilder<B, ?>> B client(B builder) {
    return builder
        .endpointOverride(URI.create("http://" + api))
        .region(Region.of(environment.getOrDefault("AWS_DEFAULT_REGION", "us-east-1")))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    accessKeyId(), environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""))));
  }
}
