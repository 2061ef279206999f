package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.aws.sigv4.AccessKey;
import io.scorta.aws.sigv4.Secret;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheClusterNotFoundException;
import software.amazon.awssdk.services.elasticache.model.DeleteCacheSubnetGroupRequest;
import software.amazon.awssdk.services.elasticache.model.DeleteCacheSubnetGroupResponse;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheClustersRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheClustersResponse;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// The whole line from a client of the SDK over HTTP to a row and back, with a few rows.
class ApiDoorTest {
  private static final Kind<Net> NETS = Kind.durable("net", Net.class);

  private record Net(String cidr) {}

  private static final ActionTable EC2 =
      new ActionTable(
          Service.EC2,
          List.of(
              row("CreateVpc", CreateVpcRequest::builder, ApiDoorTest::createVpc),
              row("DescribeVpcs", DescribeVpcsRequest::builder, ApiDoorTest::describeVpcs)));
  private static final ActionTable ELASTICACHE =
      new ActionTable(
          Service.ELASTICACHE,
          List.of(
              row(
                  "DescribeCacheClusters",
                  DescribeCacheClustersRequest::builder,
                  ApiDoorTest::describeCacheClusters),
              row(
                  "DeleteCacheSubnetGroup",
                  DeleteCacheSubnetGroupRequest::builder,
                  (_, _) -> DeleteCacheSubnetGroupResponse.builder().build())));
  private static final ActionTable STS = new ActionTable(Service.STS, StsRows.ALL);

  private static Endpoint endpoint;

  @BeforeAll
  static void open() {
    endpoint = new Endpoint(List.of(), EC2, ELASTICACHE, STS);
  }

  @AfterAll
  static void close() {
    endpoint.close();
  }

  private static CreateVpcResponse createVpc(CreateVpcRequest request, Call call) {
    String id =
        call.submit(
            (state, context) -> {
              if (request.cidrBlock().equals("bad")) {
                return Decision.refuse("InvalidVpc.Range", "The CIDR '%s' is invalid.", "bad");
              }
              String minted = context.mint().id("vpc");
              return new Draft(state)
                  .put(context.account(), NETS, minted, new Net(request.cidrBlock()))
                  .accept(minted);
            });
    call.awaitNetwork();
    return CreateVpcResponse.builder()
        .vpc(Vpc.builder().vpcId(id).cidrBlock(request.cidrBlock()).isDefault(false).build())
        .build();
  }

  private static DescribeVpcsResponse describeVpcs(DescribeVpcsRequest request, Call call) {
    List<Vpc> all =
        call.state().all(call.account(), NETS).stream()
            .map(net -> Vpc.builder().cidrBlock(net.cidr()).build())
            .toList();
    List<Vpc> selected =
        Filters.<Vpc>none().with("cidr", Vpc::cidrBlock).select(request.filters(), all);
    return DescribeVpcsResponse.builder().vpcs(selected).build();
  }

  private static DescribeCacheClustersResponse describeCacheClusters(
      DescribeCacheClustersRequest request, Call call) {
    if (request.cacheClusterId().equals("bug")) {
      throw new IllegalStateException("planted");
    }
    throw new FaultException(
        "CacheClusterNotFound", "CacheCluster <%s> not found".formatted(request.cacheClusterId()));
  }

  @Test
  void stsSaysWhoTheCallerIs() {
    try (StsClient sts = endpoint.client(StsClient.builder(), Endpoint.SECOND)) {
      GetCallerIdentityResponse caller = sts.getCallerIdentity();
      assertThat(caller.account()).isEqualTo("000000000002");
      assertThat(caller.arn()).isEqualTo("arn:aws:iam::000000000002:root");
      assertThat(caller.userId()).isEqualTo("000000000002");
      assertThat(caller.responseMetadata().requestId()).hasSize(36);
    }
  }

  @Test
  void accountSeesOnlyWhatIsItsOwn() {
    try (Ec2Client first = endpoint.client(Ec2Client.builder(), Endpoint.FIRST);
        Ec2Client second = endpoint.client(Ec2Client.builder(), Endpoint.SECOND)) {
      int awaited = endpoint.plane().awaited();
      String id = first.createVpc(vpc -> vpc.cidrBlock("10.7.0.0/16")).vpc().vpcId();
      assertThat(id).startsWith("vpc-");
      assertThat(endpoint.plane().awaited()).isEqualTo(awaited + 1);
      Filter mine = Filter.builder().name("cidr").values("10.7.*").build();
      assertThat(first.describeVpcs(vpcs -> vpcs.filters(mine)).vpcs())
          .extracting(Vpc::cidrBlock)
          .containsExactly("10.7.0.0/16");
      assertThat(second.describeVpcs(vpcs -> vpcs.filters(mine)).vpcs()).isEmpty();
    }
  }

