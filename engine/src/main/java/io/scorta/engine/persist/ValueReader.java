package io.scorta.engine.persist;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.EncodingLimits;
import io.scorta.engine.value.HashValue;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.PublicForm;
import io.scorta.engine.value.SetValue;
import io.scorta.engine.value.SortedSetValue;
import io.scorta.engine.value.Value;
import io.scorta.engine.value.Workbench;
import java.nio.charset.StandardCharsets;

/// Reads values in every form of versions up to 11, but those of modules.
///
/// A flat block of a list is checked and then kept; all other elements are added one by one, so
/// that a value gets the encoding that the limits give it, and a member that comes twice is found.
final class ValueReader {
  private static final int SCORE_INFINITE = 254;
  private static final int SCORE_MINUS_INFINITE = 255;
  private static final int SCORE_NAN = 253;
  private static final int NODE_BYTES_MIN = 2;

  private final Workbench bench;
  private final Item block;
  private final Item first;
  private final Item second;
  private EncodingLimits limits = EncodingLimits.DEFAULT;

  ValueReader(Workbench bench) {
    this.bench = bench;
    this.block = new Item(bench.allocator());
    this.first = new Item(bench.allocator());
    this.second = new Item(bench.allocator());
  }

  /// A value from its type on. Of a string the answer is 0, and the text is shown in `text` until
  /// the reader of the bytes is closed.
  long read(RdbReader in, Item text, EncodingLimits encodings) {
    limits = encodings;
    int type = in.unsignedByte();
    if (type == RdbType.STREAM_1 || type == RdbType.STREAM_2 || type == RdbType.STREAM_3) {
      return new StreamReader(bench, in, first).read(type);
    }
    if (type == RdbType.STRING) {
      in.string(text, 0);
      return 0;
    }
    long value = make(in, type);
    try {
      fill(in, type, value);
      if (Value.count(value) == 0) {
        throw new CorruptPayload("a collection is empty");
      }
    } catch (RuntimeException e) {
      Value.free(bench, value);
      throw e;
    }
    if (Value.type(value) == Value.LIST) {
      PublicForm.settle(bench, value, limits);
    }
    return value;
  }

  /// An empty value of the right type. A set waits for its first member to choose its encoding.
  private long make(RdbReader in, int type) {
    return switch (type) {
      case RdbType.LIST,
          RdbType.LIST_ZIPLIST,
          RdbType.LIST_OF_ZIPLISTS,
          RdbType.LIST_OF_LISTPACKS ->
          PublicForm.makeList(bench);
      case RdbType.HASH, RdbType.HASH_ZIPMAP, RdbType.HASH_ZIPLIST, RdbType.HASH_LISTPACK ->
          HashValue.make(bench);
      case RdbType.SORTED_SET,
          RdbType.SORTED_SET_TEXT,
          RdbType.SORTED_SET_ZIPLIST,
          RdbType.SORTED_SET_LISTPACK ->
          SortedSetValue.make(bench);
      case RdbType.SET_LISTPACK -> {
        first.set(0, 0);
        yield SetValue.make(bench, first, 0, limits);
      }
      case RdbType.SET, RdbType.SET_INTSET -> {
        first.setNumber(0);
        int expected = type == RdbType.SET ? new RdbReader(in).count(1) : 0;
        yield SetValue.make(bench, first, expected, limits);
      }
      default -> throw new CorruptPayload("the type is unknown");
    };
  }

  private void fill(RdbReader in, int type, long value) {
    switch (type) {
      case RdbType.LIST -> {
        for (int left = in.count(1); left > 0; left--) {
          in.string(first, 0);
          push(value, first);
        }
      }
      case RdbType.LIST_ZIPLIST -> pushAll(value, ziplist(in));
      case RdbType.LIST_OF_ZIPLISTS -> {
        for (int left = in.count(NODE_BYTES_MIN); left > 0; left--) {
          pushAll(value, ziplist(in));
        }
      }
      case RdbType.LIST_OF_LISTPACKS -> nodes(in, value);
      case RdbType.SET -> {
        for (int left = in.count(1); left > 0; left--) {
          in.string(first, 0);
          addMember(value, first);
        }
      }
      case RdbType.SET_LISTPACK -> addMembers(value, listpack(in));
      case RdbType.SET_INTSET -> integers(in, value);
      case RdbType.HASH -> {
        int count = in.count(2);
        HashValue.growing(bench, value, count, limits);
        for (int left = count; left > 0; left--) {
          in.string(first, 0);
          in.string(second, 1);
          setField(value);
        }
      }
      case RdbType.HASH_LISTPACK -> setFields(value, listpack(in));
      case RdbType.HASH_ZIPLIST -> setFields(value, ziplist(in));
      case RdbType.HASH_ZIPMAP -> {
        in.string(block, 2);
        setFields(value, new ZipmapSequence(block.address(), block.length()));
      }
      case RdbType.SORTED_SET_LISTPACK -> addScored(value, listpack(in));
      case RdbType.SORTED_SET_ZIPLIST -> addScored(value, ziplist(in));
      default -> {
        for (int left = in.count(2); left > 0; left--) {
          in.string(first, 0);
          addScored(value, type == RdbType.SORTED_SET ? in.real() : textScore(in));
        }
      }
    }
  }

