package io.scorta.it;

import io.scorta.it.Step.Comparison;
import java.util.Locale;

/// Random commands on places and on HyperLogLogs.
final class PlaceCalls {
  private static final int MEMBERS = 200;

  private final Vocabulary v;

  PlaceCalls(Vocabulary v) {
    this.v = v;
  }

  private String member() {
    return "m" + v.below(MEMBERS);
  }

  /// A number with a fraction of its own, so that hardly ever two distances are equal.
  private String real(double least, double most) {
    double fraction = v.below(1 << 30) / (double) (1 << 30);
    return String.format(Locale.ROOT, "%.9f", least + (most - least) * fraction);
  }

  private void sayPlace() {
    switch (v.below(4)) {
      case 0 -> v.say(real(-180, 180), real(-85, 85));
      case 1 -> v.say(real(179, 180), real(-1, 1));
      case 2 -> v.say(real(-180, -179), real(80, 85));
      default -> v.say(real(13, 15), real(37, 39));
    }
  }

  private String length() {
    return real(0, v.pick("x", "y").equals("x") ? 2e7 : 3e5);
  }

  private String unit() {
    return v.pick("m", "m", "km", "ft", "mi", "KM");
  }

  Comparison places() {
    String key = v.key("geo");
    switch (v.below(12)) {
      case 0, 1, 2 -> {
        v.say("GEOADD", key);
        if (v.chance(30)) {
          v.say(v.pick("NX", "XX", "CH", "ch"));
        }
        for (int i = v.below(6); i >= 0; i--) {
          sayPlace();
          v.say(member());
        }
      }
      case 3 -> v.say("GEOPOS", key, member(), member());
      case 4 -> v.say("GEOHASH", key, member(), member());
      case 5 -> {
        v.say("GEODIST", key, member(), member());
        if (v.chance(60)) {
          v.say(unit());
        }
      }
      case 6, 7, 8 -> search("geo:" + v.below(3));
      default -> radius("geo:" + v.below(3));
    }
    return Comparison.EXACT;
  }

  private void search(String key) {
    boolean store = v.chance(25);
    boolean distances = store && v.chance(40);
    if (store) {
      // Distances may differ in the last of 17 digits, so nobody reads them.
      v.say("GEOSEARCHSTORE", distances ? "distances" : v.key("geo"), key);
    } else {
      v.say("GEOSEARCH", key);
    }
    if (v.chance(50)) {
      v.say("FROMMEMBER", member());
    } else {
      v.say("FROMLONLAT");
      sayPlace();
    }
    if (v.chance(50)) {
      v.say("BYRADIUS", length(), unit());
    } else {
      v.say("BYBOX", length(), length(), unit());
    }
    options(store);
    if (distances) {
      v.say("STOREDIST");
    }
  }

  private void radius(String key) {
    boolean store = v.chance(25);
    boolean member = v.chance(50);
    v.say((member ? "GEORADIUSBYMEMBER" : "GEORADIUS") + (store || v.chance(50) ? "" : "_RO"), key);
    if (member) {
      v.say(member());
    } else {
      sayPlace();
    }
    v.say(length(), unit());
    options(store);
    if (store && v.chance(50)) {
      v.say("STORE", v.key("geo"));
    } else if (store) {
      v.say("STOREDIST", "distances");
    }
  }

  private void options(boolean store) {
    for (int i = store ? 0 : v.below(4); i > 0; i--) {
      v.say(v.pick("WITHDIST", "WITHCOORD", "WITHHASH", "withdist"));
    }
    if (v.chance(40)) {
      v.say(v.pick("ASC", "DESC"));
    }
    if (v.chance(40)) {
      v.say("COUNT", Integer.toString(v.below(9)));
      if (v.chance(40)) {
        v.say("ANY");
      }
    }
  }

  Comparison counters() {
    String key = v.key("hll");
    switch (v.below(9)) {
      case 0, 1, 2, 3 -> {
        v.say("PFADD", key);
        for (int i = v.chance(10) ? 300 : v.below(6); i > 0; i--) {
          v.say(v.chance(50) ? v.word() : Integer.toString(v.below(1 << 20)));
        }
      }
      case 4 -> v.say("PFCOUNT", key);
      case 5 -> v.say("PFCOUNT", key, v.key("hll"), v.key("hll"));
      case 6 -> v.say("PFMERGE", key, v.key("hll"), v.key("hll"));
      case 7 -> v.say("GET", key);
      default -> v.say("PFDEBUG", v.pick("ENCODING", "DECODE", "decode"), key);
    }
    return Comparison.EXACT;
  }
}
