package io.scorta.engine.command;

/// Places on earth as whole numbers that lie near each other where the places do, and distances.
///
/// Longitude and latitude, each as a fraction of its range in so many steps, alternate bit by bit.
/// A place in a sorted set has 26 steps, 52 bits, which a double holds exactly. Distances are those
/// on a sphere, by the haversine formula.
final class Geohash {
  static final int STEPS_MAX = 26;
  static final double LONGITUDE_MAX = 180;
  static final double LATITUDE_MAX = 85.05112878;
  static final double EARTH_RADIUS_METERS = 6372797.560856;

  private static final double RADIANS = Math.PI / 180.0;
  private static final double STANDARD_LATITUDE_MAX = 90;
  private static final String LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz";
  private static final int TEXT_LENGTH = 11;

  private Geohash() {}

  static boolean isPlace(double longitude, double latitude) {
    return longitude >= -LONGITUDE_MAX
        && longitude <= LONGITUDE_MAX
        && latitude >= -LATITUDE_MAX
        && latitude <= LATITUDE_MAX;
  }

  static long encode(double longitude, double latitude, int steps) {
    return interleave(index(longitude, LONGITUDE_MAX, steps), index(latitude, LATITUDE_MAX, steps));
  }

  /// Which of the 2^`steps` parts from `-max` to `max` a number lies in.
  static long index(double number, double max, int steps) {
    return (long) ((number + max) / (2 * max) * (1L << steps));
  }

  /// The lower border of such a part.
  static double border(long index, double max, int steps) {
    return -max + index * 1.0 / (1L << steps) * (2 * max);
  }

  static long interleave(long longitude, long latitude) {
    return spread(longitude) << 1 | spread(latitude);
  }

  private static long spread(long number) {
    long bits = number & 0xffffffffL;
    bits = (bits | bits << 16) & 0x0000ffff0000ffffL;
    bits = (bits | bits << 8) & 0x00ff00ff00ff00ffL;
    bits = (bits | bits << 4) & 0x0f0f0f0f0f0f0f0fL;
    bits = (bits | bits << 2) & 0x3333333333333333L;
    return (bits | bits << 1) & 0x5555555555555555L;
  }

  private static long gather(long spread) {
    long bits = spread & 0x5555555555555555L;
    bits = (bits | bits >>> 1) & 0x3333333333333333L;
    bits = (bits | bits >>> 2) & 0x0f0f0f0f0f0f0f0fL;
    bits = (bits | bits >>> 4) & 0x00ff00ff00ff00ffL;
    bits = (bits | bits >>> 8) & 0x0000ffff0000ffffL;
    return (bits | bits >>> 16) & 0xffffffffL;
  }

  /// The middle of the part that a score in a sorted set names.
  static double longitude(double score) {
    return middle(gather((long) score >>> 1), LONGITUDE_MAX);
  }

  static double latitude(double score) {
    return middle(gather((long) score), LATITUDE_MAX);
  }

  private static double middle(long index, double max) {
    double low = border(index, max, STEPS_MAX);
    double high = border(index + 1, max, STEPS_MAX);
    return Math.clamp((low + high) / 2, -max, max);
  }

  /// The text of eleven letters that others call a geohash; its last letter is always 0.
  static String text(double score) {
    long bits =
        interleave(
            index(longitude(score), LONGITUDE_MAX, STEPS_MAX),
            index(latitude(score), STANDARD_LATITUDE_MAX, STEPS_MAX));
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= TEXT_LENGTH; i++) {
      int shift = 2 * STEPS_MAX - 5 * i;
      text.append(LETTERS.charAt(shift < 0 ? 0 : (int) (bits >>> shift & 0x1f)));
    }
    return text.toString();
  }

  static double radians(double degrees) {
    return degrees * RADIANS;
  }

  static double degrees(double radians) {
    return radians / RADIANS;
  }

  static double distance(
      double longitude, double latitude, double otherLongitude, double otherLatitude) {
    double v = Math.sin((radians(otherLongitude) - radians(longitude)) / 2);
    if (v == 0) {
      return distance(latitude, otherLatitude);
    }
    double from = radians(latitude);
    double to = radians(otherLatitude);
    double u = Math.sin((to - from) / 2);
    double a = u * u + Math.cos(from) * Math.cos(to) * v * v;
    return 2.0 * EARTH_RADIUS_METERS * Math.asin(Math.sqrt(a));
  }

  /// The distance of two places on the same meridian.
  static double distance(double latitude, double otherLatitude) {
    return EARTH_RADIUS_METERS * Math.abs(radians(otherLatitude) - radians(latitude));
  }
}
