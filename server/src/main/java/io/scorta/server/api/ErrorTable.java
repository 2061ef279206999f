package io.scorta.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The status that goes with each error code of each service.
///
/// The codes are AWS's own and irregular, so they are a table: service, code, status; a star stands
/// for every service.
final class ErrorTable {
  static final int SENDER_STATUS = 400;
  private static final int RECEIVER_STATUS_MIN = 500;
  private static final String RESOURCE = "errors.tsv";
  private static final String EVERY_SERVICE = "*";
  private static final Map<String, Integer> STATUSES = load();

  private ErrorTable() {}

  /// The status of a code, if the table has it.
  static OptionalInt find(Service service, String code) {
    return Optional.ofNullable(STATUSES.get(key(service.scope(), code)))
        .or(() -> Optional.ofNullable(STATUSES.get(key(EVERY_SERVICE, code))))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  /// The status of a code. EC2 has hundreds, nearly all with the status of a caller's mistake.
  static int status(Service service, String code) {
    return find(service, code).orElse(SENDER_STATUS);
  }

  /// Whose fault it is, in the words of AWS.
  static String type(int status) {
    return status < RECEIVER_STATUS_MIN ? "Sender" : "Receiver";
  }

  private static Map<String, Integer> load() {
    Map<String, Integer> statuses = new HashMap<>();
    text()
        .lines()
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .forEach(cells -> statuses.put(key(cells[0], cells[1]), Integer.valueOf(cells[2])));
    return Map.copyOf(statuses);
  }

  private static String text() {
    try (InputStream in = ErrorTable.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key(String service, String code) {
    return service + '\t' + code;
  }
}