  @Test
  void refusedCommandIsTheErrorOfTheService() {
    assertEc2Fault(ec2 -> ec2.createVpc(vpc -> vpc.cidrBlock("bad")), 400, "InvalidVpc.Range");
  }

  @Test
  void dryRunChangesNothing() {
    long before = endpoint.plane().state().version();
    assertEc2Fault(
        ec2 -> ec2.createVpc(vpc -> vpc.cidrBlock("10.8.0.0/16").dryRun(true)),
        412,
        "DryRunOperation");
    assertThat(endpoint.plane().state().version()).isEqualTo(before);
  }

  @Test
  void actionWithoutRowIsInvalidInBothForms() {
    assertEc2Fault(Ec2Client::describeVolumes, 400, "InvalidAction");
    try (ElastiCacheClient cache = cache(Endpoint.FIRST)) {
      assertFault(cache::describeSnapshots, 400, "InvalidAction");
    }
  }

  @Test
  void unknownFilterIsRefused() {
    Filter colour = Filter.builder().name("colour").values("red").build();
    assertEc2Fault(ec2 -> ec2.describeVpcs(r -> r.filters(colour)), 400, "InvalidParameterValue");
  }

  @Test
  void statusComesFromTheTableAndTheSdkKnowsTheException() {
    try (ElastiCacheClient cache = cache(Endpoint.FIRST)) {
      assertThatThrownBy(() -> cache.describeCacheClusters(r -> r.cacheClusterId("absent")))
          .isInstanceOfSatisfying(
              CacheClusterNotFoundException.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(404);
                assertThat(e.awsErrorDetails().errorMessage())
                    .isEqualTo("CacheCluster <absent> not found");
              });
    }
  }

  @Test
  void bugIsAnInternalFailureThatTellsNothing() {
    try (ElastiCacheClient cache = cache(Endpoint.FIRST)) {
      assertThatThrownBy(
              () ->
                  cache.describeCacheClusters(
                      r ->
                          r.cacheClusterId("bug")
                              .overrideConfiguration(
                                  o -> o.apiCallTimeout(Duration.ofSeconds(20)))))
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(500);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InternalFailure");
                assertThat(e.getMessage()).doesNotContain("planted");
              });
    }
  }

  @Test
  void actionWithoutResultIsUnderstood() {
    try (ElastiCacheClient cache = cache(Endpoint.FIRST)) {
      var reply = cache.deleteCacheSubnetGroup(r -> r.cacheSubnetGroupName("any"));
      assertThat(reply.responseMetadata().requestId()).hasSize(36);
    }
  }

  @Test
  void eachWayToSignWronglyHasItsOwnError() {
    AccessKey unknown = new AccessKey("AKIANOBODY", new Secret("first"), "");
    AccessKey wrong = new AccessKey(Endpoint.FIRST.id(), new Secret("guess"), "");
    try (StsClient sts = endpoint.client(StsClient.builder(), unknown)) {
      assertFault(sts::getCallerIdentity, 403, "InvalidClientTokenId");
    }
    try (Ec2Client ec2 = endpoint.client(Ec2Client.builder(), unknown)) {
      assertFault(ec2::describeVpcs, 401, "AuthFailure");
    }
    try (ElastiCacheClient cache = cache(wrong)) {
      assertFault(cache::describeCacheClusters, 403, "SignatureDoesNotMatch");
    }
  }

  @Test
  void requestOfAnotherHourHasExpired() {
    InstantSource later = () -> Instant.now().plus(Duration.ofHours(1));
    try (Endpoint slow = new Endpoint(later, List.of(), EC2, STS);
        Ec2Client ec2 = slow.client(Ec2Client.builder(), Endpoint.FIRST)) {
      assertFault(ec2::describeVpcs, 400, "RequestExpired");
    }
  }

  private static void assertEc2Fault(Consumer<Ec2Client> call, int status, String code) {
    try (Ec2Client ec2 = endpoint.client(Ec2Client.builder(), Endpoint.FIRST)) {
      assertFault(() -> call.accept(ec2), status, code);
    }
  }

  private static void assertFault(Runnable call, int status, String code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.requestId()).hasSize(36);
            });
  }

  private static ElastiCacheClient cache(AccessKey key) {
    return endpoint.client(ElastiCacheClient.builder(), key);
  }
}
