package io.scorta.access.guest;

import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The commands of a guest by name. Each prints into its call and returns the exit status.
final class GuestCommands {
  private static final Map<String, ToIntFunction<CommandCall>> COMMANDS =
      Map.ofEntries(
          Map.entry("iptables", IptablesCommand::iptables),
          Map.entry("iptables-save", IptablesCommand::save),
          Map.entry("iptables-restore", IptablesCommand::restore),
          Map.entry("service", ServiceCommand::service),
          Map.entry("systemctl", ServiceCommand::systemctl),
          Map.entry("sysctl", SysctlCommand::sysctl),
          Map.entry("sed", SedCommand::sed),
          Map.entry("cat", TextCommands::cat),
          Map.entry("echo", TextCommands::echo),
          Map.entry("tee", TextCommands::tee),
          Map.entry("grep", TextCommands::grep),
          Map.entry("head", TextCommands::head),
          Map.entry("tail", TextCommands::tail),
          Map.entry("wc", TextCommands::wc),
          Map.entry("ls", HostCommands::ls),
          Map.entry("rm", HostCommands::rm),
          Map.entry("ip", HostCommands::ip),
          Map.entry("hostname", HostCommands::hostname),
          Map.entry("whoami", HostCommands::whoami),
          Map.entry("id", HostCommands::id),
          Map.entry("uname", HostCommands::uname),
          Map.entry("pwd", HostCommands::pwd),
          Map.entry("true", _ -> 0),
          Map.entry(":", _ -> 0),
          Map.entry("false", _ -> 1),
          Map.entry("reboot", HostCommands::power),
          Map.entry("shutdown", HostCommands::power),
          Map.entry("poweroff", HostCommands::power),
          Map.entry("halt", HostCommands::power));

  private GuestCommands() {}

  /// The command of a name or of a path such as `/sbin/iptables`.
  static Optional<ToIntFunction<CommandCall>> find(String name) {
    String plain = name;
    for (String directory : new String[] {"/sbin/", "/usr/sbin/", "/bin/", "/usr/bin/"}) {
      if (name.startsWith(directory)) {
        plain = name.substring(directory.length());
      }
    }
    return Optional.ofNullable(COMMANDS.get(plain));
  }
}
