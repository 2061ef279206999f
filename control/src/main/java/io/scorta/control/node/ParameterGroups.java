package io.scorta.control.node;

import static io.scorta.control.node.CacheFaults.invalidCombination;
import static io.scorta.control.node.CacheFaults.invalidValue;

import io.scorta.control.param.Parameter;
import io.scorta.control.param.ParameterFamilies;
import io.scorta.control.param.ParameterFamily;
import io.scorta.control.param.ParameterGroup;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The commands on parameter groups. Nodes that use a group follow from its record.
public final class ParameterGroups {
  private static final String RESERVED_MEMORY = "reserved-memory";
  private static final String RESERVED_MEMORY_PERCENT = "reserved-memory-percent";

  private ParameterGroups() {}

  /// Makes a group with its family's defaults.
  public record Create(String name, String family, String description, Map<String, String> tags)
      implements Command<ParameterGroup> {
    public Create {
      tags = Map.copyOf(tags);
    }

    @Override
    public Decision<ParameterGroup> decide(State state, Context context) {
      return Decision.of(state, draft -> create(draft, context));
    }

    private ParameterGroup create(Draft draft, Context context) {
      String account = context.account();
      if (ParameterFamily.isDefaultName(name.toLowerCase(Locale.ROOT))) {
        throw invalidValue(
            "The parameter CacheParameterGroupName must not begin with default.: \"%s\".", name);
      }
      String id = CacheName.parameterGroup(name);
      CacheName.checkDescription(description);
      ParameterFamily table = familyOf(family);
      if (draft.find(account, ParameterGroup.KIND, id).isPresent()) {
        throw Refusal.of(
            CacheFaults.PARAMETER_GROUP_EXISTS, "CacheParameterGroup %s already exists.", id);
      }
      if (draft.all(account, ParameterGroup.KIND).size() >= CacheLimits.PARAMETER_GROUPS) {
        throw Refusal.of(
            CacheFaults.PARAMETER_GROUP_QUOTA,
            "The account has %d parameter groups, its quota: delete one first.",
            CacheLimits.PARAMETER_GROUPS);
      }
      ParameterGroup group = new ParameterGroup(id, table.name(), description, Map.of());
      draft.put(account, ParameterGroup.KIND, id, group);
      ResourceTags.add(draft, account, arn(id), tags);
      return group;
    }
  }

  /// Gives parameters new values.
  public record Modify(String name, Map<String, String> values) implements Command<String> {
    public Modify {
      values = new TreeMap<>(values);
    }

    @Override
    public Decision<String> decide(State state, Context context) {
      return Decision.of(state, draft -> modify(draft, context));
    }

    private String modify(Draft draft, Context context) {
      ParameterGroup group = changeable(draft, context.account(), name);
      checkNumber(values.size());
      if (values.containsKey(RESERVED_MEMORY) && values.containsKey(RESERVED_MEMORY_PERCENT)) {
        throw invalidCombination(
            "%s and %s exclude each other: give one of them.",
            RESERVED_MEMORY, RESERVED_MEMORY_PERCENT);
      }
      values.forEach((parameter, value) -> check(group, parameter, value));
      Map<String, String> next = new TreeMap<>(group.values());
      next.putAll(values);
      put(draft, context, group, next);
      return group.name();
    }

    private static void check(ParameterGroup group, String name, String value) {
      Parameter parameter = modifiable(group, name);
      if (!parameter.allows(value)) {
        throw invalidValue(
            "Invalid parameter value \"%s\" for parameter %s: allowed are %s.",
            value, name, parameter.allowed().isEmpty() ? "integers" : parameter.allowed());
      }
    }
  }

  /// Gives parameters, or all of them when none is named, their family's defaults again.
  public record Reset(String name, List<String> parameters) implements Command<String> {
    public Reset {
      parameters = List.copyOf(parameters);
    }

    @Override
    public Decision<String> decide(State state, Context context) {
      return Decision.of(state, draft -> reset(draft, context));
    }

