package io.scorta.control.node;

import static io.scorta.control.node.CacheFaults.invalidValue;

import io.scorta.control.state.Mint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The hours of a week, in UTC, in which changes that can wait are made: `sun:05:00-sun:06:00`.
///
/// Both ends are minutes since Monday began; a window may reach over the end of the week.
record MaintenanceWindow(int from, int to) {
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern FORM =
      Pattern.compile(
          "([a-z]{3}):([01][0-9]|2[0-3]):([0-5][0-9])-([a-z]{3}):([01][0-9]|2[0-3]):([0-5][0-9])");
  private static final int HOUR = 60;
  private static final int DAY = 24 * HOUR;
  private static final int WEEK = 7 * DAY;

  static MaintenanceWindow parse(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()
        || !DAYS.contains(matcher.group(1))
        || !DAYS.contains(matcher.group(4))) {
      throw invalidValue(
          "Invalid value for PreferredMaintenanceWindow: \"%s\". Give a window such as"
              + " sun:05:00-sun:06:00.",
          text);
    }
    MaintenanceWindow window =
        new MaintenanceWindow(
            minutes(matcher.group(1), matcher.group(2), matcher.group(3)),
            minutes(matcher.group(4), matcher.group(5), matcher.group(6)));
    if (window.length() < HOUR) {
      throw invalidValue("The maintenance window %s is shorter than 60 minutes.", text);
    }
    return window;
  }

  /// One hour at some time of the week, so that not all clusters are changed at once.
  static MaintenanceWindow any(Mint mint) {
    int from = mint.below(WEEK / HOUR) * HOUR;
    return new MaintenanceWindow(from, (from + HOUR) % WEEK);
  }

  boolean contains(Instant moment) {
    ZonedDateTime time = moment.atZone(ZoneOffset.UTC);
    int minute =
        (time.getDayOfWeek().getValue() - 1) * DAY + time.getHour() * HOUR + time.getMinute();
    return Math.floorMod(minute - from, WEEK) < length();
  }

  @Override
  public String toString() {
    return text(from) + "-" + text(to);
  }

  private int length() {
    return Math.floorMod(to - from, WEEK);
  }

  private static int minutes(String day, String hour, String minute) {
    return DAYS.indexOf(day) * DAY + Integer.parseInt(hour) * HOUR + Integer.parseInt(minute);
  }

  private static String text(int minute) {
    int ofDay = minute % DAY;
    return "%s:%02d:%02d".formatted(DAYS.get(minute / DAY), ofDay / HOUR, ofDay % HOUR);
  }
}
