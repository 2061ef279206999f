package io.scorta.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final int ROOM = 1024;
  private final Allocator allocator = new Allocator();
  private final long block = allocator.allocate(ROOM);

  @AfterEach
  void close() {
    allocator.close();
  }

  @Test
  void copyIsRightForEveryLengthAndOverlap() {
    byte[] model = new byte[ROOM];
    new Random(7).nextBytes(model);
    for (int length = 0; length <= 200; length++) {
      for (int shift = -20; shift <= 20; shift++) {
        byte[] expected = model.clone();
        System.arraycopy(model, 300, expected, 300 + shift, length);
        Memory.copyIn(model, 0, block, ROOM);
        Memory.copy(block + 300, block + 300 + shift, length);
        byte[] result = Memory.bytes(block, ROOM);
        assertThat(Arrays.equals(result, expected)).as("%d by %d", length, shift).isTrue();
      }
    }
  }

  @Test
  void compareAndEqualAgreeWithArrays() {
    Random random = new Random(11);
    for (int i = 0; i < 5000; i++) {
      byte[] a = new byte[random.nextInt(40)];
      random.nextBytes(a);
      byte[] b = random.nextBoolean() ? a.clone() : Arrays.copyOf(a, random.nextInt(40));
      if (b.length > 0 && random.nextBoolean()) {
        b[random.nextInt(b.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Memory.copyIn(a, 0, block, a.length);
      Memory.copyIn(b, 0, block + 512, b.length);
      assertThat(Integer.signum(Memory.compare(block, a.length, block + 512, b.length)))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
      if (a.length == b.length) {
        assertThat(Memory.equal(block, block + 512, a.length)).isEqualTo(Arrays.equals(a, b));
        if (Arrays.equals(a, b)) {
          assertThat(Hash.of(block, a.length)).isEqualTo(Hash.of(block + 512, b.length));
        }
      }
    }
  }

  @Test
  void digitsAreReadAndWrittenAsTheJdkDoes() {
    long[] numbers = {
      0, 1, -1, 9, 10, -10, 99, 100, 12345, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE / 10
    };
    for (long number : numbers) {
      String text = Long.toString(number);
      assertThat(Digits.length(number)).isEqualTo(text.length());
      assertThat(Digits.write(number, block)).isEqualTo(text.length());
      assertThat(new String(Memory.bytes(block, text.length()), StandardCharsets.US_ASCII))
          .isEqualTo(text);
      assertThat(Digits.isLong(block, text.length())).isTrue();
      assertThat(Digits.parse(block, text.length())).isEqualTo(number);
    }
  }

  @Test
  void onlyTheCanonicalFormIsANumber() {
    String[] others = {
      "",
      "-",
      "+1",
      "01",
      "-0",
      " 1",
      "1 ",
      "1a",
      "9223372036854775808",
      "-9223372036854775809",
      "99999999999999999999",
      "9999999999999999999"
    };
    for (String other : others) {
      byte[] bytes = other.getBytes(StandardCharsets.US_ASCII);
      Memory.copyIn(bytes, 0, block, bytes.length);
      assertThat(Digits.isLong(block, bytes.length)).as(other).isFalse();
    }
  }

  @Test
  void bigEndianVariantsKeepTheFirstByteMostSignificant() {
    Memory.putLongBig(block, 0x0102030405060708L);
    assertThat(Memory.getByte(block)).isEqualTo((byte) 1);
    assertThat(Memory.getLongLittle(block)).isEqualTo(0x0807060504030201L);
    assertThat(Memory.getIntBig(block)).isEqualTo(0x01020304);
    assertThat(Memory.getShortBig(block)).isEqualTo((short) 0x0102);
  }

  @Test
  void lockWordsAreExchangedAtomically() {
    Memory.putIntVolatile(block, 0);
    assertThat(Memory.compareAndSetInt(block, 0, 1)).isTrue();
    assertThat(Memory.compareAndSetInt(block, 0, 1)).isFalse();
    Memory.putIntRelease(block, 0);
    assertThat(Memory.getIntAcquire(block)).isZero();
    Memory.putLongVolatile(block, 5);
    assertThat(Memory.getAndAddLong(block, 2)).isEqualTo(5);
    assertThat(Memory.compareAndSetLong(block, 7, 9)).isTrue();
  }
}
