package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.value.HashValue;
import io.scorta.engine.value.ListValue;
import io.scorta.engine.value.SortedSetValue;
import io.scorta.engine.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SORT and SORT_RO: the elements of a list, set or sorted set in an order that may come from other
/// keys. Everything is locked meanwhile, because the other keys follow from the elements.
final class SortCommands {
  /// What the options say; `by` and `target` are 0 where there is none, `by` is -1 for no sorting.
  private record Options(
      int by,
      long offset,
      long limit,
      boolean down,
      boolean alpha,
      List<Integer> gets,
      int target) {
    int first(int count) {
      return Math.clamp(offset, 0, count);
    }

    /// Before which element to stop.
    int end(int count) {
      return limit < 0 ? count : (int) Math.min(count, first(count) + Math.min(limit, count));
    }
  }

  /// An element and what it is compared by: `weight`, or `text`, which may be missing.
  private static final class Element {
    private final byte[] bytes;
    private final double weight;
    private final byte @Nullable [] text;

    Element(byte[] bytes, double weight, byte @Nullable [] text) {
      this.bytes = bytes;
      this.weight = weight;
      this.text = text;
    }
  }

  private SortCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("sort", x -> sort(x, true));
    handlers.bind("sort_ro", x -> sort(x, false));
  }

  private static void sort(Execution x, boolean mayStore) {
    Shelf s = x.shelf();
    Options options = options(s, mayStore);
    if (options == null) {
      return;
    }
    long record = s.readAny(1);
    int type = record == 0 ? RecordBlock.LIST : RecordBlock.type(record);
    if (type == RecordBlock.STRING || type == RecordBlock.HASH || type == RecordBlock.STREAM) {
      x.reply().error(Errors.WRONG_TYPE);
      return;
    }
    if (options.by() == -1 && type == RecordBlock.SET && options.target() != 0) {
      // What is stored must not depend on the order within a table.
      options =
          new Options(
              0, options.offset, options.limit, options.down, true, options.gets, options.target);
    }
    List<Element> elements = new ArrayList<>();
    if (record != 0 && !collect(s, options, RecordBlock.collection(record), elements)) {
      x.reply().error("ERR One or more scores can't be converted into double");
      return;
    }
    if (options.by() != -1) {
      elements.sort(order(options));
    }
    int count = elements.size();
    int first = options.first(count);
    List<byte @Nullable []> result =
        result(s, options, elements.subList(first, Math.max(first, options.end(count))));
    if (options.target() != 0) {
      store(s, options.target(), result);
    } else {
      x.reply().array(result.size());
      for (byte @Nullable [] text : result) {
        if (text == null) {
          x.reply().nil();
        } else {
          x.reply().bulk(text);
        }
      }
    }
  }

  private static @Nullable Options options(Shelf s, boolean mayStore) {
    int by = 0;
    long offset = 0;
    long limit = -1;
    boolean down = false;
    boolean alpha = false;
    List<Integer> gets = new ArrayList<>();
    int target = 0;
    for (int i = 2; i < s.args.count(); i++) {
      int left = s.args.count() - i - 1;
      if (s.args.is(i, "ASC") || s.args.is(i, "DESC")) {
        down = s.args.is(i, "DESC");
      } else if (s.args.is(i, "ALPHA")) {
        alpha = true;
      } else if (s.args.is(i, "LIMIT") && left >= 2) {
        if (!s.isLong(i + 1)) {
          return null;
        }
        offset = s.number();
        if (!s.isLong(i + 2)) {
          return null;
        }
        limit = s.number();
        i += 2;
      } else if (mayStore && s.args.is(i, "STORE") && left >= 1) {
        target = ++i;
      } else if (s.args.is(i, "BY") && left >= 1) {
        by = s.args.text(++i).indexOf('*') < 0 || by == -1 ? -1 : i;
      } else if (s.args.is(i, "GET") && left >= 1) {
        gets.add(++i);
      } else {
        s.out.error(Errors.SYNTAX);
        return null;
      }
    }
    return new Options(by, offset, limit, down, alpha, gets, target);
  }

  /// Reads all elements with what they are compared by; false if a weight is no number.
  private static boolean collect(Shelf s, Options options, long value, List<Element> elements) {
    for (byte[] bytes : texts(s, value, options.by() == -1 && options.down())) {
      byte[] text = bytes;
      if (options.by() > 0) {
        text = referred(s, options.by(), bytes);
      }
      double weight = 0;
      if (!options.alpha() && options.by() >= 0 && text != null) {
        weight = weight(text);
        if (Double.isNaN(weight)) {
          return false;
        }
      }
      elements.add(new Element(bytes, weight, text));
    }
    return true;
  }

  private static List<byte[]> texts(Shelf s, long value, boolean down) {
    List<byte[]> texts = new ArrayList<>(Value.count(value));
    switch (Value.type(value)) {
      case Value.LIST -> {
        s.listWalk.start(value, down ? -1 : 0, down);
        while (s.listWalk.next(s.got)) {
          texts.add(s.got.bytes());
        }
      }
      case Value.SET -> {
        s.walk.start(value);
        while (s.walk.next(s.got)) {
          texts.add(s.got.bytes());
        }
      }
      default -> {
        // Servers of this protocol sort the large encoding only, and keep it.
        s.begin(value);
        int count = Value.count(value);
        SortedSetValue.growing(s.bench, value, count, Integer.MAX_VALUE, s.limits());
        s.unchanged(value);
        s.sortedWalk.start(value, down ? Value.count(value) - 1 : 0, down);
        while (s.sortedWalk.next(s.got)) {
          texts.add(s.got.bytes());
        }
      }
    }
    return texts;
  }

  /// A number as C reads it from a string, which ends at the first zero byte.
  private static double weight(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    String whole = end < 0 ? text : text.substring(0, end);
    String shown = whole.stripLeading();
    return whole.isEmpty() ? 0 : shown.isEmpty() ? Double.NaN : RealText.parse(shown, true);
  }

  private static Comparator<Element> order(Options options) {
    Comparator<Element> order;
    if (!options.alpha()) {
      order =
          (a, b) -> {
            int weights = a.weight < b.weight ? -1 : a.weight > b.weight ? 1 : 0;
            return weights != 0 ? weights : Arrays.compareUnsigned(a.bytes, b.bytes);
          };
    } else {
      boolean whole = options.target() != 0;
      order = (a, b) -> compare(a.text, b.text, whole);
    }
    return options.down() ? order.reversed() : order;
  }

  /// What is missing comes first. Unless a result is stored, texts count up to a zero byte, as in
  /// C.
  private static int compare(byte @Nullable [] a, byte @Nullable [] b, boolean whole) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    return whole
        ? Arrays.compareUnsigned(a, b)
        : Arrays.compareUnsigned(a, 0, end(a), b, 0, end(b));
  }

  private static int end(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return end;
  }

  private static List<byte @Nullable []> result(Shelf s, Options options, List<Element> elements) {
    List<byte @Nullable []> result = new ArrayList<>();
    for (Element element : elements) {
      if (options.gets().isEmpty()) {
        result.add(element.bytes);
      }
      for (int get : options.gets()) {
        result.add(referred(s, get, element.bytes));
      }
    }
    return result;
  }

  /// The string, or field of a hash, that a pattern names once its first `*` is replaced; null if
  /// there is none.
  private static byte @Nullable [] referred(Shelf s, int pattern, byte[] element) {
    String text = s.args.text(pattern);
    if (text.equals("#")) {
      return element;
    }
    int star = text.indexOf('*');
    if (star < 0) {
      return null;
    }
    int arrow = text.indexOf("->", star + 1);
    boolean hash = arrow >= 0 && arrow + 2 < text.length();
    String name =
        text.substring(0, star)
            + new String(element, StandardCharsets.ISO_8859_1)
            + text.substring(star + 1, hash ? arrow : text.length());
    ScratchText key = new ScratchText(s.bench.allocator(), name);
    try {
      s.other.set(s.x.database(), key.address(), key.length());
      long record = s.keeper.read(s.other);
      if (record == 0) {
        return null;
      }
      return hash ? field(s, record, text.substring(arrow + 2)) : string(s, record);
    } finally {
      key.free();
    }
  }

  private static byte @Nullable [] string(Shelf s, long record) {
    if (RecordBlock.type(record) != RecordBlock.STRING) {
      return null;
    }
    return StringEdit.view(record, s.more).bytes();
  }

  private static byte @Nullable [] field(Shelf s, long record, String name) {
    if (RecordBlock.type(record) != RecordBlock.HASH) {
      return null;
    }
    ScratchText field = new ScratchText(s.bench.allocator(), name);
    s.one.set(field.address(), field.length());
    boolean found = HashValue.get(RecordBlock.collection(record), s.one, s.more);
    field.free();
    return found ? s.more.bytes() : null;
  }

  private static void store(Shelf s, int target, List<byte @Nullable []> result) {
    long list = 0;
    if (!result.isEmpty()) {
      list = ListValue.make(s.bench);
      for (byte @Nullable [] element : result) {
        byte[] bytes = element == null ? new byte[0] : element;
        ScratchText text = new ScratchText(s.bench.allocator(), bytes);
        ListValue.growing(s.bench, list, bytes.length, 1, s.limits().listListpackSize());
        s.one.set(text.address(), text.length());
        ListValue.push(s.bench, list, false, s.one, s.limits());
        text.free();
      }
    }
    s.store(target, list, KeyEvent.SORTSTORE);
    s.out.integer(result.size());
  }
}
