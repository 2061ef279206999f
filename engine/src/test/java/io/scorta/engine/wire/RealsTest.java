package io.scorta.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "3, 3",
    "-2.5, -2.5",
    "0.1, 0.1",
    "1e20, 1e+20",
    "1e17, 100000000000000000",
    "4e18, 4000000000000000000",
    "12345678901234567890, 12345678901234567000",
    "-33822785233545626000, -33822785233545626000",
    "1e-7, 1e-7",
    "0.000001, 0.000001",
    "0.00001234, 1.234e-5",
    "1.5e300, 1.5e+300",
    "4418.4000000000005, 4418.4000000000005",
    "4.9e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "Infinity, inf",
    "-Infinity, -inf"
  })
  void printsAsServersOfTheProtocolDo(double value, String text) {
    assertThat(Reals.text(value)).isEqualTo(text);
  }

  @Test
  void everyNumberReadsBack() {
    Random random = new Random(3);
    for (int i = 0; i < 200_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(Reals.text(value))).isEqualTo(value);
      }
    }
  }
}
