package io.scorta.server.realise;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.loopback.AliasBook;
import io.scorta.access.model.Cidr;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AliasClaimTest {
  @Test
  void twoProcessesNeverUseTheSameAddresses() {
    try (AliasClaim first = AliasClaim.of(Optional.empty());
        AliasClaim second = AliasClaim.of(Optional.empty())) {
      assertThat(AliasBook.BLOCK.contains(first.block())).isTrue();
      assertThat(first.block().overlaps(second.block())).isFalse();
    }
  }

  @Test
  void thePartOfEarlierIsTakenAgainUnlessSomebodyElseHasIt() {
    Cidr wanted = Cidr.parse("127.99.0.0/16");
    try (AliasClaim first = AliasClaim.of(Optional.of(wanted))) {
      assertThat(first.block()).isEqualTo(wanted);
      try (AliasClaim second = AliasClaim.of(Optional.of(wanted))) {
        assertThat(second.block()).isNotEqualTo(wanted);
      }
    }
  }
}
