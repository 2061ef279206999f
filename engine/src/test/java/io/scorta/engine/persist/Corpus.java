package io.scorta.engine.persist;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.EncodingLimits;
import io.scorta.engine.value.HashValue;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.ListValue;
import io.scorta.engine.value.SetValue;
import io.scorta.engine.value.SortedSetValue;
import io.scorta.engine.value.StreamGroup;
import io.scorta.engine.value.StreamId;
import io.scorta.engine.value.StreamValue;
import io.scorta.engine.value.StreamWalk;
import io.scorta.engine.value.Value;
import io.scorta.engine.value.Workbench;
import io.scorta.engine.wire.Arguments;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Values in RDB form: some that we write, some that only older servers wrote.
final class Corpus implements AutoCloseable {
  static final EncodingLimits LIMITS = new EncodingLimits(16, 24, -1, 12, 20, 24, 16, 24, 300, 10);

  final Allocator allocator = new Allocator();
  final Workbench bench = new Workbench(allocator, 7);
  private final Random random;
  private final Item one = new Item(allocator);
  private final Item two = new Item(allocator);
  private final long texts = allocator.allocate(4096);

  Corpus(long seed) {
    random = new Random(seed);
  }

  private Item item(Item item, long place, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    Memory.copyIn(bytes, 0, place, bytes.length);
    item.set(place, bytes.length);
    return item;
  }

  private String word() {
    int n = random.nextInt(1000);
    return switch (random.nextInt(5)) {
      case 0 -> Integer.toString(n - 500);
      case 1 -> Long.toString(random.nextLong());
      case 2 -> "repeat".repeat(random.nextInt(40)) + n;
      default -> "w" + n;
    };
  }

  /// Each type in each encoding.
  List<byte[]> written() {
    List<byte[]> all = new ArrayList<>();
    for (int count : new int[] {1, 8, 40}) {
      all.add(bytes(list(count)));
      all.add(bytes(set(count, false)));
      all.add(bytes(set(count, true)));
      all.add(bytes(hash(count)));
      all.add(bytes(sortedSet(count)));
      all.add(bytes(stream(count)));
    }
    return all;
  }

  private long list(int count) {
    long list = ListValue.make(bench);
    for (int i = 0; i < count * 5; i++) {
      Item element = item(one, texts, word());
      ListValue.growing(bench, list, element.length(), 1, LIMITS.listListpackSize());
      ListValue.push(bench, list, false, element, LIMITS);
    }
    return list;
  }

  private long set(int count, boolean numbers) {
    long set = SetValue.make(bench, item(one, texts, numbers ? "1" : "a"), 1, LIMITS);
    for (int i = 0; i < count; i++) {
      SetValue.add(bench, set, item(one, texts, numbers ? "" + i * i * 999 : word()), LIMITS);
    }
    return set;
  }

  private long hash(int count) {
    long hash = HashValue.make(bench);
    for (int i = 0; i < count; i++) {
      item(one, texts, word());
      item(two, texts + 2048, word());
      HashValue.admitting(bench, hash, Math.max(one.length(), two.length()), LIMITS);
      HashValue.set(bench, hash, one, two, LIMITS);
    }
    return hash;
  }

  private long sortedSet(int count) {
    long set = SortedSetValue.make(bench);
    for (int i = 0; i < count; i++) {
      item(one, texts, word());
      if (Double.isNaN(SortedSetValue.score(set, one))) {
        SortedSetValue.add(bench, set, random.nextGaussian(), one, LIMITS);
      }
    }
    return set;
  }