    private String reset(Draft draft, Context context) {
      ParameterGroup group = changeable(draft, context.account(), name);
      Map<String, String> next = new TreeMap<>(group.values());
      if (parameters.isEmpty()) {
        next.clear();
      } else {
        checkNumber(parameters.size());
        parameters.forEach(parameter -> modifiable(group, parameter));
        next.keySet().removeAll(parameters);
      }
      put(draft, context, group, next);
      return group.name();
    }
  }

  /// Takes a group away that no cluster uses.
  public record Delete(String name) implements Command<String> {
    @Override
    public Decision<String> decide(State state, Context context) {
      return Decision.of(state, draft -> delete(draft, context));
    }

    private String delete(Draft draft, Context context) {
      String account = context.account();
      ParameterGroup group = changeable(draft, account, name);
      String users =
          draft.all(account, CacheCluster.KIND).stream()
              .filter(cluster -> uses(cluster, group.name()))
              .map(CacheCluster::id)
              .collect(Collectors.joining(", "));
      if (!users.isEmpty()) {
        throw Refusal.of(
            CacheFaults.PARAMETER_GROUP_STATE,
            "One or more cache clusters are still members of this parameter group %s, so the group"
                + " cannot be deleted: %s.",
            group.name(),
            users);
      }
      draft.remove(account, ParameterGroup.KIND, group.name());
      ResourceTags.drop(draft, account, arn(group.name()));
      return group.name();
    }

    private static boolean uses(CacheCluster cluster, String group) {
      return cluster.settings().parameterGroup().equals(group)
          || cluster.pending().parameterGroup().equals(group);
    }
  }

  /// The group of a name that a caller gave, in any case.
  public static ParameterGroup asked(State state, String account, String name) {
    return ParameterGroup.find(state, account, name.toLowerCase(Locale.ROOT))
        .orElseThrow(() -> CacheFaults.parameterGroupNotFound(name));
  }

  /// The family of a name that a caller gave.
  public static ParameterFamily familyOf(String name) {
    return ParameterFamilies.find(name)
        .orElseThrow(
            () ->
                invalidValue(
                    "CacheParameterGroupFamily %s is not a valid parameter group family: give one"
                        + " of %s.",
                    name,
                    ParameterFamilies.all().stream()
                        .map(ParameterFamily::name)
                        .collect(Collectors.joining(", "))));
  }

  private static ParameterGroup changeable(Draft draft, String account, String name) {
    ParameterGroup group = asked(draft.state(), account, name);
    if (ParameterFamily.isDefaultName(group.name())) {
      throw Refusal.of(
          CacheFaults.PARAMETER_GROUP_STATE,
          "The default parameter group %s cannot be changed or deleted: create one of your own.",
          group.name());
    }
    return group;
  }

  private static Parameter modifiable(ParameterGroup group, String name) {
    Parameter parameter =
        group
            .familyTable()
            .find(name)
            .orElseThrow(() -> invalidValue("Parameter %s doesn't exist", name));
    if (!parameter.modifiable()) {
      throw invalidValue("The parameter %s cannot be modified.", name);
    }
    return parameter;
  }

  private static void checkNumber(int count) {
    if (count < 1 || count > CacheLimits.PARAMETERS_PER_CALL) {
      throw invalidValue(
          "ParameterNameValues names %d parameters: give 1 to %d.",
          count, CacheLimits.PARAMETERS_PER_CALL);
    }
  }

  private static void put(
      Draft draft, Context context, ParameterGroup group, Map<String, String> values) {
    ParameterGroup next = group.withValues(values);
    draft.put(context.account(), ParameterGroup.KIND, group.name(), next);
    for (Parameter parameter : group.familyTable().parameters()) {
      String value = next.valueOf(parameter);
      if (!value.equals(group.valueOf(parameter))) {
        CacheEvent.write(
            draft,
            context,
            new CacheEvent.Happening(
                CacheEvent.Source.CACHE_PARAMETER_GROUP,
                group.name(),
                "Updated parameter %s to %s".formatted(parameter.name(), value)));
      }
    }
  }

  private static CacheArn arn(String name) {
    return new CacheArn(CacheArn.Type.PARAMETER_GROUP, name);
  }
}
