package io.scorta.access.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Namespaces are made, found, entered and removed, and only those of their owner.
class NamespacesTest {
  @TestFactory
  Stream<DynamicTest> inTheLab() {
    return Lab.tests(Scenario.class);
  }

  @Test
  void ownerFollowsFromTheFolder() {
    Owner one = Owner.of(Path.of("/home/me/.scorta"));
    assertThat(one).isEqualTo(Owner.of(Path.of("/home/me/x/../.scorta")));
    assertThat(one).isNotEqualTo(Owner.of(Path.of("/home/you/.scorta")));
  }

  @Test
  void missingProgramIsNamedWithItsPackage() {
    assertThat(Tools.missing(List.of("no-such-program", "sh")))
        .containsExactly(
            "the program no-such-program is missing: install the package" + " no-such-program");
  }

  @Test
  void nothingForeignIsRemoved() {
    Namespaces mine = new Namespaces(new Owner("00000001"), new Tools());
    assertThatThrownBy(() -> mine.remove(List.of(new Namespace("scorta-00000002-vpc-1"))))
        .hasMessageContaining("does not belong to 00000001");
  }

  /// Runs in the lab.
  static final class Scenario {
    private final Tools tools = new Tools();
    private final Namespaces mine = new Namespaces(new Owner("00000001"), tools);
    private final Namespaces yours = new Namespaces(new Owner("00000002"), tools);

    public void everythingIsPermittedHere() {
      assertThat(Capabilities.probe().obstacles()).isEmpty();
      assertThat(mine.existing()).isEmpty();
    }

    public void leftoversAreFoundAndOnlyOwnOnesRemoved() {
      mine.make(List.of(mine.of("vpc-1"), mine.of("eni-1")));
      yours.make(List.of(yours.of("vpc-1")));
      Namespaces later = new Namespaces(new Owner("00000001"), tools);
      assertThat(later.clear()).containsExactly(mine.of("eni-1"), mine.of("vpc-1"));
      assertThat(later.existing()).isEmpty();
      assertThat(yours.clear()).containsExactly(yours.of("vpc-1"));
    }

    public void socketOpenedInsideStaysInside() throws Exception {
      Namespace place = mine.of("place");
      mine.make(List.of(place));
      tools.ip(place, List.of("link set lo up"));
      try (ServerSocket server = Inside.call(place, Scenario::listening)) {
        InetSocketAddress at = (InetSocketAddress) server.getLocalSocketAddress();
        try (Socket client = Inside.call(place, () -> connected(at))) {
          assertThat(client.isConnected()).isTrue();
        }
        assertThatThrownBy(() -> connected(at)).isInstanceOf(IOException.class);
      } finally {
        mine.clear();
      }
    }

    public void callingThreadStaysOutside() throws Exception {
      Namespace place = mine.of("place");
      mine.make(List.of(place));
      tools.ip(place, List.of("link add veth7 type veth peer name veth8"));
      assertThat(Inside.call(place, Scenario::links)).contains("veth7");
      assertThat(links()).doesNotContain("veth7");
      mine.clear();
    }

    public void refusalsSayWhatWasAttempted() {
      assertThatThrownBy(() -> Inside.call(mine.of("gone"), () -> 1))
          .hasMessageContaining("namespace scorta-00000001-gone is not there");
      Namespace place = mine.of("place");
      mine.make(List.of(place));
      assertThatThrownBy(() -> tools.ip(place, List.of("link set nobody up")))
          .hasMessageContaining("ip was refused in scorta-00000001-place")
          .hasMessageContaining("nobody");
      assertThatThrownBy(() -> tools.nft(place, "add table"))
          .hasMessageContaining("nft was refused");
      mine.clear();
    }

    private static String links() throws IOException {
      return Files.readString(Path.of("/proc/thread-self/net/dev"));
    }

    private static ServerSocket listening() throws IOException {
      ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return server;
    }

    private static Socket connected(InetSocketAddress to) throws IOException {
      Socket socket = new Socket();
      try {
        socket.connect(to, 1000);
        return socket;
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }
  }
}
