package io.scorta.server.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.control.network.Accounts;
import io.scorta.control.network.Instances;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/// The real table of EC2 behind a door, one opened account, and the SDK's client for it.
final class Ec2Site implements AutoCloseable {
  private final Endpoint endpoint =
      new Endpoint(
          List.of(),
          Tables.all().stream()
              .filter(table -> table.service() == Service.EC2)
              .toArray(ActionTable[]::new));
  private final Ec2Client client = endpoint.client(Ec2Client.builder(), Endpoint.FIRST);

  Ec2Site() {
    endpoint.plane().turnTo(Instant.now());
    endpoint.plane().submit(Endpoint.FIRST.account(), new Accounts.Open());
  }

  Ec2Client client() {
    return client;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /// Does what a realiser does: sees every instance as it was asked for.
  void settle() {
    for (var unsettled : Instances.unsettled(endpoint.plane().state())) {
      endpoint
          .plane()
          .submit(
              unsettled.account(),
              new Instances.Observe(unsettled.instanceId(), unsettled.running()));
    }
  }

  AbstractThrowableAssert<?, ?> assertFault(String code, Consumer<Ec2Client> call) {
    return assertThatThrownBy(() -> call.accept(client))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              if (!e.awsErrorDetails().errorCode().equals(code)) {
                throw new AssertionError("expected " + code, e);
              }
            });
  }

  String vpc() {
    return client.createVpc(r -> r.cidrBlock("10.0.0.0/16")).vpc().vpcId();
  }

  String subnet(String vpc, String cidr) {
    return client.createSubnet(r -> r.vpcId(vpc).cidrBlock(cidr)).subnet().subnetId();
  }

  String group(String vpc, String name) {
    return client
        .createSecurityGroup(r -> r.groupName(name).description("for a test").vpcId(vpc))
        .groupId();
  }

  static IpPermission tcp(int from, int to, String cidr) {
    return IpPermission.builder()
        .ipProtocol("tcp")
        .fromPort(from)
        .toPort(to)
        .ipRanges(IpRange.builder().cidrIp(cidr).build())
        .build();
  }

  static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  static TagSpecification name(ResourceType type, String name) {
    return TagSpecification.builder()
        .resourceType(type)
        .tags(Tag.builder().key("Name").value(name).build())
        .build();
  }

  @Override
  public void close() {
    client.close();
    endpoint.close();
  }
}
