package io.scorta.engine.command;

import io.scorta.engine.value.Item;
import io.scorta.engine.value.Scan;
import io.scorta.engine.value.Value;
import io.scorta.engine.wire.Reals;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/// SSCAN, HSCAN and ZSCAN.
final class CollectionScans {
  private static final int COUNT_STANDARD = 10;
  private static final int CURSOR_DIGITS_MAX = 20;
  private static final MathContext SEVENTEEN = new MathContext(17, RoundingMode.HALF_EVEN);
  private static final int PLAIN_EXPONENT_MIN = -4;

  private CollectionScans() {}

  static void sscan(Shelf s) {
    scan(s, Value.SET);
  }

  static void hscan(Shelf s) {
    scan(s, Value.HASH);
  }

  static void zscan(Shelf s) {
    scan(s, Value.SORTED_SET);
  }

  private static void scan(Shelf s, int type) {
    String cursor = s.args.text(2);
    if (!isCursor(cursor)) {
      s.out.error("ERR invalid cursor");
      return;
    }
    long value = s.read(1, type);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0) {
      s.out.array(2);
      s.out.bulk("0");
      s.out.array(0);
      return;
    }
    Page page = new Page(s, value);
    if (page.parse()) {
      page.write(Long.parseUnsignedLong(cursor));
    }
  }

  private static boolean isCursor(String text) {
    if (text.isEmpty() || text.length() > CURSOR_DIGITS_MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() < CURSOR_DIGITS_MAX || text.compareTo(Long.toUnsignedString(-1)) <= 0;
  }

  /// One reply: the options, and the elements as they come.
  private static final class Page implements Scan.Visitor {
    private final Shelf s;
    private final long value;
    private final int type;
    private final boolean large;
    private long count = COUNT_STANDARD;
    private int pattern;
    private boolean keysOnly;
    private long elements;

    Page(Shelf s, long value) {
      this.s = s;
      this.value = value;
      this.type = Value.type(value);
      this.large = Value.encoding(value) == Value.SKIPLIST;
    }

    boolean parse() {
      for (int i = 3; i < s.args.count(); i++) {
        boolean more = i + 1 < s.args.count();
        if (more && s.args.is(i, "COUNT")) {
          if (!s.isLong(++i)) {
            return false;
          }
          count = s.number();
          if (count < 1) {
            s.out.error(Errors.SYNTAX);
            return false;
          }
        } else if (more && s.args.is(i, "MATCH")) {
          pattern = ++i;
        } else if (s.args.is(i, "NOVALUES")) {
          if (type != Value.HASH) {
            s.out.error("ERR NOVALUES option can only be used in HSCAN");
            return false;
          }
          keysOnly = true;
        } else if (s.args.is(i, "NOSCORES")) {
          if (type != Value.SORTED_SET) {
            s.out.error("ERR NOSCORES option can only be used in ZSCAN");
            return false;
          }
          keysOnly = true;
        } else {
          s.out.error(Errors.SYNTAX);
          return false;
        }
      }
      return true;
    }

    /// The cursor stands before the elements, but is known only after them.
    void write(long cursor) {
      s.out.array(2);
      int mark = s.out.begin();
      String next = Long.toUnsignedString(Scan.step(s.bench, value, cursor, count, this));
      String header = "$" + next.length() + "\r\n" + next + "\r\n*" + elements + "\r\n";
      byte[] bytes = header.getBytes(StandardCharsets.US_ASCII);
      s.out.buffer().open(mark, bytes.length);
      s.out.buffer().overwrite(mark, bytes);
      s.out.buffer().release();
    }

    @Override
    public void element(Item key, Item content, double score) {
      if (pattern != 0
          && !Glob.matches(
              s.args.address(pattern), s.args.length(pattern), key.address(), key.length())) {
        return;
      }
      s.bulk(key);
      elements++;
      if (!keysOnly && type == Value.HASH) {
        s.bulk(content);
        elements++;
      } else if (!keysOnly && type == Value.SORTED_SET) {
        s.out.bulk(large ? precise(score) : Reals.text(score));
        elements++;
      }
    }
  }

  /// With 17 significant digits, as C's `%.17g`: so a scan shows the scores of a large set.
  static String precise(double score) {
    if (Double.isInfinite(score) || score == 0) {
      return Reals.text(score);
    }
    BigDecimal rounded = new BigDecimal(score).round(SEVENTEEN).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= PLAIN_EXPONENT_MIN && exponent < SEVENTEEN.getPrecision()) {
      return rounded.toPlainString();
    }
    String digits = rounded.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String size = Integer.toString(Math.abs(exponent));
    return (score < 0 ? "-" : "")
        + mantissa
        + (exponent < 0 ? "e-" : "e+")
        + (size.length() == 1 ? "0" + size : size);
  }
}
