package io.scorta.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  private static boolean matches(String pattern, String text) {
    try (Allocator allocator = new Allocator()) {
      byte[] p = pattern.getBytes(StandardCharsets.ISO_8859_1);
      byte[] t = text.getBytes(StandardCharsets.ISO_8859_1);
      long a = allocator.allocate(p.length);
      long b = allocator.allocate(t.length);
      Memory.copyIn(p, 0, a, p.length);
      Memory.copyIn(t, 0, b, t.length);
      return Glob.matches(a, p.length, b, t.length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "*, anything",
    "h?llo, hallo",
    "h*llo, heeeello",
    "h[ae]llo, hello",
    "h[^e]llo, hallo",
    "h[a-c]llo, hbllo",
    "h[c-a]llo, hbllo",
    "*a*b*c*, xxaxxbxxcxx",
    "h\\*llo, h*llo",
    "[\\]], ]",
    "[abc, b",
    "a\\, a\\",
    "user:*:[0-9], user:x:y:7"
  })
  void theTextMatches(String pattern, String text) {
    assertThat(matches(pattern, text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "h?llo, hllo",
    "h[^e]llo, hello",
    "h[a-c]llo, hdllo",
    "h\\*llo, hello",
    "[], a",
    "abc, abcd",
    "abcd, abc",
    "*a, b",
    "?, ''"
  })
  void theTextDoesNotMatch(String pattern, String text) {
    assertThat(matches(pattern, text)).isFalse();
  }

  @Test
  void manyStarsDoNotMakeItSlow() {
    assertThat(matches("a*".repeat(200) + "b", "a".repeat(5000))).isFalse();
  }

  @Test
  void theEmptyTextMatchesOnlyWhatValkeySays() {
    assertThat(matches("", "")).isTrue();
    assertThat(matches("*", "")).isTrue();
    assertThat(matches("**", "")).isFalse();
    assertThat(Glob.matches("*", "")).isFalse();
    assertThat(Glob.matches("n[a-e]*s", "news")).isTrue();
  }
}
