package io.scorta.aws.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;

/// Single values between their text on the wire and the SDK's types.
final class Scalars {
  private static final String INVALID = "InvalidParameterValue";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Scalars() {}

  /// The value as the field's type.
  ///
  /// The owner is the builder that knows the values of an enum, under the name of the field
  /// `named`: for the members of a list that is the list.
  static Object read(
      String path, String text, SdkField<?> field, SdkPojo owner, SdkField<?> named) {
    MarshallingKnownType type = field.marshallingType().getKnownType();
    try {
      return switch (type) {
        case STRING -> known(path, text, KnownValues.of(owner.getClass(), named.memberName()));
        case BOOLEAN -> bool(text);
        case INTEGER -> Integer.valueOf(text);
        case LONG -> Long.valueOf(text);
        case DOUBLE -> finite(Double.parseDouble(text));
        case FLOAT -> (float) finite(Float.parseFloat(text));
        case INSTANT -> OffsetDateTime.parse(text).toInstant();
        case SDK_BYTES -> SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
        default -> throw new IllegalStateException("no reading for " + type);
      };
    } catch (IllegalArgumentException | DateTimeException e) {
      throw WireFault.of(
          INVALID, "Value (%s) for parameter %s is invalid: give %s", text, path, form(type));
    }
  }

  /// The text of a value, as AWS writes it.
  static String write(Object value) {
    return switch (value) {
      case Instant time -> TIME.format(time);
      case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
      default -> value.toString();
    };
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not finite");
    }
    return value;
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> throw new IllegalArgumentException("neither");
    };
  }

  private static String known(String path, String text, Set<String> known) {
    if (known.isEmpty() || known.contains(text)) {
      return text;
    }
    String valid =
        known.size() <= KnownValues.LISTED_MAX
            ? "valid values are " + String.join(", ", known)
            : "it is none of the %d values that are known".formatted(known.size());
    throw WireFault.of(INVALID, "Value (%s) for parameter %s is invalid: %s", text, path, valid);
  }

  private static String form(MarshallingKnownType type) {
    return switch (type) {
      case BOOLEAN -> "true or false";
      case INTEGER, LONG -> "a whole number";
      case INSTANT -> "an ISO 8601 time such as 2026-01-31T12:00:00Z";
      case SDK_BYTES -> "base64";
      default -> "a number";
    };
  }
}
