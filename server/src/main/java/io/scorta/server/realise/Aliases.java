package io.scorta.server.realise;

import java.util.OptionalInt;

/// The addresses of this machine that stand for those of the network, where they are not the same.
public interface Aliases {
  /// Every address is shown as it is.
  Aliases NONE =
      new Aliases() {
        @Override
        public OptionalInt ofInterface(String networkInterfaceId) {
          return OptionalInt.empty();
        }

        @Override
        public OptionalInt ofElastic(int publicAddress) {
          return OptionalInt.empty();
        }
      };

  OptionalInt ofInterface(String networkInterfaceId);

  OptionalInt ofElastic(int publicAddress);
}
