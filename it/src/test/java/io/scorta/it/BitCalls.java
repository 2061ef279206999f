package io.scorta.it;

import io.scorta.it.Step.Comparison;

/// Random commands on bits and fields of bits, and SORT.
final class BitCalls {
  private final Vocabulary v;

  BitCalls(Vocabulary v) {
    this.v = v;
  }

  private String offset() {
    return v.chance(3) ? v.pick("-1", "4294967296", "#3", "x") : Integer.toString(v.below(200));
  }

  Comparison bits() {
    String key = v.key("str");
    switch (v.below(12)) {
      case 0, 1, 2 -> v.say("SETBIT", key, offset(), v.pick("0", "1", "1", "1", "2"));
      case 3 -> v.say("GETBIT", key, offset());
      case 4, 5 -> {
        v.say("BITCOUNT", key);
        range();
      }
      case 6, 7 -> {
        v.say("BITPOS", key, v.pick("0", "1"));
        range();
      }
      case 8, 9 -> {
        String operation = v.pick("AND", "OR", "XOR", "NOT", "and", "ANDOR");
        v.say("BITOP", operation, v.key("str"), key);
        for (int i = operation.equals("NOT") ? v.below(9) / 8 : v.below(4); i > 0; i--) {
          v.say(v.key("str"));
        }
      }
      case 10 -> v.say("GET", key);
      default -> v.say("OBJECT", "ENCODING", key);
    }
    return Comparison.EXACT;
  }

  private void range() {
    if (v.chance(70)) {
      v.say(v.number(30));
      if (v.chance(80)) {
        v.say(v.number(30));
        if (v.chance(60)) {
          v.say(v.pick("BYTE", "BIT", "bit", "BITE"));
        }
      }
    }
  }

  Comparison fields() {
    boolean reading = v.chance(20);
    v.say(reading ? "BITFIELD_RO" : "BITFIELD", v.key("str"));
    for (int i = v.below(5); i > 0; i--) {
      int kind = reading && v.chance(95) ? 0 : v.below(4);
      switch (kind) {
        case 0 -> v.say("GET", type(), place());
        case 1 -> v.say("SET", type(), place(), operand());
        case 2 -> v.say("INCRBY", type(), place(), operand());
        default -> v.say("OVERFLOW", v.pick("WRAP", "SAT", "FAIL", "sat", "fail"));
      }
    }
    return Comparison.EXACT;
  }

  private String type() {
    int bits = v.chance(50) ? 1 << v.below(7) : 1 + v.below(64);
    boolean signed = v.chance(50);
    return v.chance(2)
        ? v.pick("u64", "i65", "i0", "x8", "u", "i08")
        : signed ? "i" + bits : "u" + Math.min(63, bits);
  }

  private String place() {
    return v.chance(30) ? "#" + v.below(8) : offset();
  }

  private String operand() {
    return switch (v.below(6)) {
      case 0 -> v.pick("9223372036854775807", "-9223372036854775808", "-1", "4294967296");
      case 1 -> v.number(100_000);
      default -> v.number(200);
    };
  }

  Comparison sorts() {
    boolean store = v.chance(30);
    String type = v.pick("list", "list", "set", "zset");
    String key = v.key(type);
    v.say(store || v.chance(60) ? "SORT" : "SORT_RO", key);
    boolean alpha = v.chance(70);
    boolean by = !alpha && v.chance(30);
    if (by) {
      v.say("BY", v.pick("str:*", "hash:*->f", "hash:*->m1", "w*"));
    } else if (type.equals("list") && v.chance(20)) {
      v.say("BY", "nosort");
    }
    // Without an order, or where texts are equal up to a zero byte, that of a table decides.
    boolean unsorted = v.words().contains("nosort");
    boolean loose = !store && (alpha || unsorted || !key.startsWith("list"));
    if (v.chance(40) && !by && !loose) {
      v.say("LIMIT", v.number(4), v.number(9));
    }
    for (int i = v.chance(40) ? v.below(3) : 0; i > 0; i--) {
      v.say("GET", v.pick("#", "str:*", "hash:*->m1", "hash:*->", "none", "*"));
    }
    if (v.chance(50)) {
      v.say(v.pick("ASC", "DESC", "desc"));
    }
    if (alpha) {
      v.say("ALPHA");
    }
    if (store) {
      v.say("STORE", v.key("list"));
    }
    return loose ? Comparison.ELEMENTS : Comparison.EXACT;
  }
}
