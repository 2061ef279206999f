package io.scorta.aws.codec;

import io.scorta.aws.xml.XmlWriter;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;

/// Writes the fields of the SDK's response classes that have a value.
final class ResponseEncoder {
  private static final String MEMBER = "member";
  private final XmlWriter xml;

  ResponseEncoder(XmlWriter xml) {
    this.xml = xml;
  }

  void fields(SdkPojo pojo) {
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (value != null && !(value instanceof SdkAutoConstructList)) {
        value(field.unmarshallLocationName(), field, value);
      }
    }
  }

  private void value(String name, SdkField<?> field, Object value) {
    if (value instanceof List<?> list) {
      ListTrait trait = field.getTrait(ListTrait.class);
      String item = Optional.ofNullable(trait.memberLocationName()).orElse(MEMBER);
      xml.open(name);
      for (Object member : list) {
        value(item, trait.memberFieldInfo(), member);
      }
      xml.close(name);
    } else if (value instanceof SdkPojo pojo) {
      xml.open(name);
      fields(pojo);
      xml.close(name);
    } else {
      xml.element(name, Scalars.write(value));
    }
  }
}
