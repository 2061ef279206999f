package io.scorta.access.guest;

import io.scorta.access.model.Ipv4;
import java.util.List;
import java.util.Optional;

/// Commands that say what and where the host is.
final class HostCommands {
  private static final int SUBNET_BITS = 24;

  private HostCommands() {}

  static int ls(CommandCall call) {
    call.allowOnly("1la");
    int exit = 0;
    List<String> operands = call.operands();
    for (String path : operands.isEmpty() ? List.of(GuestSystem.HOME) : operands) {
      GuestFiles files = call.system().files();
      if (files.isDirectory(path)) {
        call.print(operands.size() > 1 ? path + ":\n" : "");
        files.children(path).forEach(name -> call.print(name + "\n"));
      } else if (files.exists(path)) {
        call.print(path + "\n");
      } else {
        exit = call.fail(2, "ls: cannot access '" + path + "': No such file or directory\n");
      }
    }
    return exit;
  }

  static int rm(CommandCall call) {
    call.allowOnly("f");
    boolean force = call.flags().indexOf('f') >= 0;
    int exit = 0;
    for (String path : call.operands()) {
      boolean isGone = call.system().files().remove(path);
      if (!isGone && !force) {
        boolean exists = call.system().files().exists(path);
        exit =
            call.fail(
                1,
                "rm: cannot remove '%s': %s\n"
                    .formatted(
                        path, exists ? "Operation not permitted" : "No such file or directory"));
      }
    }
    return exit;
  }

  static int ip(CommandCall call) {
    List<String> words = call.arguments();
    String object = words.isEmpty() ? "" : words.getFirst();
    String verb = words.size() > 1 ? words.get(1) : "show";
    boolean isShow = List.of("show", "list", "ls", "s", "sh").contains(verb);
    int address = call.system().host().privateAddress();
    if (isShow && List.of("a", "addr", "address").contains(object)) {
      call.print(
          """
          1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN
              inet 127.0.0.1/8 scope host lo
          2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9001 state UP
              inet %s scope global eth0
          """
              .formatted(Ipv4.format(address)));
      return 0;
    }
    if (isShow && List.of("r", "route", "ro").contains(object)) {
      int router = address >>> (32 - SUBNET_BITS) << (32 - SUBNET_BITS) | 1;
      call.print("default via %s dev eth0\n".formatted(Ipv4.format(router)));
      return 0;
    }
    return call.fail(
        1, "ip: only \"ip addr\" and \"ip route\" are offered in a simulated instance\n");
  }

  static int hostname(CommandCall call) {
    if (!call.arguments().isEmpty() && !call.flags().matches("[fsI]")) {
      return call.fail(1, "hostname: the name of a simulated instance cannot be changed\n");
    }
    GuestHost host = call.system().host();
    String full = host.hostname();
    String text =
        switch (call.flags()) {
          case "I" -> Ipv4.format(host.privateAddress());
          case "s" ->
              Optional.of(full.indexOf('.'))
                  .filter(dot -> dot > 0)
                  .map(dot -> full.substring(0, dot))
                  .orElse(full);
          default -> full;
        };
    call.print(text + "\n");
    return 0;
  }

  static int whoami(CommandCall call) {
    call.print("root\n");
    return 0;
  }

  static int id(CommandCall call) {
    call.allowOnly("u");
    call.print(call.flags().isEmpty() ? "uid=0(root) gid=0(root) groups=0(root)\n" : "0\n");
    return 0;
  }

  static int uname(CommandCall call) {
    call.allowOnly("asnr");
    String flags = call.flags();
    String name = call.system().host().hostname();
    if (flags.indexOf('a') >= 0) {
      call.print("Linux " + name + " simulated\n");
    } else if (flags.indexOf('n') >= 0) {
      call.print(name + "\n");
    } else {
      call.print(flags.indexOf('r') >= 0 ? "simulated\n" : "Linux\n");
    }
    return 0;
  }

  static int pwd(CommandCall call) {
    call.print(GuestSystem.HOME + "\n");
    return 0;
  }

  /// The shell cannot turn the power off under itself; the API can.
  static int power(CommandCall call) {
    String id = call.system().host().instanceId();
    return call.fail(
        1,
        """
        %s: a simulated instance is restarted from outside:
          aws ec2 reboot-instances --instance-ids %s
          aws ec2 stop-instances / start-instances do the same in two steps
        """
            .formatted(call.name(), id));
  }
}
