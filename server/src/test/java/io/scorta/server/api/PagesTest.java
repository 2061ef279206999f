package io.scorta.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.server.api.Pages.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PagesTest {
  private static final List<String> ITEMS =
      IntStream.range(0, 150).mapToObj("cache-%03d"::formatted).toList();

  @Test
  void pageHasAHundredRecordsUnlessAskedOtherwise() {
    Page<String> first = Pages.RECORDS.page(ITEMS, Function.identity(), null, null);
    assertThat(first.items()).hasSize(100).startsWith("cache-000");
    Page<String> second = Pages.RECORDS.page(ITEMS, Function.identity(), first.marker(), null);
    assertThat(second.items()).hasSize(50).startsWith("cache-100");
    assertThat(second.marker()).isNull();
  }

  @Test
  void boundsOfTheSizeAreNamed() {
    for (int size : List.of(-1, 0, 19, 101)) {
      assertThatThrownBy(() -> Pages.RECORDS.page(ITEMS, Function.identity(), null, size))
          .isInstanceOfSatisfying(
              FaultException.class,
              e -> {
                assertThat(e.fault().code()).isEqualTo("InvalidParameterValue");
                assertThat(e.fault().message()).contains("MaxRecords", "20", "100");
              });
    }
    assertThat(Pages.RECORDS.page(ITEMS, Function.identity(), null, 20).items()).hasSize(20);
  }

  @Test
  void markerThatWasNeverGivenIsRefused() {
    for (String marker : List.of("!", "AAAA", "cache-001")) {
      assertThatThrownBy(() -> Pages.RECORDS.page(ITEMS, Function.identity(), marker, null))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("Marker");
    }
    assertThatThrownBy(() -> Pages.EC2.page(ITEMS, Function.identity(), "!", null))
        .isInstanceOfSatisfying(
            FaultException.class, e -> assertThat(e.fault().code()).isEqualTo("InvalidNextToken"));
  }

  @Test
  void ec2GivesAllInOnePageUnlessAsked() {
    assertThat(Pages.EC2.page(ITEMS, Function.identity(), null, null).items()).hasSize(150);
    assertThat(Pages.EC2.page(ITEMS, Function.identity(), null, 5).items()).hasSize(5);
  }

  @Test
  void itemsThatStayAreGivenOnceWhateverComesAndGoes() {
    long seed = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      TreeSet<String> items = new TreeSet<>(ITEMS);
      TreeSet<String> stay = new TreeSet<>(ITEMS);
      List<String> given = new ArrayList<>();
      @Nullable String marker = null;
      do {
        Page<String> page = Pages.RECORDS.page(items, Function.identity(), marker, 20);
        given.addAll(page.items());
        marker = page.marker();
        String gone = ITEMS.get(random.nextInt(ITEMS.size()));
        items.remove(gone);
        stay.remove(gone);
        items.add("cache-%03d-new".formatted(random.nextInt(150)));
      } while (marker != null && given.size() < 1_000);
      assertThat(given).as("seed %d", seed + i).doesNotHaveDuplicates().containsAll(stay);
    }
  }
}
