package io.scorta.server.store;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/// Gives every value of a sealed interface a "type": its record's name in lower case with hyphens.
///
/// So records stay free of annotations. Renaming such a record changes what is persisted; the test
/// that pins the documents notices.
final class DocumentIntrospector extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1;
  private static final JsonTypeInfo.Value BY_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true);

  @Override
  public JsonTypeInfo.Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
    return annotated instanceof AnnotatedClass type && isChoice(type.getRawType())
        ? BY_NAME
        : super.findPolymorphicTypeInfo(config, annotated);
  }

  @Override
  public List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
    if (!isChoice(annotated.getRawType())) {
      return super.findSubtypes(config, annotated);
    }
    return Arrays.stream(annotated.getRawType().getPermittedSubclasses())
        .map(type -> new NamedType(type, typeName(type)))
        .toList();
  }

  private static boolean isChoice(Class<?> type) {
    return type.isInterface() && type.isSealed();
  }

  static String typeName(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
