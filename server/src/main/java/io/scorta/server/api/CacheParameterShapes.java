package io.scorta.server.api;

import io.scorta.control.node.CacheArn;
import io.scorta.control.param.CacheEngine;
import io.scorta.control.param.NodeSizing;
import io.scorta.control.param.NodeTypeParameter;
import io.scorta.control.param.Parameter;
import io.scorta.control.param.ParameterGroup;
import java.util.List;
import software.amazon.awssdk.services.elasticache.model.CacheNodeTypeSpecificParameter;
import software.amazon.awssdk.services.elasticache.model.CacheNodeTypeSpecificValue;
import software.amazon.awssdk.services.elasticache.model.CacheParameterGroup;
import software.amazon.awssdk.services.elasticache.model.ChangeType;

/// Parameters and their groups as the API shows them.
final class CacheParameterShapes {
  /// Changed by the group's owner.
  static final String USER = "user";

  /// A parameter of the service, of which the engine does not know.
  static final String SYSTEM = "system";

  /// The engine's own, as the family has it.
  static final String ENGINE_DEFAULT = "engine-default";

  private CacheParameterShapes() {}

  static CacheParameterGroup group(ParameterGroup group, Call call) {
    return CacheParameterGroup.builder()
        .cacheParameterGroupName(group.name())
        .cacheParameterGroupFamily(group.family())
        .description(group.description())
        .isGlobal(false)
        .arn(
            new CacheArn(CacheArn.Type.PARAMETER_GROUP, group.name())
                .text(call.region(), call.account()))
        .build();
  }

  static software.amazon.awssdk.services.elasticache.model.Parameter parameter(
      Parameter row, ParameterGroup group) {
    return software.amazon.awssdk.services.elasticache.model.Parameter.builder()
        .parameterName(row.name())
        .parameterValue(group.valueOf(row))
        .description(row.description())
        .source(source(row, group))
        .dataType(row.type().wireName())
        .allowedValues(row.allowed())
        .isModifiable(row.modifiable())
        .minimumEngineVersion(row.since())
        .changeType(row.change().wireName())
        .build();
  }

  static String source(Parameter row, ParameterGroup group) {
    if (group.values().containsKey(row.name())) {
      return USER;
    }
    return NodeSizing.isServiceOwn(row.name()) ? SYSTEM : ENGINE_DEFAULT;
  }

  static List<CacheNodeTypeSpecificParameter> nodeTypeParameters(CacheEngine engine) {
    return NodeTypeParameter.of(engine).stream().map(CacheParameterShapes::shape).toList();
  }

  private static CacheNodeTypeSpecificParameter shape(NodeTypeParameter parameter) {
    return CacheNodeTypeSpecificParameter.builder()
        .parameterName(parameter.name())
        .description(parameter.description())
        .source(SYSTEM)
        .dataType(Parameter.Type.INTEGER.wireName())
        .isModifiable(false)
        .minimumEngineVersion(parameter.since())
        .changeType(ChangeType.REQUIRES_REBOOT)
        .cacheNodeTypeSpecificValues(
            parameter.values().entrySet().stream()
                .map(
                    value ->
                        CacheNodeTypeSpecificValue.builder()
                            .cacheNodeType(value.getKey())
                            .value(value.getValue())
                            .build())
                .toList())
        .build();
  }
}
