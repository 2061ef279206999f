package io.scorta.server.api;

import static io.scorta.server.api.CacheRequests.actsOn;
import static io.scorta.server.api.CacheRequests.read;
import static io.scorta.server.api.CacheRequests.required;
import static io.scorta.server.api.CacheRequests.text;
import static io.scorta.server.api.Rows.row;

import io.scorta.control.network.CacheSecurityGroup;
import io.scorta.control.network.CacheSecurityGroups;
import io.scorta.control.network.NetworkKinds;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticache.model.AuthorizeCacheSecurityGroupIngressRequest;
import software.amazon.awssdk.services.elasticache.model.AuthorizeCacheSecurityGroupIngressResponse;
import software.amazon.awssdk.services.elasticache.model.CreateCacheSecurityGroupRequest;
import software.amazon.awssdk.services.elasticache.model.CreateCacheSecurityGroupResponse;
import software.amazon.awssdk.services.elasticache.model.DeleteCacheSecurityGroupRequest;
import software.amazon.awssdk.services.elasticache.model.DeleteCacheSecurityGroupResponse;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheSecurityGroupsResponse;
import software.amazon.awssdk.services.elasticache.model.EC2SecurityGroup;
import software.amazon.awssdk.services.elasticache.model.RevokeCacheSecurityGroupIngressRequest;
import software.amazon.awssdk.services.elasticache.model.RevokeCacheSecurityGroupIngressResponse;

/// ElastiCache's actions on the cache security groups of EC2-Classic.
final class CacheSecurityGroupRows {
  private static final String NAME = "CacheSecurityGroupName";
  private static final String AUTHORIZED = "authorized";

  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "CreateCacheSecurityGroup",
              CreateCacheSecurityGroupRequest::builder,
              CacheSecurityGroupRows::create),
          row(
              "DeleteCacheSecurityGroup",
              DeleteCacheSecurityGroupRequest::builder,
              CacheSecurityGroupRows::delete),
          row(
              "DescribeCacheSecurityGroups",
              DescribeCacheSecurityGroupsRequest::builder,
              CacheSecurityGroupRows::describe),
          row(
              "AuthorizeCacheSecurityGroupIngress",
              AuthorizeCacheSecurityGroupIngressRequest::builder,
              CacheSecurityGroupRows::authorize),
          row(
              "RevokeCacheSecurityGroupIngress",
              RevokeCacheSecurityGroupIngressRequest::builder,
              CacheSecurityGroupRows::revoke));

  private CacheSecurityGroupRows() {}

  private static CreateCacheSecurityGroupResponse create(
      CreateCacheSecurityGroupRequest request, Call call) {
    actsOn(request, Set.of(NAME, "Description"));
    CacheSecurityGroup group =
        call.submit(
            new CacheSecurityGroups.Create(
                required(request.cacheSecurityGroupName(), NAME),
                required(request.description(), "Description")));
    return CreateCacheSecurityGroupResponse.builder()
        .cacheSecurityGroup(shape(group, call))
        .build();
  }

  private static DeleteCacheSecurityGroupResponse delete(
      DeleteCacheSecurityGroupRequest request, Call call) {
    call.submit(new CacheSecurityGroups.Delete(required(request.cacheSecurityGroupName(), NAME)));
    return DeleteCacheSecurityGroupResponse.builder().build();
  }

  private static DescribeCacheSecurityGroupsResponse describe(
      DescribeCacheSecurityGroupsRequest request, Call call) {
    List<CacheSecurityGroup> groups =
        read(
            call,
            now -> {
              CacheSecurityGroups.requireOffered(now, call.account());
              return text(request.cacheSecurityGroupName())
                  .map(it -> List.of(CacheSecurityGroups.require(now, call.account(), it)))
                  .orElseGet(
                      () ->
                          List.copyOf(now.all(call.account(), NetworkKinds.CACHE_SECURITY_GROUP)));
            });
    var page =
        Pages.RECORDS
            .page(groups, CacheSecurityGroup::name, request.marker(), request.maxRecords())
            .map(group -> shape(group, call));
    return DescribeCacheSecurityGroupsResponse.builder()
        .cacheSecurityGroups(page.items())
        .marker(page.marker())
        .build();
  }

  private static AuthorizeCacheSecurityGroupIngressResponse authorize(
      AuthorizeCacheSecurityGroupIngressRequest request, Call call) {
    CacheSecurityGroup group =
        call.submit(
            new CacheSecurityGroups.Authorize(
                required(request.cacheSecurityGroupName(), NAME),
                member(request.ec2SecurityGroupOwnerId(), request.ec2SecurityGroupName())));
    call.awaitNetwork();
    return AuthorizeCacheSecurityGroupIngressResponse.builder()
        .cacheSecurityGroup(shape(group, call))
        .build();
  }

  private static RevokeCacheSecurityGroupIngressResponse revoke(
      RevokeCacheSecurityGroupIngressRequest request, Call call) {
    CacheSecurityGroup group =
        call.submit(
            new CacheSecurityGroups.Revoke(
                required(request.cacheSecurityGroupName(), NAME),
                member(request.ec2SecurityGroupOwnerId(), request.ec2SecurityGroupName())));
    call.awaitNetwork();
    return RevokeCacheSecurityGroupIngressResponse.builder()
        .cacheSecurityGroup(shape(group, call))
        .build();
  }

  private static CacheSecurityGroup.Member member(@Nullable String owner, @Nullable String name) {
    return new CacheSecurityGroup.Member(
        required(owner, "EC2SecurityGroupOwnerId"), required(name, "EC2SecurityGroupName"));
  }

  /// The call that changed a group was answered when the change was in force, so every member that
  /// shows is let in.
  private static software.amazon.awssdk.services.elasticache.model.CacheSecurityGroup shape(
      CacheSecurityGroup group, Call call) {
    return software.amazon.awssdk.services.elasticache.model.CacheSecurityGroup.builder()
        .cacheSecurityGroupName(group.name())
        .ownerId(group.owner())
        .description(group.description())
        .arn(
            "arn:aws:elasticache:%s:%s:securitygroup:%s"
                .formatted(call.region(), call.account(), group.name()))
        .ec2SecurityGroups(
            group.members().stream()
                .map(
                    it ->
                        EC2SecurityGroup.builder()
                            .ec2SecurityGroupName(it.name())
                            .ec2SecurityGroupOwnerId(it.owner())
                            .status(AUTHORIZED)
                            .build())
                .toList())
        .build();
  }
}
