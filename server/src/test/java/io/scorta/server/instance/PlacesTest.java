package io.scorta.server.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.kernel.Namespace;
import io.scorta.access.kernel.Namespaces;
import io.scorta.access.kernel.Owner;
import io.scorta.access.kernel.Tools;
import io.scorta.access.model.Ipv4;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs the right to make namespaces: root, or the two capabilities.
class PlacesTest {
  private static final String ID = "i-0123456789abcdef2";
  @TempDir private Path data;
  private final BlockingQueue<String> changed = new LinkedBlockingQueue<>();
  private Namespaces namespaces;
  private Namespace where;
  private Places places;

  @BeforeEach
  void makePlaces() {
    namespaces = new Namespaces(Owner.of(data), new Tools());
    where = namespaces.of("eni-1");
    places = new Places(data, namespaces, changed::add);
  }

  @AfterEach
  void closePlaces() {
    places.close();
    places.keepOnly(Set.of());
    assertThat(namespaces.existing()).isEmpty();
  }

  private void bring(String incarnation) throws InterruptedException {
    places.expect(
        List.of(
            new PlaceSpec(
                "1",
                ID,
                "eni-1",
                incarnation,
                Ipv4.parse("10.0.0.55"),
                Optional.of(""),
                Map.of())));
    if (places.find(ID).isEmpty()) {
      assertThat(places.make(where)).isTrue();
    }
    places.settle();
    assertThat(changed.poll(20, TimeUnit.SECONDS)).isEqualTo(ID);
    assertThat(places.failures()).isEmpty();
    assertThat(places.isUp(ID)).isTrue();
  }

  private String output(String command) {
    return places.run(ID, command).output();
  }

  @Test
  void rebootTakesAwayWhatWasNotSavedAndAppliesWhatWas() throws Exception {
    bring("1");
    output("iptables -P FORWARD DROP; service iptables save; iptables -P INPUT DROP");
    output("iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE; sysctl -w net.ipv4.ip_forward=1");
    output("echo kept >/root/file; echo lost >/tmp/file; sleep 1000 >/dev/null 2>&1 &");
    changed.clear();
    bring("2");
    assertThat(output("iptables-save"))
        .contains(":FORWARD DROP", ":INPUT ACCEPT")
        .doesNotContain("MASQUERADE");
    assertThat(output("cat /proc/sys/net/ipv4/ip_forward; cat /root/file; ls /tmp; pgrep sleep"))
        .isEqualTo("0\nkept\n");
  }

  @Test
  void interfaceOfNoInstanceHasNoPlace() {
    assertThat(places.make(namespaces.of("eni-2"))).isFalse();
    assertThat(places.isUp("i-2")).isFalse();
  }

  @Test
  void leavingEndsThePlaceAndKeepsItsFiles() throws Exception {
    bring("1");
    output("echo kept >/root/file");
    places.leave(where);
    assertThat(places.isUp(ID)).isFalse();
    assertThat(namespaces.existing()).isEmpty();
    changed.clear();
    bring("1");
    assertThat(output("cat /root/file")).isEqualTo("kept\n");
  }
}
