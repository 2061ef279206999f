package io.scorta.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.engine.memory.Memory;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ListpackTest {
  @Test
  void theLayoutIsThePublicOne() {
    try (Lab lab = new Lab(1)) {
      long list = ListValue.make(lab.bench);
      for (String word : new String[] {"hello", "1024", "5", "-1", "40000", "x".repeat(70)}) {
        ListValue.push(lab.bench, list, false, lab.item(0, word), EncodingLimits.DEFAULT);
      }
      long pack = Memory.getLong(list + Value.PACK);
      String expected =
          "6b0000000600"
              + "8568656c6c6f06"
              + "c40002"
              + "0501"
              + "dfff02"
              + "f2409c0004"
              + "e046"
              + "78".repeat(70)
              + "48"
              + "ff";
      String bytes = HexFormat.of().formatHex(Memory.bytes(pack, Listpack.bytes(pack)));
      assertThat(bytes.substring(12)).isEqualTo(expected.substring(12));
      assertThat(Listpack.bytes(pack)).isEqualTo(expected.length() / 2);
      assertThat(Listpack.count(pack)).isEqualTo(6);
    }
  }

  @Test
  void numbersOfEveryWidthAreReadBack() {
    try (Lab lab = new Lab(2)) {
      long list = ListValue.make(lab.bench);
      Item read = new Item(lab.allocator);
      for (int bit = 0; bit < 63; bit++) {
        for (long near = -1; near <= 1; near++) {
          for (long sign = -1; sign <= 1; sign += 2) {
            long number = sign * ((1L << bit) + near);
            Item item = lab.item(0, Long.toString(number));
            ListValue.push(lab.bench, list, true, item, EncodingLimits.DEFAULT);
            ListValue.peek(lab.bench, list, true, read);
            assertThat(Lab.text(read)).isEqualTo(Long.toString(number));
            ListValue.check(list);
          }
        }
      }
    }
  }

  @Test
  void aBlockTakesNoMoreThanAGibibyte() {
    try (Lab lab = new Lab(3)) {
      long list = ListValue.make(lab.bench);
      long pack = Memory.getLong(list + Value.PACK);
      assertThat(Listpack.hasRoom(pack, 1 << 29)).isTrue();
      assertThat(Listpack.hasRoom(pack, 1 << 30)).isFalse();
    }
  }
}
