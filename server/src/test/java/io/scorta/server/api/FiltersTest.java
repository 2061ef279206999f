package io.scorta.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Filter;

class FiltersTest {
  private record Thing(String id, List<String> cidrs, Map<String, String> tags) {}

  private static final Thing WEB =
      new Thing("sg-web", List.of("10.0.0.0/8", "192.168.0.0/16"), Map.of("Name", "web", "e", ""));
  private static final Thing DATA = new Thing("sg-data", List.of(), Map.of("Name", "data"));
  private static final Filters<Thing> FILTERS =
      Filters.<Thing>none()
          .with("group-id", Thing::id)
          .withEach("cidr", Thing::cidrs)
          .withTags(Thing::tags);

  @Test
  void filtersAreAllMetByAnyOfTheirValues() {
    assertThat(select(filter("group-id", "sg-data", "sg-web"))).containsExactly(WEB, DATA);
    assertThat(select(filter("group-id", "sg-data", "sg-web"), filter("tag:Name", "web")))
        .containsExactly(WEB);
    assertThat(select()).containsExactly(WEB, DATA);
  }

  @Test
  void oneValueOfSeveralIsEnough() {
    assertThat(select(filter("cidr", "192.168.*"))).containsExactly(WEB);
  }

  @Test
  void tagsAreFoundByKeyAndValue() {
    assertThat(select(filter("tag-key", "e"))).containsExactly(WEB);
    assertThat(select(filter("tag-value", "data"))).containsExactly(DATA);
    assertThat(select(filter("tag:Name", "*a*"))).containsExactly(DATA);
    assertThat(select(filter("tag:e", ""))).containsExactly(WEB);
    assertThat(select(filter("tag:absent", "*"))).isEmpty();
  }

  @Test
  void caseMatters() {
    assertThat(select(filter("group-id", "SG-WEB"))).isEmpty();
  }

  @Test
  void unknownNameIsNamed() {
    assertThatThrownBy(() -> select(filter("colour", "red")))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> {
              assertThat(e.fault().code()).isEqualTo("InvalidParameterValue");
              assertThat(e.fault().message()).isEqualTo("The filter 'colour' is invalid");
            });
  }

  @Test
  void filterNeedsAName() {
    assertThatThrownBy(() -> select(Filter.builder().values("a").build()))
        .isInstanceOfSatisfying(
            FaultException.class, e -> assertThat(e.fault().code()).isEqualTo("MissingParameter"));
  }

  @Test
  void backslashTakesTheMeaningAway() {
    assertThat(Filters.fits("a\\*b", "a*b")).isTrue();
    assertThat(Filters.fits("a\\*b", "axb")).isFalse();
    assertThat(Filters.fits("\\?", "?")).isTrue();
  }

  @Test
  void patternsAgreeWithRegularExpressions() {
    long seed = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      String pattern = random(random, "ab*?");
      String value = random(random, "ab");
      String regex = pattern.replace("*", ".*").replace("?", ".");
      assertThat(Filters.fits(pattern, value))
          .as("seed %d: %s on %s", seed + i, pattern, value)
          .isEqualTo(Pattern.matches(regex, value));
    }
  }

  @Test
  void patternOfManyStarsIsDecidedSoon() {
    assertThat(Filters.fits("*a".repeat(100) + "b", "a".repeat(10_000))).isFalse();
  }

  private static List<Thing> select(Filter... filters) {
    return FILTERS.select(List.of(filters), List.of(WEB, DATA));
  }

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  private static String random(SplittableRandom random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
