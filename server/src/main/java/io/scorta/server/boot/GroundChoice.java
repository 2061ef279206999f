package io.scorta.server.boot;

import io.scorta.access.kernel.Capabilities;
import java.util.List;

/// Which realiser makes the network, and why that one.
record GroundChoice(boolean isKernel, String why) {
  /// Takes what was asked for, or what this machine permits.
  ///
  /// @throws OptionException when the kernel was asked for and is not permitted
  static GroundChoice of(ServeOptions options) {
    return switch (options.network()) {
      case LOOPBACK -> new GroundChoice(false, "asked for");
      case KERNEL -> kernel(Capabilities.probe().obstacles());
      case AUTO ->
          new GroundChoice(
              false,
              "chosen by auto: clients on this machine reach caches at their aliases;"
                  + " ask for --network kernel to have them guarded by the kernel");
    };
  }

  private static GroundChoice kernel(List<String> obstacles) {
    if (!obstacles.isEmpty()) {
      throw new OptionException(
          "network kernel is not possible here: %s. Use --network loopback"
              .formatted(String.join("; ", obstacles)));
    }
    return new GroundChoice(true, "asked for");
  }

  String network() {
    return isKernel ? "kernel" : ServeOptions.LOOPBACK;
  }
}
