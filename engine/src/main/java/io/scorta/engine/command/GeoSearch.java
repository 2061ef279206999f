package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.value.SortedSetValue;
import io.scorta.engine.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// GEOSEARCH, GEOSEARCHSTORE and the four older commands that look for places in an area.
///
/// One object reads the arguments of one command and then searches.
final class GeoSearch {
  /// The forms of the command: where the first options stand, and what they may be.
  private enum Form {
    RADIUS(6),
    RADIUS_READ(6),
    MEMBER(5),
    MEMBER_READ(5),
    SEARCH(2),
    SEARCH_STORE(3);

    private final int options;

    Form(int options) {
      this.options = options;
    }

    boolean mayStore() {
      return this == RADIUS || this == MEMBER;
    }

    boolean isSearch() {
      return this == SEARCH || this == SEARCH_STORE;
    }
  }

  private record Hit(int rank, double score, double meters) {}

  private final Shelf s;
  private final Form form;
  private long value;

  private double longitude;
  private double latitude;
  private boolean hasMiddle;
  private boolean circular;
  private boolean hasShape;
  private double width;
  private double height;
  private double metersPerUnit = 1;

  private boolean distances;
  private boolean hashes;
  private boolean coordinates;
  private boolean any;
  private boolean sorted;
  private boolean down;
  private long count;
  private int target;
  private boolean storesDistances;

  private GeoSearch(Shelf s, Form form) {
    this.s = s;
    this.form = form;
  }

  static void bind(Handlers handlers) {
    bind(handlers, "georadius", Form.RADIUS);
    bind(handlers, "georadius_ro", Form.RADIUS_READ);
    bind(handlers, "georadiusbymember", Form.MEMBER);
    bind(handlers, "georadiusbymember_ro", Form.MEMBER_READ);
    bind(handlers, "geosearch", Form.SEARCH);
    bind(handlers, "geosearchstore", Form.SEARCH_STORE);
  }

  private static void bind(Handlers handlers, String name, Form form) {
    handlers.bind(name, x -> new GeoSearch(x.shelf(), form).run());
  }

  private void run() {
    value = s.read(form == Form.SEARCH_STORE ? 2 : 1, Value.SORTED_SET);
    if (value == Shelf.WRONG) {
      return;
    }
    target = form == Form.SEARCH_STORE ? 1 : 0;
    if (!readBase() || !readOptions() || !isComplete()) {
      return;
    }
    if (value == 0) {
      none();
      return;
    }
    if (count != 0 && !sorted && !any) {
      sorted = true;
    }
    List<Hit> hits = hits();
    if (sorted) {
      Comparator<Hit> order = Comparator.comparingDouble(Hit::meters);
      hits.sort(down ? order.reversed() : order);
    }
    if (count > 0 && hits.size() > count) {
      hits = hits.subList(0, (int) count);
    }
    if (target != 0) {
      store(hits);
    } else {
      reply(hits);
    }
  }

  private void none() {
    if (target == 0) {
      s.out.array(0);
    } else {
      s.store(target, 0, KeyEvent.DEL);
      s.out.integer(0);
    }
  }

  /// Reads what stands before the options of the older commands.
  private boolean readBase() {
    if (form.isSearch()) {
      return true;
    }
    hasMiddle = true;
    hasShape = true;
    circular = true;
    if (form == Form.MEMBER || form == Form.MEMBER_READ) {
      return value == 0 || (isMember(2) && isRadius(3));
    }
    return readPlace(2) && isRadius(4);
  }

  private boolean readPlace(int arg) {
    if (!GeoCommands.isPlace(s, arg)) {
      return false;
    }
    latitude = s.real();
    s.isReal(arg, Errors.NOT_A_FLOAT);
    longitude = s.real();
    return true;
  }

  private boolean isMember(int arg) {
    double score = SortedSetValue.score(value, s.arg(s.one, arg));
    if (Double.isNaN(score)) {
      s.out.error("ERR could not decode requested zset member");
      return false;
    }
    longitude = Geohash.longitude(score);
    latitude = Geohash.latitude(score);
    return true;
  }

  private boolean isRadius(int arg) {
    if (!s.isReal(arg, "ERR need numeric radius")) {
      return false;
    }
    width = s.real();
    if (width < 0) {
      s.out.error("ERR radius cannot be negative");
      return false;
    }
    metersPerUnit = GeoCommands.unit(s, arg + 1);
    return metersPerUnit != 0;
  }

  private boolean isBox(int arg) {
    if (!s.isReal(arg, "ERR need numeric width")) {
      return false;
    }
    width = s.real();
    if (!s.isReal(arg + 1, "ERR need numeric height")) {
      return false;
    }
    height = s.real();
    if (height < 0 || width < 0) {
      s.out.error("ERR height or width cannot be negative");
      return false;
    }
    metersPerUnit = GeoCommands.unit(s, arg + 2);
    return metersPerUnit != 0;
  }

  private boolean readOptions() {
    for (int i = form.options; i < s.args.count(); ) {
      int used = readFlag(i) ? 1 : readOption(i);
      if (used == 0) {
        s.out.error(Errors.SYNTAX);
      }
      if (used <= 0) {
        return false;
      }
      i += used;
    }
    return true;
  }

