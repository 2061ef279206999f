package io.scorta.server.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.scorta.access.model.Cidr;
import io.scorta.control.state.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Records to JSON documents and back.
///
/// Only a record's components are written, in a fixed order of map keys, so that equal records have
/// equal documents. A document with a missing or an unknown component is refused, not guessed at.
final class DocumentCodec {
  private final JsonMapper mapper;

  DocumentCodec() {
    SimpleModule forms = new SimpleModule("scorta");
    forms.addSerializer(Cidr.class, new CidrWriter());
    forms.addDeserializer(Cidr.class, new CidrReader());
    mapper =
        JsonMapper.builder()
            .annotationIntrospector(new DocumentIntrospector())
            .changeDefaultVisibility(
                visibility ->
                    visibility
                        .withFieldVisibility(Visibility.ANY)
                        .withGetterVisibility(Visibility.NONE)
                        .withIsGetterVisibility(Visibility.NONE))
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(forms)
            .build();
  }

  String encode(Record value) {
    return mapper.writeValueAsString(value);
  }

  /// @throws JacksonException when the text is not a document of this kind
  <T extends Record> T decode(Kind<T> kind, String json) {
    return mapper.readValue(json, kind.type());
  }

  /// A block of addresses is written as people write it.
  private static final class CidrWriter extends ValueSerializer<Cidr> {
    @Override
    public void serialize(Cidr value, JsonGenerator out, SerializationContext context) {
      out.writeString(value.toString());
    }
  }

  private static final class CidrReader extends ValueDeserializer<Cidr> {
    @Override
    public Cidr deserialize(JsonParser in, DeserializationContext context) {
      return Cidr.parse(in.getValueAsString(""));
    }
  }
}
