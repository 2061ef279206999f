package io.scorta.access.guest;

import io.scorta.access.model.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// `sysctl`: reads and sets kernel settings.
final class SysctlCommand {
  private static final String DIRECTORY = "/etc/sysctl.d";
  private static final int USAGE = 1;

  private final CommandCall call;
  private boolean namesOff;
  private boolean quiet;
  private boolean ignoreUnknown;
  private int exit;

  private SysctlCommand(CommandCall call) {
    this.call = call;
  }

  static int sysctl(CommandCall call) {
    return new SysctlCommand(call).run();
  }

  /// Applies the settings files as a boot does: by name, where the main file counts as
  /// `99-sysctl.conf`, so that a file such as `custom.conf` has the last word.
  static void applyAtBoot(GuestSystem system) {
    SysctlCommand command = new SysctlCommand(new CommandCall(system, List.of("sysctl"), ""));
    TreeMap<String, String> files = new TreeMap<>();
    for (String name : system.files().children(DIRECTORY)) {
      if (name.endsWith(".conf")) {
        files.put(name, DIRECTORY + "/" + name);
      }
    }
    files.putIfAbsent("99-sysctl.conf", Guest.SYSCTL_FILE);
    files.values().forEach(command::applySystem);
  }

  private int run() {
    boolean write = false;
    boolean load = false;
    boolean all = false;
    boolean system = false;
    List<String> operands = new ArrayList<>();
    for (String argument : call.arguments()) {
      switch (argument) {
        case "-w", "--write" -> write = true;
        case "-n", "--values" -> namesOff = true;
        case "-q", "--quiet" -> quiet = true;
        case "-e", "--ignore" -> ignoreUnknown = true;
        case "-p", "-f", "--load" -> load = true;
        case "-a", "-A", "--all" -> all = true;
        case "--system" -> system = true;
        default -> {
          if (argument.startsWith("-p") || argument.startsWith("--load=")) {
            load = true;
            operands.add(argument.substring(argument.startsWith("-p") ? 2 : "--load=".length()));
          } else if (argument.startsWith("-")) {
            return unknownOption(argument);
          } else {
            operands.add(argument);
          }
        }
      }
    }
    if (system) {
      return system();
    }
    if (all) {
      call.system().settings().all().forEach(this::show);
      return exit;
    }
    return load ? load(operands) : each(operands, write);
  }

  private int unknownOption(String argument) {
    return call.fail(
        USAGE,
        argument.startsWith("--")
            ? "sysctl: unrecognized option '%s'\n".formatted(argument)
            : "sysctl: option '%s' is not offered in a simulated instance\n".formatted(argument));
  }

  private int each(List<String> operands, boolean write) {
    if (operands.isEmpty()) {
      return call.fail(
          USAGE, "sysctl: no variables specified\nTry `sysctl --help' for more information.\n");
    }
    for (String operand : operands) {
      int equals = operand.indexOf('=');
      if (equals >= 0) {
        set(operand.substring(0, equals), operand.substring(equals + 1));
      } else if (write) {
        error("sysctl: \"" + operand + "\" must be of the form name=value\n");
      } else {
        get(operand);
      }
    }
    return exit;
  }

  private int load(List<String> files) {
    for (String file : files.isEmpty() ? List.of(Guest.SYSCTL_FILE) : files) {
      Optional<String> text = call.system().files().read(file);
      if (text.isEmpty()) {
        error("sysctl: cannot open \"" + file + "\": No such file or directory\n");
      } else {
        apply(file, text.get());
      }
    }
    return exit;
  }

  /// All files of the directory in the order of their names, then the main file.
  private int system() {
    GuestFiles files = call.system().files();
    for (String name : files.children(DIRECTORY)) {
      if (name.endsWith(".conf")) {
        applySystem(DIRECTORY + "/" + name);
      }
    }
    if (files.exists(Guest.SYSCTL_FILE)) {
      applySystem(Guest.SYSCTL_FILE);
    }
    return exit;
  }

  private void applySystem(String file) {
    if (!quiet) {
      call.print("* Applying " + file + " ...\n");
    }
    apply(file, call.system().files().read(file).orElse(""));
  }

  private void apply(String file, String text) {
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 0) {
        call.fail(0, "sysctl: %s(%d): invalid syntax, continuing...\n".formatted(file, number));
        continue;
      }
      boolean forgiven = line.startsWith("-");
      String key = line.substring(forgiven ? 1 : 0, equals).strip();
      if (!forgiven || call.system().settings().get(dotted(key)).isPresent()) {
        set(key, line.substring(equals + 1).strip());
      }
    }
  }

  private void set(String name, String value) {
    String key = dotted(name.strip());
    if (call.system().settings().get(key).isEmpty()) {
      unknown(key);
    } else if (!call.system().settings().set(key, value)) {
      error("sysctl: setting key \"" + key + "\": Invalid argument\n");
    } else if (!quiet) {
      show(key, value.strip());
    }
  }

  private void get(String name) {
    String key = dotted(name);
    Optional<String> value = call.system().settings().get(key);
    if (value.isEmpty()) {
      unknown(key);
    } else {
      show(key, value.get());
    }
  }

  private void unknown(String key) {
    if (!ignoreUnknown) {
      error(
          "sysctl: cannot stat /proc/sys/%s: No such file or directory\n"
              .formatted(key.replace('.', '/')));
    }
  }

  private void show(String key, String value) {
    call.print(namesOff ? value + "\n" : key + " = " + value + "\n");
  }

  private void error(String text) {
    exit = call.fail(1, text);
  }

  /// `net/ipv4/ip_forward` is the same key as `net.ipv4.ip_forward`.
  private static String dotted(String key) {
    return key.replace('/', '.');
  }
}