  private boolean readFlag(int i) {
    if (s.args.is(i, "WITHDIST")) {
      distances = true;
    } else if (s.args.is(i, "WITHHASH")) {
      hashes = true;
    } else if (s.args.is(i, "WITHCOORD")) {
      coordinates = true;
    } else if (s.args.is(i, "ANY")) {
      any = true;
    } else if (s.args.is(i, "ASC") || s.args.is(i, "DESC")) {
      sorted = true;
      down = s.args.is(i, "DESC");
    } else if (form == Form.SEARCH_STORE && s.args.is(i, "STOREDIST")) {
      storesDistances = true;
    } else {
      return false;
    }
    return true;
  }

  /// How many arguments an option takes with its values; 0 if there is no such option, -1 after an
  /// error of its own.
  private int readOption(int i) {
    int left = s.args.count() - i - 1;
    if (s.args.is(i, "COUNT") && left >= 1) {
      return isCount(i + 1) ? 2 : -1;
    }
    boolean storing = s.args.is(i, "STORE") || s.args.is(i, "STOREDIST");
    // A second target would be one that is not locked.
    if (storing && form.mayStore() && left >= 1 && s.x.command().names(s.args, i + 1)) {
      target = i + 1;
      storesDistances = s.args.is(i, "STOREDIST");
      return 2;
    }
    return form.isSearch() ? readPart(i, left) : 0;
  }

  /// An option that says where or how wide.
  private int readPart(int i, int left) {
    if (s.args.is(i, "FROMMEMBER") && left >= 1 && !hasMiddle) {
      hasMiddle = true;
      return value == 0 || isMember(i + 1) ? 2 : -1;
    }
    if (s.args.is(i, "FROMLONLAT") && left >= 2 && !hasMiddle) {
      hasMiddle = true;
      return readPlace(i + 1) ? 3 : -1;
    }
    if (s.args.is(i, "BYRADIUS") && left >= 2 && !hasShape) {
      hasShape = true;
      circular = true;
      return isRadius(i + 1) ? 3 : -1;
    }
    if (s.args.is(i, "BYBOX") && left >= 3 && !hasShape) {
      hasShape = true;
      return isBox(i + 1) ? 4 : -1;
    }
    return 0;
  }

  private boolean isCount(int arg) {
    if (!s.isLong(arg)) {
      return false;
    }
    count = s.number();
    if (count <= 0) {
      s.out.error("ERR COUNT must be > 0");
      return false;
    }
    return true;
  }

  private boolean isComplete() {
    if (target != 0 && (distances || hashes || coordinates)) {
      String what = form == Form.SEARCH_STORE ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS";
      s.out.error(
          "ERR %s is not compatible with WITHDIST, WITHHASH and WITHCOORD options".formatted(what));
      return false;
    }
    String name = s.args.text(0);
    if (!hasMiddle) {
      s.out.error(
          "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for %s".formatted(name));
      return false;
    }
    if (!hasShape) {
      s.out.error("ERR exactly one of BYRADIUS and BYBOX can be specified for %s".formatted(name));
      return false;
    }
    if (any && count == 0) {
      s.out.error("ERR the ANY argument requires COUNT argument");
      return false;
    }
    return true;
  }

  private List<Hit> hits() {
    GeoArea area = new GeoArea(longitude, latitude, circular, width, height, metersPerUnit);
    List<Hit> hits = new ArrayList<>();
    area.ranges((from, to) -> collect(area, from, to, hits));
    return hits;
  }

  private boolean collect(GeoArea area, double from, double to, List<Hit> hits) {
    int first = SortedSetValue.countBelow(value, from, false);
    int end = SortedSetValue.countBelow(value, to, false);
    s.sortedWalk.start(value, first, false);
    for (int rank = first; rank < end && s.sortedWalk.next(s.got); rank++) {
      if (any && hits.size() >= count) {
        return false;
      }
      double score = s.sortedWalk.score();
      double meters = area.reach(Geohash.longitude(score), Geohash.latitude(score));
      if (!Double.isNaN(meters)) {
        hits.add(new Hit(rank, score, meters));
      }
    }
    return !any || hits.size() < count;
  }

  private void reply(List<Hit> hits) {
    int extras = (distances ? 1 : 0) + (hashes ? 1 : 0) + (coordinates ? 1 : 0);
    s.out.array(hits.size());
    for (Hit hit : hits) {
      if (extras > 0) {
        s.out.array(extras + 1L);
      }
      s.sortedWalk.start(value, hit.rank(), false);
      s.sortedWalk.next(s.got);
      s.bulk(s.got);
      if (distances) {
        GeoCommands.distance(s, hit.meters() / metersPerUnit);
      }
      if (hashes) {
        s.out.integer((long) hit.score());
      }
      if (coordinates) {
        GeoCommands.coordinates(s, hit.score());
      }
    }
  }

  private void store(List<Hit> hits) {
    long result = 0;
    if (!hits.isEmpty()) {
      result = SortedSetValue.makeLarge(s.bench, hits.size());
      for (Hit hit : hits) {
        s.sortedWalk.start(value, hit.rank(), false);
        s.sortedWalk.next(s.got);
        double score = storesDistances ? hit.meters() / metersPerUnit : hit.score();
        SortedSetValue.add(s.bench, result, score, s.got, s.limits());
      }
      SortedSetValue.shrinking(s.bench, result, s.limits());
    }
    KeyEvent event = form.isSearch() ? KeyEvent.GEOSEARCHSTORE : KeyEvent.GEORADIUSSTORE;
    s.store(target, result, event);
    s.out.integer(hits.size());
  }
}
