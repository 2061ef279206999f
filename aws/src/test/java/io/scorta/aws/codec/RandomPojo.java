package io.scorta.aws.codec;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// Fills any request or response of the SDK with random values.
final class RandomPojo {
  private static final long TIME_BOUND = 4_000_000_000_000L;
  private static final int DEPTH_MAX = 5;
  private static final int MEMBERS_MAX = 3;
  private static final String ALPHABET = "abzAZ09 +&=%;,./:*'\"<>é€\uD83D\uDE00";
  private final SplittableRandom random;
  private final ChronoUnit timeUnit;

  RandomPojo(SplittableRandom random, ChronoUnit timeUnit) {
    this.random = random;
    this.timeUnit = timeUnit;
  }

  /// Gives most fields a value; whether any has one.
  boolean fill(SdkPojo builder, int depth) {
    boolean any = false;
    for (SdkField<?> field : builder.sdkFields()) {
      // The SDK itself fills an idempotency token that is absent.
      boolean wanted =
          !any || field.containsTrait(DefaultValueTrait.class) || random.nextInt(4) > 0;
      Object value = wanted ? value(field, field, builder, depth) : null;
      if (value != null) {
        field.set(builder, value);
        any = true;
      }
    }
    return any;
  }

  private @Nullable Object value(SdkField<?> field, SdkField<?> named, SdkPojo owner, int depth) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> text(KnownValues.of(owner.getClass(), named.memberName()));
      case BOOLEAN -> random.nextBoolean();
      case INTEGER -> random.nextInt();
      case LONG -> random.nextLong();
      case DOUBLE -> random.nextInt(1000) / 8.0;
      case FLOAT -> random.nextInt(1000) / 8.0f;
      case INSTANT -> Instant.ofEpochMilli(random.nextLong(TIME_BOUND)).truncatedTo(timeUnit);
      case SDK_BYTES -> SdkBytes.fromUtf8String(text(Set.of()));
      case LIST -> list(field, owner, depth);
      case SDK_POJO -> pojo(field, depth);
      default -> throw new IllegalStateException("no value for " + field.marshallingType());
    };
  }

  private @Nullable Object list(SdkField<?> field, SdkPojo owner, int depth) {
    SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
    List<Object> members = new ArrayList<>();
    for (int i = 1 + random.nextInt(MEMBERS_MAX); i > 0; i--) {
      Object value = value(member, field, owner, depth + 1);
      if (value != null) {
        members.add(value);
      }
    }
    return members.isEmpty() ? null : members;
  }

  private @Nullable Object pojo(SdkField<?> field, int depth) {
    if (depth >= DEPTH_MAX) {
      return null;
    }
    SdkPojo builder = field.constructor().get();
    return fill(builder, depth + 1) ? ((SdkBuilder<?, ?>) builder).build() : null;
  }

  private String text(Set<String> known) {
    if (!known.isEmpty()) {
      return List.copyOf(known).get(random.nextInt(known.size()));
    }
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.appendCodePoint(
          ALPHABET.codePointAt(
              ALPHABET.offsetByCodePoints(
                  0, random.nextInt(ALPHABET.codePointCount(0, ALPHABET.length())))));
    }
    return text.append('x').toString();
  }
}
