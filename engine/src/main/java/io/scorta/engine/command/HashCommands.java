package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.HashValue;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// HSET and its kin.
final class HashCommands {
  private HashCommands() {}

  static void hset(Shelf s) {
    if (s.args.count() % 2 != 0) {
      s.arity("hset");
      return;
    }
    long added = setAll(s);
    if (added >= 0) {
      s.out.integer(added);
    }
  }

  static void hmset(Shelf s) {
    if (s.args.count() % 2 != 0) {
      s.arity("hmset");
      return;
    }
    if (setAll(s) >= 0) {
      s.out.ok();
    }
  }

  private static long setAll(Shelf s) {
    long value = s.write(1, Value.HASH);
    if (value == Shelf.WRONG) {
      return -1;
    }
    boolean fresh = value == 0;
    if (fresh) {
      value = HashValue.make(s.bench);
    } else {
      s.begin(value);
    }
    HashValue.growing(s.bench, value, (s.args.count() - 2) / 2, s.limits());
    HashValue.admitting(s.bench, value, s.longest(2, 1), s.limits());
    long added = 0;
    for (int i = 2; i < s.args.count(); i += 2) {
      if (HashValue.set(s.bench, value, s.arg(s.one, i), s.arg(s.two, i + 1), s.limits())) {
        added++;
      }
    }
    s.finish(fresh, s.key, value, KeyEvent.HSET);
    return added;
  }

  static void hsetnx(Shelf s) {
    long value = s.write(1, Value.HASH);
    if (value == Shelf.WRONG) {
      return;
    }
    Item field = s.arg(s.one, 2);
    if (value != 0 && HashValue.contains(value, field)) {
      s.out.integer(0);
      return;
    }
    put(s, value, s.arg(s.two, 3), KeyEvent.HSET);
    s.out.integer(1);
  }

  /// Sets the field in the first item of a value that may be 0 for none.
  private static void put(Shelf s, long found, Item content, KeyEvent event) {
    boolean fresh = found == 0;
    long value = fresh ? HashValue.make(s.bench) : found;
    if (!fresh) {
      s.begin(value);
    }
    int longest = Math.max(s.one.length(), content.length());
    HashValue.admitting(s.bench, value, longest, s.limits());
    HashValue.set(s.bench, value, s.one, content, s.limits());
    s.finish(fresh, s.key, value, event);
  }

  static void hget(Shelf s) {
    long value = s.read(1, Value.HASH);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value != 0 && HashValue.get(value, s.arg(s.one, 2), s.got)) {
      s.bulk(s.got);
    } else {
      s.out.nil();
    }
  }

  static void hmget(Shelf s) {
    long value = s.read(1, Value.HASH);
    if (value == Shelf.WRONG) {
      return;
    }
    s.out.array(s.args.count() - 2);
    for (int i = 2; i < s.args.count(); i++) {
      if (value != 0 && HashValue.get(value, s.arg(s.one, i), s.got)) {
        s.bulk(s.got);
      } else {
        s.out.nil();
      }
    }
  }

  static void hgetall(Shelf s) {
    long value = s.read(1, Value.HASH);
    if (value == Shelf.WRONG) {
      return;
    }
    s.out.map(value == 0 ? 0 : Value.count(value));
    if (value != 0) {
      s.walk.start(value);
      while (s.walk.next(s.got, s.more)) {
        s.bulk(s.got);
        s.bulk(s.more);
      }
    }
  }

  static void hkeys(Shelf s) {
    halves(s, true);
  }

  static void hvals(Shelf s) {
    halves(s, false);
  }

  private static void halves(Shelf s, boolean fields) {
    long value = s.read(1, Value.HASH);
    if (value == Shelf.WRONG) {
      return;
    }
    s.out.array(value == 0 ? 0 : Value.count(value));
    if (value != 0) {
      s.walk.start(value);
      while (s.walk.next(s.got, s.more)) {
        s.bulk(fields ? s.got : s.more);
      }
    }
  }

  static void hdel(Shelf s) {
    long value = s.write(1, Value.HASH);
    if (value == Shelf.WRONG) {
      return;
    }
    long removed = 0;
    if (value != 0) {
      s.begin(value);
      for (int i = 2; i < s.args.count(); i++) {
        if (HashValue.remove(s.bench, value, s.arg(s.one, i))) {
          removed++;
        }
      }
      if (removed > 0) {
        s.finish(s.key, value, KeyEvent.HDEL);
      }
    }
    s.out.integer(removed);
  }

  static void hlen(Shelf s) {
    long value = s.read(1, Value.HASH);
    if (value != Shelf.WRONG) {
      s.out.integer(value == 0 ? 0 : Value.count(value));
    }
  }

  static void hexists(Shelf s) {
    long value = s.read(1, Value.HASH);
    if (value != Shelf.WRONG) {
      s.out.integer(value != 0 && HashValue.contains(value, s.arg(s.one, 2)) ? 1 : 0);
    }
  }

  static void hstrlen(Shelf s) {
    long value = s.read(1, Value.HASH);
    if (value != Shelf.WRONG) {
      boolean found = value != 0 && HashValue.get(value, s.arg(s.one, 2), s.got);
      s.out.integer(found ? s.got.length() : 0);
    }
  }

  static void hincrby(Shelf s) {
    if (!s.isLong(3)) {
      return;
    }
    long delta = s.number();
    long value = s.write(1, Value.HASH);
    if (value == Shelf.WRONG) {
      return;
    }
    long old = 0;
    if (value != 0 && HashValue.get(value, s.arg(s.one, 2), s.got)) {
      if (!s.got.isNumber()) {
        s.out.error("ERR hash value is not an integer");
        return;
      }
      old = s.got.number();
    }
    long sum = old + delta;
    if (((old ^ sum) & (delta ^ sum)) < 0) {
      s.out.error("ERR increment or decrement would overflow");
      return;
    }
    s.arg(s.one, 2);
    s.two.setNumber(sum);
    put(s, value, s.two, KeyEvent.HINCRBY);
    s.out.integer(sum);
  }

  static void hincrbyfloat(Shelf s) {
    LongDouble delta = LongDouble.parse(s.args.text(3));
    if (delta == null) {
      s.out.error(Errors.NOT_A_FLOAT);
      return;
    }
    if (delta.value() == null) {
      s.out.error("ERR value is NaN or Infinity");
      return;
    }
    long value = s.write(1, Value.HASH);
    if (value == Shelf.WRONG) {
      return;
    }
    LongDouble old = new LongDouble(BigDecimal.ZERO);
    if (value != 0 && HashValue.get(value, s.arg(s.one, 2), s.got)) {
      old = LongDouble.parse(new String(s.got.bytes(), StandardCharsets.ISO_8859_1));
      if (old == null) {
        s.out.error("ERR hash value is not a float");
        return;
      }
    }
    BigDecimal sum = old.plus(delta);
    if (sum == null) {
      s.out.error(Errors.NAN_OR_INFINITY);
      return;
    }
    byte[] text = LongDouble.text(sum).getBytes(StandardCharsets.US_ASCII);
    long block = s.bench.allocator().allocate(text.length);
    Memory.copyIn(text, 0, block, text.length);
    s.arg(s.one, 2);
    s.two.set(block, text.length);
    put(s, value, s.two, KeyEvent.HINCRBYFLOAT);
    s.bench.allocator().free(block, text.length);
    s.out.bulk(text);
  }
}