  private Sequence listpack(RdbReader in) {
    in.string(block, 2);
    return new ListpackSequence(block.address(), block.length());
  }

  private Sequence ziplist(RdbReader in) {
    in.string(block, 2);
    return new ZiplistSequence(block.address(), block.length());
  }

  private void push(long list, Item element) {
    PublicForm.append(bench, list, element, limits);
  }

  private void pushAll(long list, Sequence elements) {
    while (elements.next(first)) {
      push(list, first);
    }
  }

  private void nodes(RdbReader in, long list) {
    for (int left = in.count(NODE_BYTES_MIN); left > 0; left--) {
      long container = in.length();
      in.string(block, 2);
      if (container == RdbType.NODE_PLAIN) {
        PublicForm.appendAlone(bench, list, block);
      } else if (container == RdbType.NODE_PACKED) {
        ListpackSequence elements = new ListpackSequence(block.address(), block.length());
        while (elements.next(first)) {
          // All entries prove right before the block is taken as it is.
        }
        if (elements.counted() > 0) {
          PublicForm.appendPack(bench, list, block.address());
        }
      } else {
        throw new CorruptPayload("a node of a list has no known form");
      }
    }
  }

  private void addMember(long set, Item member) {
    if (!SetValue.add(bench, set, member, limits)) {
      throw new CorruptPayload("a member comes twice");
    }
  }

  private void addMembers(long set, Sequence members) {
    while (members.next(first)) {
      addMember(set, first);
    }
  }

  private void integers(RdbReader in, long set) {
    in.string(block, 2);
    long address = block.address();
    int bytes = block.length();
    if (bytes < 8) {
      throw new CorruptPayload("an integer set is too short");
    }
    int width = Memory.getIntLittle(address);
    long count = Memory.getIntLittle(address + 4) & 0xffffffffL;
    if ((width != 2 && width != 4 && width != 8) || count * width != bytes - 8) {
      throw new CorruptPayload("an integer set has impossible lengths");
    }
    for (int i = 0; i < count; i++) {
      long raw = ListpackSequence.little(address + 8 + (long) i * width, width);
      first.setNumber(raw << 64 - 8 * width >> 64 - 8 * width);
      addMember(set, first);
    }
  }

  private void setField(long hash) {
    HashValue.admitting(bench, hash, Math.max(first.length(), second.length()), limits);
    if (!HashValue.set(bench, hash, first, second, limits)) {
      throw new CorruptPayload("a field comes twice");
    }
  }

  private void setFields(long hash, Sequence elements) {
    while (elements.next(first)) {
      require(elements.next(second));
      setField(hash);
    }
  }

  private void addScored(long sortedSet, Sequence elements) {
    while (elements.next(first)) {
      require(elements.next(second));
      addScored(sortedSet, second.isNumber() ? second.number() : number(second.bytes()));
    }
  }

  private void addScored(long sortedSet, double score) {
    require(!Double.isNaN(score));
    require(Double.isNaN(SortedSetValue.score(sortedSet, first)));
    SortedSetValue.add(bench, sortedSet, score, first, limits);
  }

  private static double textScore(RdbReader in) {
    int length = in.unsignedByte();
    return switch (length) {
      case SCORE_MINUS_INFINITE -> Double.NEGATIVE_INFINITY;
      case SCORE_INFINITE -> Double.POSITIVE_INFINITY;
      case SCORE_NAN -> Double.NaN;
      default -> number(Memory.bytes(in.bytes(length), length));
    };
  }

  /// The number that a text is, or NaN.
  private static double number(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException _) {
          yield Double.NaN;
        }
      }
    };
  }

  private static void require(boolean right) {
    if (!right) {
      throw new CorruptPayload("a pair is broken");
    }
  }
}
