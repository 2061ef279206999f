package io.scorta.server.api;

import static io.scorta.server.api.CacheRequests.read;
import static io.scorta.server.api.CacheRequests.required;
import static io.scorta.server.api.CacheRequests.tags;
import static io.scorta.server.api.CacheRequests.text;
import static io.scorta.server.api.Rows.row;

import io.scorta.control.node.ParameterGroups;
import io.scorta.control.param.Parameter;
import io.scorta.control.param.ParameterFamily;
import io.scorta.control.param.ParameterGroup;
import io.scorta.control.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticache.model.CreateCacheParameterGroupRequest;
import software.amazon.awssdk.services.elasticache.model.CreateCacheParameterGroupResponse;
import software.amazon.awssdk.services.elasticache.model.DeleteCacheParameterGroupRequest;
import software.amazon.awssdk.services.elasticache.model.DeleteCacheParameterGroupResponse;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheParameterGroupsRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheParameterGroupsResponse;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheParametersRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheParametersResponse;
import software.amazon.awssdk.services.elasticache.model.DescribeEngineDefaultParametersRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeEngineDefaultParametersResponse;
import software.amazon.awssdk.services.elasticache.model.EngineDefaults;
import software.amazon.awssdk.services.elasticache.model.ModifyCacheParameterGroupRequest;
import software.amazon.awssdk.services.elasticache.model.ModifyCacheParameterGroupResponse;
import software.amazon.awssdk.services.elasticache.model.ParameterNameValue;
import software.amazon.awssdk.services.elasticache.model.ResetCacheParameterGroupRequest;
import software.amazon.awssdk.services.elasticache.model.ResetCacheParameterGroupResponse;

