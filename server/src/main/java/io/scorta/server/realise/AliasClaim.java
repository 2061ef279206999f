package io.scorta.server.realise;

import io.scorta.access.loopback.AliasBook;
import io.scorta.access.model.Cidr;
import io.scorta.access.model.Ipv4;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/// A part of the alias addresses that this process has to itself, so that two Scortas on one
/// machine never listen at each other's addresses.
///
/// The claim is a bound socket at the part's last address but one; it ends with the process.
final class AliasClaim implements AutoCloseable {
  private static final int BLOCK_BITS = 16;
  private static final int PORT = 4379;
  private final Cidr block;
  private final ServerSocket socket;

  private AliasClaim(Cidr block, ServerSocket socket) {
    this.block = block;
    this.socket = socket;
  }

  /// Claims a part, the one that is asked for if nobody else has it.
  ///
  /// @throws IllegalStateException when every part is taken
  static AliasClaim of(Optional<Cidr> wanted) {
    if (wanted.isPresent()) {
      Optional<AliasClaim> claim = attempt(wanted.get());
      if (claim.isPresent()) {
        return claim.get();
      }
    }
    long size = 1L << (32 - BLOCK_BITS);
    for (long at = 0; at < AliasBook.BLOCK.size(); at += size) {
      Optional<AliasClaim> claim =
          attempt(new Cidr((int) (AliasBook.BLOCK.base() + at), BLOCK_BITS));
      if (claim.isPresent()) {
        return claim.get();
      }
    }
    throw new RealiseException(
        "no alias addresses are left in "
            + AliasBook.BLOCK
            + ": stop another Scorta on this machine, or what listens on port "
            + PORT
            + " there");
  }

  private static Optional<AliasClaim> attempt(Cidr block) {
    String last = Ipv4.format((int) (block.base() + block.size() - 2));
    try {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(new InetSocketAddress(InetAddress.getByName(last), PORT), 1);
        return Optional.of(new AliasClaim(block, socket));
      } catch (IOException _) {
        socket.close();
        return Optional.empty();
      }
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  Cidr block() {
    return block;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // The end of the process ends the claim too.
    }
  }
}
