package io.scorta.server.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `scorta serve` was asked to be.
///
/// A flag beats the environment, which beats `scorta.conf` in the data folder, which beats the
/// default. The file has a `key = value` on each line; `#` begins a comment.
record ServeOptions(Path data, String host, int port, NetworkChoice network, String region) {
  static final String FILE = "scorta.conf";

  /// The realiser that every machine can run.
  static final String LOOPBACK = "loopback";

  private static final String REGION_FORM = "[a-z]{2}(-[a-z]+)+-[0-9]";
  private static final int PORT_MAX = 65535;

  /// Which realiser makes the network.
  enum NetworkChoice {
    AUTO,
    KERNEL,
    LOOPBACK
  }

  /// Reads the options from every place they may stand.
  ///
  /// @throws OptionException when one cannot be used
  static ServeOptions read(List<String> arguments, Map<String, String> environment) {
    Map<OptionKey, String> flags = flags(arguments);
    Map<OptionKey, String> variables = new EnumMap<>(OptionKey.class);
    for (OptionKey key : OptionKey.values()) {
      Optional.ofNullable(environment.get(key.variable()))
          .filter(value -> !value.isBlank())
          .ifPresent(value -> variables.put(key, value));
    }
    Path data =
        folder(
            first(OptionKey.DATA, flags, variables, Map.of()),
            environment.getOrDefault("HOME", System.getProperty("user.home")));
    Map<OptionKey, String> file = file(data.resolve(FILE));
    String api = first(OptionKey.API, flags, variables, file);
    return new ServeOptions(
        data,
        host(api),
        port(api),
        network(first(OptionKey.NETWORK, flags, variables, file)),
        region(first(OptionKey.REGION, flags, variables, file)));
  }

  private static String first(
      OptionKey key,
      Map<OptionKey, String> flags,
      Map<OptionKey, String> variables,
      Map<OptionKey, String> file) {
    return flags.getOrDefault(
        key, variables.getOrDefault(key, file.getOrDefault(key, key.byDefault())));
  }

  private static Map<OptionKey, String> flags(List<String> arguments) {
    Map<OptionKey, String> flags = new EnumMap<>(OptionKey.class);
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        throw new OptionException("\"%s\" is not an option of serve".formatted(argument));
      }
      int equals = argument.indexOf('=');
      String name = argument.substring(2, equals < 0 ? argument.length() : equals);
      OptionKey key =
          OptionKey.of(name)
              .orElseThrow(
                  () ->
                      new OptionException(
                          "there is no option --%s: %s".formatted(name, OptionKey.unknown(name))));
      if (equals < 0 && i + 1 == arguments.size()) {
        throw new OptionException("%s needs a value".formatted(argument));
      }
      flags.put(key, equals < 0 ? arguments.get(++i) : argument.substring(equals + 1));
    }
    return flags;
  }

  private static Map<OptionKey, String> file(Path file) {
    Map<OptionKey, String> values = new EnumMap<>(OptionKey.class);
    if (!Files.exists(file)) {
      return values;
    }
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        put(values, line, "%s line %d".formatted(file, i + 1));
      }
    }
    return values;
  }

  private static void put(Map<OptionKey, String> values, String line, String where) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new OptionException("%s: write key = value".formatted(where));
    }
    String name = line.substring(0, equals).strip();
    OptionKey key =
        OptionKey.of(name)
            .orElseThrow(
                () ->
                    new OptionException(
                        "%s: there is no key %s: %s"
                            .formatted(where, name, OptionKey.unknown(name))));
    if (key == OptionKey.DATA) {
      throw new OptionException(
          "%s: the data folder holds this file: name it with --data".formatted(where));
    }
    values.put(key, line.substring(equals + 1).strip());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new OptionException("%s cannot be read (%s)".formatted(file, e.getMessage()));
    }
  }

  private static Path folder(String text, String home) {
    if (text.isBlank()) {
      throw new OptionException("--data \"\": give a folder, or leave the option out");
    }
    String whole = text.startsWith("~/") ? home + text.substring(1) : text;
    return Path.of(whole).toAbsolutePath().normalize();
  }

  private static String host(String api) {
    int colon = api.lastIndexOf(':');
    if (colon <= 0) {
      throw new OptionException(
          "api \"%s\": give HOST:PORT, such as 127.0.0.1:4379".formatted(api));
    }
    return api.substring(0, colon);
  }

  private static int port(String api) {
    String port = api.substring(api.lastIndexOf(':') + 1);
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > PORT_MAX) {
      throw new OptionException(
          "api \"%s\": give a port from 0 to %d, 0 for a free one".formatted(api, PORT_MAX));
    }
    return Integer.parseInt(port);
  }

  private static NetworkChoice network(String text) {
    return switch (text) {
      case "auto" -> NetworkChoice.AUTO;
      case "kernel" -> NetworkChoice.KERNEL;
      case LOOPBACK -> NetworkChoice.LOOPBACK;
      default ->
          throw new OptionException(
              "network \"%s\": give auto, kernel or loopback".formatted(text));
    };
  }

  private static String region(String text) {
    if (!text.matches(REGION_FORM)) {
      throw new OptionException(
          "region \"%s\": give the name of a region, such as us-east-1".formatted(text));
    }
    return text;
  }
}