/// ElastiCache's actions on parameter groups.
final class CacheParameterRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "CreateCacheParameterGroup",
              CreateCacheParameterGroupRequest::builder,
              CacheParameterRows::create),
          row(
              "DescribeCacheParameterGroups",
              DescribeCacheParameterGroupsRequest::builder,
              CacheParameterRows::describeGroups),
          row(
              "DescribeCacheParameters",
              DescribeCacheParametersRequest::builder,
              CacheParameterRows::describe),
          row(
              "DescribeEngineDefaultParameters",
              DescribeEngineDefaultParametersRequest::builder,
              CacheParameterRows::describeDefaults),
          row(
              "ModifyCacheParameterGroup",
              ModifyCacheParameterGroupRequest::builder,
              CacheParameterRows::modify),
          row(
              "ResetCacheParameterGroup",
              ResetCacheParameterGroupRequest::builder,
              CacheParameterRows::reset),
          row(
              "DeleteCacheParameterGroup",
              DeleteCacheParameterGroupRequest::builder,
              CacheParameterRows::delete));

  private static final String NAME = "CacheParameterGroupName";
  private static final String VALUES = "ParameterNameValues";
  private static final List<String> SOURCES =
      List.of(
          CacheParameterShapes.USER,
          CacheParameterShapes.SYSTEM,
          CacheParameterShapes.ENGINE_DEFAULT);

  private CacheParameterRows() {}

  private static CreateCacheParameterGroupResponse create(
      CreateCacheParameterGroupRequest request, Call call) {
    ParameterGroup created =
        call.submit(
            new ParameterGroups.Create(
                required(request.cacheParameterGroupName(), NAME),
                required(request.cacheParameterGroupFamily(), "CacheParameterGroupFamily"),
                required(request.description(), "Description"),
                tags(request.tags())));
    return CreateCacheParameterGroupResponse.builder()
        .cacheParameterGroup(CacheParameterShapes.group(created, call))
        .build();
  }

  private static DescribeCacheParameterGroupsResponse describeGroups(
      DescribeCacheParameterGroupsRequest request, Call call) {
    List<ParameterGroup> groups =
        read(
            call,
            state ->
                text(request.cacheParameterGroupName())
                    .map(name -> List.of(ParameterGroups.asked(state, call.account(), name)))
                    .orElseGet(() -> ParameterGroup.all(state, call.account())));
    var page =
        Pages.RECORDS
            .page(groups, ParameterGroup::name, request.marker(), request.maxRecords())
            .map(group -> CacheParameterShapes.group(group, call));
    return DescribeCacheParameterGroupsResponse.builder()
        .cacheParameterGroups(page.items())
        .marker(page.marker())
        .build();
  }

  private static DescribeCacheParametersResponse describe(
      DescribeCacheParametersRequest request, Call call) {
    ParameterGroup group = asked(call, required(request.cacheParameterGroupName(), NAME));
    Optional<String> source = text(request.source());
    source.ifPresent(CacheParameterRows::checkSource);
    List<Parameter> parameters =
        group.familyTable().parameters().stream()
            .filter(
                row ->
                    source.isEmpty()
                        || source.get().equals(CacheParameterShapes.source(row, group)))
            .toList();
    var page =
        Pages.RECORDS.page(parameters, Parameter::name, request.marker(), request.maxRecords());
    return DescribeCacheParametersResponse.builder()
        .parameters(page.map(row -> CacheParameterShapes.parameter(row, group)).items())
        .cacheNodeTypeSpecificParameters(
            text(request.marker()).isEmpty() && !source.equals(Optional.of("user"))
                ? CacheParameterShapes.nodeTypeParameters(group.familyTable().engine())
                : List.of())
        .marker(page.marker())
        .build();
  }

  private static DescribeEngineDefaultParametersResponse describeDefaults(
      DescribeEngineDefaultParametersRequest request, Call call) {
    String name = required(request.cacheParameterGroupFamily(), "CacheParameterGroupFamily");
    ParameterFamily family = read(call, (State _) -> ParameterGroups.familyOf(name));
    var page =
        Pages.RECORDS.page(
            family.parameters(), Parameter::name, request.marker(), request.maxRecords());
    EngineDefaults.Builder defaults =
        EngineDefaults.builder()
            .cacheParameterGroupFamily(family.name())
            .parameters(
                page.map(row -> CacheParameterShapes.parameter(row, family.defaultGroup())).items())
            .marker(page.marker());
    if (text(request.marker()).isEmpty()) {
      defaults.cacheNodeTypeSpecificParameters(
          CacheParameterShapes.nodeTypeParameters(family.engine()));
    }
    return DescribeEngineDefaultParametersResponse.builder()
        .engineDefaults(defaults.build())
        .build();
  }

  private static ModifyCacheParameterGroupResponse modify(
      ModifyCacheParameterGroupRequest request, Call call) {
    Map<String, String> values = new HashMap<>();
    for (ParameterNameValue pair : required(request.parameterNameValues(), VALUES)) {
      values.put(
          required(pair.parameterName(), "ParameterName"),
          Optional.ofNullable(pair.parameterValue()).orElse(""));
    }
    String name =
        call.submit(
            new ParameterGroups.Modify(required(request.cacheParameterGroupName(), NAME), values));
    return ModifyCacheParameterGroupResponse.builder().cacheParameterGroupName(name).build();
  }

  private static ResetCacheParameterGroupResponse reset(
      ResetCacheParameterGroupRequest request, Call call) {
    boolean all = Boolean.TRUE.equals(request.resetAllParameters());
    List<String> names = new ArrayList<>();
    for (ParameterNameValue pair : request.parameterNameValues()) {
      names.add(required(pair.parameterName(), "ParameterName"));
    }
    if (all != names.isEmpty()) {
      throw new FaultException(
          "InvalidParameterCombination",
          "Give either ResetAllParameters as true or ParameterNameValues.");
    }
    String name =
        call.submit(
            new ParameterGroups.Reset(required(request.cacheParameterGroupName(), NAME), names));
    return ResetCacheParameterGroupResponse.builder().cacheParameterGroupName(name).build();
  }

  private static DeleteCacheParameterGroupResponse delete(
      DeleteCacheParameterGroupRequest request, Call call) {
    call.submit(new ParameterGroups.Delete(required(request.cacheParameterGroupName(), NAME)));
    return DeleteCacheParameterGroupResponse.builder().build();
  }

  private static ParameterGroup asked(Call call, String name) {
    return read(call, state -> ParameterGroups.asked(state, call.account(), name));
  }

  private static void checkSource(String source) {
    if (!SOURCES.contains(source)) {
      throw new FaultException(
          "InvalidParameterValue",
          "Invalid value for Source: \"%s\". Give one of %s."
              .formatted(source, String.join(", ", SOURCES)));
    }
  }
}
