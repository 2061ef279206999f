package io.scorta.server.api;

import static io.scorta.server.api.CacheRequests.read;
import static io.scorta.server.api.CacheRequests.required;
import static io.scorta.server.api.CacheRequests.tags;
import static io.scorta.server.api.CacheRequests.text;
import static io.scorta.server.api.Rows.row;

import io.scorta.control.node.CacheArn;
import io.scorta.control.node.SubnetGroup;
import io.scorta.control.node.SubnetGroups;
import io.scorta.control.state.State;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticache.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticache.model.CacheSubnetGroup;
import software.amazon.awssdk.services.elasticache.model.CreateCacheSubnetGroupRequest;
import software.amazon.awssdk.services.elasticache.model.CreateCacheSubnetGroupResponse;
import software.amazon.awssdk.services.elasticache.model.DeleteCacheSubnetGroupRequest;
import software.amazon.awssdk.services.elasticache.model.DeleteCacheSubnetGroupResponse;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheSubnetGroupsRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheSubnetGroupsResponse;
import software.amazon.awssdk.services.elasticache.model.ModifyCacheSubnetGroupRequest;
import software.amazon.awssdk.services.elasticache.model.ModifyCacheSubnetGroupResponse;
import software.amazon.awssdk.services.elasticache.model.NetworkType;
import software.amazon.awssdk.services.elasticache.model.Subnet;

/// ElastiCache's actions on subnet groups.
final class CacheSubnetGroupRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "CreateCacheSubnetGroup",
              CreateCacheSubnetGroupRequest::builder,
              CacheSubnetGroupRows::create),
          row(
              "DescribeCacheSubnetGroups",
              DescribeCacheSubnetGroupsRequest::builder,
              CacheSubnetGroupRows::describe),
          row(
              "ModifyCacheSubnetGroup",
              ModifyCacheSubnetGroupRequest::builder,
              CacheSubnetGroupRows::modify),
          row(
              "DeleteCacheSubnetGroup",
              DeleteCacheSubnetGroupRequest::builder,
              CacheSubnetGroupRows::delete));

  private static final String NAME = "CacheSubnetGroupName";

  private CacheSubnetGroupRows() {}

  private static CreateCacheSubnetGroupResponse create(
      CreateCacheSubnetGroupRequest request, Call call) {
    SubnetGroup created =
        call.submit(
            new SubnetGroups.Create(
                required(request.cacheSubnetGroupName(), NAME),
                required(request.cacheSubnetGroupDescription(), "CacheSubnetGroupDescription"),
                required(request.subnetIds(), "SubnetIds"),
                tags(request.tags())));
    return CreateCacheSubnetGroupResponse.builder()
        .cacheSubnetGroup(shape(call.state(), created, call))
        .build();
  }

  private static DescribeCacheSubnetGroupsResponse describe(
      DescribeCacheSubnetGroupsRequest request, Call call) {
    State state = call.state();
    List<SubnetGroup> groups =
        read(
            state,
            now ->
                text(request.cacheSubnetGroupName())
                    .map(name -> List.of(SubnetGroups.asked(now, call.account(), name)))
                    .orElseGet(() -> SubnetGroup.all(now, call.account())));
    var page =
        Pages.RECORDS
            .page(groups, SubnetGroup::name, request.marker(), request.maxRecords())
            .map(group -> shape(state, group, call));
    return DescribeCacheSubnetGroupsResponse.builder()
        .cacheSubnetGroups(page.items())
        .marker(page.marker())
        .build();
  }

  private static ModifyCacheSubnetGroupResponse modify(
      ModifyCacheSubnetGroupRequest request, Call call) {
    SubnetGroup modified =
        call.submit(
            new SubnetGroups.Modify(
                required(request.cacheSubnetGroupName(), NAME),
                Optional.ofNullable(request.cacheSubnetGroupDescription()),
                request.subnetIds()));
    return ModifyCacheSubnetGroupResponse.builder()
        .cacheSubnetGroup(shape(call.state(), modified, call))
        .build();
  }

  private static DeleteCacheSubnetGroupResponse delete(
      DeleteCacheSubnetGroupRequest request, Call call) {
    call.submit(new SubnetGroups.Delete(required(request.cacheSubnetGroupName(), NAME)));
    return DeleteCacheSubnetGroupResponse.builder().build();
  }

  private static CacheSubnetGroup shape(State state, SubnetGroup group, Call call) {
    return CacheSubnetGroup.builder()
        .cacheSubnetGroupName(group.name())
        .cacheSubnetGroupDescription(group.description())
        .vpcId(group.vpcId())
        .arn(
            new CacheArn(CacheArn.Type.SUBNET_GROUP, group.name())
                .text(call.region(), call.account()))
        .supportedNetworkTypes(NetworkType.IPV4)
        .subnets(
            group.subnets(state, call.account()).stream()
                .map(CacheSubnetGroupRows::subnet)
                .toList())
        .build();
  }

  private static Subnet subnet(io.scorta.access.model.Subnet subnet) {
    return Subnet.builder()
        .subnetIdentifier(subnet.id())
        .subnetAvailabilityZone(AvailabilityZone.builder().name(subnet.zone()).build())
        .supportedNetworkTypes(NetworkType.IPV4)
        .build();
  }
}
