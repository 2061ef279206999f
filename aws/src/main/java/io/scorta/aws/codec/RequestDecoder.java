package io.scorta.aws.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// Fills the SDK's request builders from parameters, by the names that their fields carry.
final class RequestDecoder {
  /// What raw clients write where a list's own item name is due.
  private static final String MEMBER = "member";

  private final Wire wire;

  RequestDecoder(Wire wire) {
    this.wire = wire;
  }

  /// Fills the builder; every parameter below must find its field.
  void fill(SdkPojo builder, Parameter parameters) {
    for (SdkField<?> field : builder.sdkFields()) {
      parameters
          .child(field.locationName())
          .ifPresent(parameter -> field.set(builder, read(parameter, field, builder)));
    }
  }

  private Object read(Parameter parameter, SdkField<?> field, SdkPojo owner) {
    return switch (field.marshallingType().getKnownType()) {
      case LIST -> list(parameter, field, owner);
      case SDK_POJO -> structure(parameter, field.constructor());
      default -> Scalars.read(parameter.path(), text(parameter), field, owner, field);
    };
  }

  private Object structure(Parameter parameter, Supplier<SdkPojo> constructor) {
    requireEmpty(parameter, "a structure");
    SdkPojo builder = constructor.get();
    fill(builder, parameter);
    return ((SdkBuilder<?, ?>) builder).build();
  }

  private List<Object> list(Parameter parameter, SdkField<?> field, SdkPojo owner) {
    requireEmpty(parameter, "a list");
    ListTrait trait = field.getTrait(ListTrait.class);
    List<Object> members = new ArrayList<>();
    for (Parameter member : members(parameter, trait).values()) {
      members.add(readMember(member, field, trait.memberFieldInfo(), owner));
    }
    return members;
  }

  /// A member is read as its own field says, but an enum's values hang on the list's name.
  private Object readMember(
      Parameter parameter, SdkField<?> list, SdkField<?> member, SdkPojo owner) {
    if (member.marshallingType().getKnownType() == MarshallingKnownType.STRING) {
      return Scalars.read(parameter.path(), text(parameter), member, owner, list);
    }
    return read(parameter, member, owner);
  }

  private Map<Integer, Parameter> members(Parameter parameter, ListTrait trait) {
    Map<Integer, Parameter> sorted = new TreeMap<>();
    switch (wire) {
      case EC2 -> collect(sorted, parameter);
      case QUERY -> {
        String item = Optional.ofNullable(trait.memberLocationName()).orElse(MEMBER);
        parameter.child(item).ifPresent(items -> collect(sorted, items));
        if (!item.equals(MEMBER)) {
          parameter.child(MEMBER).ifPresent(items -> collect(sorted, items));
        }
      }
    }
    if (sorted.size() > Limits.LIST_MEMBERS_MAX) {
      throw invalid(
          parameter, "has more than %d members: send fewer".formatted(Limits.LIST_MEMBERS_MAX));
    }
    return sorted;
  }

  private void collect(Map<Integer, Parameter> sorted, Parameter items) {
    items
        .children()
        .forEach(
            (index, member) -> {
              if (sorted.put(index(member, index), member) != null) {
                throw invalid(member, "gives a list member a second time");
              }
            });
  }

  private int index(Parameter member, String text) {
    try {
      int index = Integer.parseInt(text);
      if (index >= 1 && index <= Limits.INDEX_MAX) {
        return index;
      }
    } catch (NumberFormatException e) {
      throw unknown(member);
    }
    throw invalid(member, "has an index outside 1 to %d".formatted(Limits.INDEX_MAX));
  }

  /// `Name=` alone is an empty list or structure; any other text there is a mistake.
  private static void requireEmpty(Parameter parameter, String form) {
    if (!parameter.take().orElse("").isEmpty()) {
      throw invalid(parameter, "is " + form + ", not a single value");
    }
  }

  /// A single value; a name that only has segments below it says something else than was meant.
  private String text(Parameter parameter) {
    return parameter
        .take()
        .orElseThrow(() -> unknown(parameter.children().values().iterator().next()));
  }

  WireFault unknown(Parameter parameter) {
    return WireFault.of(
        wire.unknownParameterCode(), "The parameter %s is not recognized", parameter.path());
  }

  private static WireFault invalid(Parameter parameter, String what) {
    return WireFault.of("InvalidParameterValue", "The parameter %s %s", parameter.path(), what);
  }
}
