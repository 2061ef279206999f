package io.scorta.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RespReaderPropertyTest {
  private static final int CASES = 1000;

  @Test
  void requestsAreReadFromAnyPrefixAsFromTheWhole() {
    try (Allocator allocator = new Allocator()) {
      for (int i = 0; i < CASES; i++) {
        long seed = 4000L + i;
        check(allocator, new Random(seed), seed);
      }
    }
  }

  private static void check(Allocator allocator, Random random, long seed) {
    List<byte[]> words = words(random);
    byte[] request = request(words);
    try (RespReader reader = new RespReader(allocator)) {
      long block = allocator.allocate(request.length + 8);
      Memory.copyIn(request, 0, block, request.length);
      for (int part = 1; part < request.length; part += 1 + random.nextInt(1 + part / 8)) {
        assertThat(reader.next(block, block + part))
            .as("seed %d", seed)
            .isEqualTo(RespReader.INCOMPLETE);
        assertThat(reader.wanted())
            .as("seed %d at %d", seed, part)
            .isGreaterThan(part)
            .isLessThanOrEqualTo(request.length);
      }
      assertThat(reader.next(block, block + request.length))
          .as("seed %d", seed)
          .isEqualTo(RespReader.COMPLETE);
      assertThat(reader.position()).isEqualTo(block + request.length);
      Arguments arguments = reader.arguments();
      assertThat(arguments.count()).isEqualTo(words.size());
      for (int i = 0; i < words.size(); i++) {
        assertThat(Arrays.equals(arguments.bytes(i), words.get(i))).as("seed %d", seed).isTrue();
      }
      allocator.free(block, request.length + 8);
    }
  }

  private static List<byte[]> words(Random random) {
    List<byte[]> words = new ArrayList<>();
    int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 120 : 5);
    for (int i = 0; i < count; i++) {
      byte[] word = new byte[random.nextInt(random.nextInt(5) == 0 ? 150 : 12)];
      random.nextBytes(word);
      words.add(word);
    }
    return words;
  }

  private static byte[] request(List<byte[]> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(line("*" + words.size()));
    for (byte[] word : words) {
      out.writeBytes(line("$" + word.length));
      out.writeBytes(word);
      out.writeBytes(line(""));
    }
    return out.toByteArray();
  }

  private static byte[] line(String text) {
    return (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void anyBytesAreReadOrRefusedWithoutHarm() {
    byte[] alphabet = "*$0123456789-\r\n\"'\\x a".getBytes(StandardCharsets.US_ASCII);
    try (Allocator allocator = new Allocator();
        RespReader reader = new RespReader(allocator)) {
      long block = allocator.allocate(64);
      for (int i = 0; i < 20 * CASES; i++) {
        long seed = 90_000L + i;
        Random random = new Random(seed);
        byte[] bytes = new byte[1 + random.nextInt(60)];
        for (int j = 0; j < bytes.length; j++) {
          bytes[j] = alphabet[random.nextInt(alphabet.length)];
        }
        Memory.copyIn(bytes, 0, block, bytes.length);
        readAll(reader, block, block + bytes.length, seed);
      }
    }
  }

  private static void readAll(RespReader reader, long block, long end, long seed) {
    long at = block;
    while (at < end) {
      int outcome = reader.next(at, end);
      if (outcome == RespReader.INCOMPLETE || outcome == RespReader.FAULT) {
        return;
      }
      assertThat(reader.position()).as("seed %d", seed).isGreaterThan(at);
      assertThat(reader.position()).as("seed %d", seed).isLessThanOrEqualTo(end);
      at = reader.position();
    }
  }
}