  /// Entries, a deleted one, and a group with two consumers.
  private long stream(int count) {
    long stream = StreamValue.make(bench);
    StreamId id = new StreamId();
    for (int i = 1; i <= count; i++) {
      Arguments args = new Arguments();
      int length = item(one, texts, i % 3 == 0 ? word() : "field").length();
      args.add(texts, length);
      args.add(texts + 2048, item(two, texts + 2048, word()).length());
      id.set(i, 0);
      StreamValue.append(bench, stream, id, args, 0, LIMITS);
    }
    if (count > 2) {
      id.set(2, 0);
      StreamValue.delete(bench, stream, id, new StreamWalk());
    }
    long group = StreamGroup.make(bench, stream, item(one, texts, "group"), id, 2);
    for (int i = 0; i < 2; i++) {
      long consumer = StreamGroup.makeConsumer(bench, stream, group, item(one, texts, "c" + i), 99);
      for (int j = i; j < count; j += 2) {
        id.set(j + 1, 0);
        long entry = StreamGroup.addPending(bench, stream, group, id);
        StreamGroup.setDelivery(entry, 77, 1);
        StreamGroup.assign(bench, stream, entry, consumer);
      }
    }
    return stream;
  }

  byte[] bytes(long value) {
    try (Blob out = new Blob(allocator)) {
      new ValueWriter(bench)
          .writeCollection(new RdbWriter(out, random.nextBoolean()), value, LIMITS);
      Value.free(bench, value);
      return Memory.bytes(out.address(), out.length());
    }
  }

  /// A ziplist of short words and numbers of every width.
  private static byte[] ziplist(String... words) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    int before = 0;
    int last = 10;
    for (String word : words) {
      byte[] entry = ziplistEntry(word);
      last = 10 + entries.size();
      entries.write(before);
      entries.writeBytes(entry);
      before = entry.length + 1;
    }
    int bytes = 10 + entries.size() + 1;
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(bytes).putInt(last).putShort((short) words.length).put(entries.toByteArray());
    return buffer.put((byte) 0xff).array();
  }

  private static byte[] ziplistEntry(String word) {
    if (!word.matches("-?[0-9]{1,18}")) {
      ByteArrayOutputStream entry = new ByteArrayOutputStream();
      entry.write(word.length());
      entry.writeBytes(word.getBytes(StandardCharsets.ISO_8859_1));
      return entry.toByteArray();
    }
    long number = Long.parseLong(word);
    ByteBuffer buffer = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
    if (number >= 0 && number <= 12) {
      buffer.put((byte) (0xf1 + number));
    } else if (number == (byte) number) {
      buffer.put((byte) 0xfe).put((byte) number);
    } else if (number == (short) number) {
      buffer.put((byte) 0xc0).putShort((short) number);
    } else if (number == number << 40 >> 40) {
      buffer.put((byte) 0xf0).putShort((short) number).put((byte) (number >> 16));
    } else if (number == (int) number) {
      buffer.put((byte) 0xd0).putInt((int) number);
    } else {
      buffer.put((byte) 0xe0).putLong(number);
    }
    byte[] entry = new byte[buffer.position()];
    buffer.flip().get(entry);
    return entry;
  }

  private static byte[] object(int type, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(type);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] string(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x40 | bytes.length >> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private static byte[] string(String text) {
    return string(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static byte[] oldList() {
    return object(10, string(ziplist("a", "12", "-5", "300", "70000", "20000000", "9876543210")));
  }

  static byte[] oldQuicklist() {
    return object(14, new byte[] {2}, string(ziplist("a", "b")), string(ziplist("c")));
  }

  static byte[] oldHash() {
    return object(13, string(ziplist("f", "1", "g", "two")));
  }

  static byte[] oldestHash() {
    String zipmap = "\u0002\u0001f\u0001\u00001\u0001g\u0003\u0001two.\u00ff";
    return object(9, string(zipmap));
  }

  static byte[] oldSortedSet() {
    return object(12, string(ziplist("a", "1", "b", "2.5")));
  }

  static byte[] oldestSortedSet() {
    return object(
        3, new byte[] {2}, string("a"), new byte[] {1, '1'}, string("b"), new byte[] {(byte) 254});
  }

  static List<byte[]> old() {
    return List.of(
        oldList(), oldQuicklist(), oldHash(), oldestHash(), oldSortedSet(), oldestSortedSet());
  }

  @Override
  public void close() {
    allocator.close();
  }
}
