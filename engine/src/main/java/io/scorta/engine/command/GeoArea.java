package io.scorta.engine.command;

/// A circle or a rectangle around a place, and the parts of the earth that may touch it.
///
/// `width` is the radius of a circle. All lengths are in the unit that `metersPerUnit` tells.
record GeoArea(
    double longitude,
    double latitude,
    boolean circular,
    double width,
    double height,
    double metersPerUnit) {
  private static final int NEIGHBOURS = 9;

  /// Columns and rows from the middle part, in the order in which parts are searched.
  private static final int[] COLUMN = {0, 0, 0, 1, -1, 1, -1, 1, -1};

  private static final int[] ROW = {0, 1, -1, 0, 0, 1, 1, -1, -1};

  /// Half of the way around the earth in the map's projection.
  private static final double MERCATOR_MAX = 20037726.37;

  private static final double COLD_LATITUDE = 66;
  private static final double POLAR_LATITUDE = 80;

  /// Shows the ranges of scores that may lie in the area.
  interface Visitor {
    /// Scores from one to before another; false ends the search.
    boolean range(double from, double to);
  }

  /// How far a place lies from the middle in metres, or NaN if it lies outside.
  double reach(double otherLongitude, double otherLatitude) {
    double distance;
    if (!circular) {
      double meters = Geohash.distance(otherLatitude, latitude);
      if (meters > height * metersPerUnit / 2) {
        return Double.NaN;
      }
      double across = Geohash.distance(otherLongitude, otherLatitude, longitude, otherLatitude);
      if (across > width * metersPerUnit / 2) {
        return Double.NaN;
      }
    }
    distance = Geohash.distance(longitude, latitude, otherLongitude, otherLatitude);
    return circular && distance > width * metersPerUnit ? Double.NaN : distance;
  }

  void ranges(Visitor visitor) {
    double[] bounds = bounds();
    int steps = steps();
    if (steps > 1 && !covers(steps, bounds)) {
      steps--;
    }
    long column = Geohash.index(longitude, Geohash.LONGITUDE_MAX, steps);
    long row = Geohash.index(latitude, Geohash.LATITUDE_MAX, steps);
    long mask = (1L << steps) - 1;
    int last = 0;
    for (int i = 0; i < NEIGHBOURS; i++) {
      if (steps >= 2 && isUseless(i, column, row, steps, bounds)) {
        continue;
      }
      long part = part(column, row, i, mask);
      // With few parts, those on both sides are the same.
      if (last != 0 && part == part(column, row, last, mask)) {
        continue;
      }
      int shift = 2 * (Geohash.STEPS_MAX - steps);
      if (!visitor.range((double) (part << shift), (double) (part + 1 << shift))) {
        return;
      }
      last = i;
    }
  }

  /// The number of a part. A place on the last meridian or parallel lies in a part beyond the
  /// others, and only a step along that axis leads back.
  private static long part(long column, long row, int neighbour, long mask) {
    return Geohash.interleave(
        moved(column, COLUMN[neighbour], mask), moved(row, ROW[neighbour], mask));
  }

  private static long moved(long index, int step, long mask) {
    return step == 0 ? index : index + step & mask;
  }

  /// The least and greatest longitude, then latitude.
  private double[] bounds() {
    double up = metersPerUnit * (circular ? width : height / 2);
    double across = metersPerUnit * (circular ? width : width / 2);
    double latitudes = Geohash.degrees(up / Geohash.EARTH_RADIUS_METERS);
    double edge = latitude < 0 ? latitude - latitudes : latitude + latitudes;
    double longitudes =
        Geohash.degrees(across / Geohash.EARTH_RADIUS_METERS / Math.cos(Geohash.radians(edge)));
    return new double[] {
      longitude - longitudes, longitude + longitudes, latitude - latitudes, latitude + latitudes
    };
  }

  /// How finely the earth is divided, so that the middle part and its neighbours hold the area.
  private int steps() {
    double meters =
        metersPerUnit
            * (circular ? width : Math.sqrt(width / 2 * (width / 2) + height / 2 * (height / 2)));
    if (meters == 0) {
      return Geohash.STEPS_MAX;
    }
    int steps = 1;
    while (meters < MERCATOR_MAX) { // Doubling ends after some 1100 rounds at most.
      meters *= 2;
      steps++;
    }
    steps -= 2;
    if (Math.abs(latitude) > COLD_LATITUDE) {
      steps -= Math.abs(latitude) > POLAR_LATITUDE ? 2 : 1;
    }
    return Math.clamp(steps, 1, Geohash.STEPS_MAX);
  }

  private boolean covers(int steps, double[] bounds) {
    long mask = (1L << steps) - 1;
    long column = Geohash.index(longitude, Geohash.LONGITUDE_MAX, steps);
    long row = Geohash.index(latitude, Geohash.LATITUDE_MAX, steps);
    double east = Geohash.border((column + 1 & mask) + 1, Geohash.LONGITUDE_MAX, steps);
    double west = Geohash.border(column - 1 & mask, Geohash.LONGITUDE_MAX, steps);
    double north = Geohash.border((row + 1 & mask) + 1, Geohash.LATITUDE_MAX, steps);
    double south = Geohash.border(row - 1 & mask, Geohash.LATITUDE_MAX, steps);
    return !(north < bounds[3] || south > bounds[2] || east < bounds[1] || west > bounds[0]);
  }

  /// Whether the middle part reaches beyond the area already on that side.
  private static boolean isUseless(
      int neighbour, long column, long row, int steps, double[] bounds) {
    int across = COLUMN[neighbour];
    int up = ROW[neighbour];
    return (up < 0 && Geohash.border(row, Geohash.LATITUDE_MAX, steps) < bounds[2])
        || (up > 0 && Geohash.border(row + 1, Geohash.LATITUDE_MAX, steps) > bounds[3])
        || (across < 0 && Geohash.border(column, Geohash.LONGITUDE_MAX, steps) < bounds[0])
        || (across > 0 && Geohash.border(column + 1, Geohash.LONGITUDE_MAX, steps) > bounds[1]);
  }
}
