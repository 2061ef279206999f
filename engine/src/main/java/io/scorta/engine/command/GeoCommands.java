package io.scorta.engine.command;

import io.scorta.engine.memory.Digits;
import io.scorta.engine.value.SortedSetValue;
import io.scorta.engine.value.Value;
import io.scorta.engine.wire.Arguments;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Commands on places, which are members of sorted sets: all but the searches.
final class GeoCommands {
  static final String BAD_UNIT = "ERR unsupported unit provided. please use M, KM, FT, MI";

  private static final double METERS_PER_KILOMETER = 1000;
  private static final double METERS_PER_FOOT = 0.3048;
  private static final double METERS_PER_MILE = 1609.34;

  private GeoCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("geoadd", x -> geoadd(x.shelf()));
    handlers.bind("geopos", x -> geopos(x.shelf()));
    handlers.bind("geodist", x -> geodist(x.shelf()));
    handlers.bind("geohash", x -> geohash(x.shelf()));
    GeoSearch.bind(handlers);
  }

  /// Metres of the unit that an argument names, or 0 after the error.
  static double unit(Shelf s, int arg) {
    if (s.args.is(arg, "M")) {
      return 1;
    }
    if (s.args.is(arg, "KM")) {
      return METERS_PER_KILOMETER;
    }
    if (s.args.is(arg, "FT")) {
      return METERS_PER_FOOT;
    }
    if (s.args.is(arg, "MI")) {
      return METERS_PER_MILE;
    }
    s.out.error(BAD_UNIT);
    return 0;
  }

  /// Whether a longitude and a latitude begin at an argument; else the client was told.
  static boolean isPlace(Shelf s, int arg) {
    if (!s.isReal(arg, Errors.NOT_A_FLOAT)) {
      return false;
    }
    double longitude = s.real();
    if (!s.isReal(arg + 1, Errors.NOT_A_FLOAT)) {
      return false;
    }
    if (Geohash.isPlace(longitude, s.real())) {
      return true;
    }
    s.out.error(
        "ERR invalid longitude,latitude pair %s,%s"
            .formatted(sixDecimals(longitude), sixDecimals(s.real())));
    return false;
  }

  private static String sixDecimals(double value) {
    return Double.isInfinite(value)
        ? value > 0 ? "inf" : "-inf"
        : new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
  }

  /// Becomes ZADD with the places as scores.
  private static void geoadd(Shelf s) {
    int first = 2;
    boolean onlyNew = false;
    boolean onlyOld = false;
    for (; first < s.args.count(); first++) {
      onlyNew |= s.args.is(first, "NX");
      onlyOld |= s.args.is(first, "XX");
      if (!s.args.is(first, "NX") && !s.args.is(first, "XX") && !s.args.is(first, "CH")) {
        break;
      }
    }
    int places = (s.args.count() - first) / 3;
    if ((s.args.count() - first) % 3 != 0 || (onlyNew && onlyOld)) {
      s.out.error(Errors.SYNTAX);
      return;
    }
    int scratchBytes = Math.max(1, places * Digits.LENGTH_MAX);
    long scratch = s.bench.allocator().allocate(scratchBytes);
    Arguments line = scored(s, first, scratch);
    if (line.count() > 0) {
      Arguments before = s.x.exchange(line);
      try {
        SortedSetCommands.zadd(s.turn());
      } finally {
        s.x.exchange(before);
        s.turn();
      }
    }
    s.bench.allocator().free(scratch, scratchBytes);
  }

  /// The arguments with a score instead of each place; none after the error.
  private static Arguments scored(Shelf s, int first, long scratch) {
    Arguments line = new Arguments();
    for (int i = 0; i < first; i++) {
      line.add(s.args.address(i), s.args.length(i));
    }
    long digits = scratch;
    for (int i = first; i < s.args.count(); i += 3) {
      if (!isPlace(s, i)) {
        line.clear();
        return line;
      }
      s.isReal(i, Errors.NOT_A_FLOAT);
      double longitude = s.real();
      s.isReal(i + 1, Errors.NOT_A_FLOAT);
      long score = Geohash.encode(longitude, s.real(), Geohash.STEPS_MAX);
      line.add(digits, Digits.write(score, digits));
      line.add(s.args.address(i + 2), s.args.length(i + 2));
      digits += Digits.LENGTH_MAX;
    }
    return line;
  }

  /// The score of a member; NaN if it is not there.
  private static double score(Shelf s, long value, int arg) {
    return value == 0 ? Double.NaN : SortedSetValue.score(value, s.arg(s.one, arg));
  }

  /// A coordinate with 17 decimals, without trailing zeros.
  static void coordinates(Shelf s, double score) {
    s.out.array(2);
    s.out.realText(LongDouble.text(new BigDecimal(Geohash.longitude(score))));
    s.out.realText(LongDouble.text(new BigDecimal(Geohash.latitude(score))));
  }

  /// A distance with four decimals.
  static void distance(Shelf s, double distance) {
    long scaled = (long) Math.rint(distance * 10_000);
    String fraction = Long.toString(10_000 + scaled % 10_000).substring(1);
    s.out.bulk(scaled / 10_000 + "." + fraction);
  }

  private static void geopos(Shelf s) {
    long value = s.read(1, Value.SORTED_SET);
    if (value == Shelf.WRONG) {
      return;
    }
    s.out.array(s.args.count() - 2L);
    for (int i = 2; i < s.args.count(); i++) {
      double score = score(s, value, i);
      if (Double.isNaN(score)) {
        s.out.nilArray();
      } else {
        coordinates(s, score);
      }
    }
  }

  private static void geodist(Shelf s) {
    double unit = 1;
    if (s.args.count() == 5) {
      unit = unit(s, 4);
      if (unit == 0) {
        return;
      }
    } else if (s.args.count() > 5) {
      s.out.error(Errors.SYNTAX);
      return;
    }
    long value = s.read(1, Value.SORTED_SET);
    if (value == Shelf.WRONG) {
      return;
    }
    double from = score(s, value, 2);
    double to = score(s, value, 3);
    if (Double.isNaN(from) || Double.isNaN(to)) {
      s.out.nil();
      return;
    }
    double meters =
        Geohash.distance(
            Geohash.longitude(from),
            Geohash.latitude(from),
            Geohash.longitude(to),
            Geohash.latitude(to));
    distance(s, meters / unit);
  }

  private static void geohash(Shelf s) {
    long value = s.read(1, Value.SORTED_SET);
    if (value == Shelf.WRONG) {
      return;
    }
    s.out.array(s.args.count() - 2L);
    for (int i = 2; i < s.args.count(); i++) {
      double score = score(s, value, i);
      if (Double.isNaN(score)) {
        s.out.nil();
      } else {
        s.out.bulk(Geohash.text(score));
      }
    }
  }
}
