package io.scorta.access.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AliasBookTest {
  @Test
  void newcomersGetTheLowestFreeAliases() {
    AliasBook book = AliasBook.EMPTY.assigned(network(List.of("eni-a", "eni-b")));
    assertThat(book.entries())
        .extracting(AliasEntry::toString)
        .containsExactly("127.64.0.1 interface eni-a", "127.64.0.2 interface eni-b");
    assertThat(book.withOutside(Ipv4.parse("198.51.100.27")).entries().getLast())
        .hasToString("127.64.0.3 outside 198.51.100.27");
  }

  @Test
  void anAliasThatIsGivenBackRestsForOneChange() {
    AliasBook book = AliasBook.EMPTY.assigned(network(List.of("eni-a", "eni-b")));
    AliasBook changed = book.assigned(network(List.of("eni-b", "eni-c")));
    assertThat(changed.aliasOfInterface("eni-c")).hasValue(Ipv4.parse("127.64.0.3"));
    assertThat(changed.holderOf(Ipv4.parse("127.64.0.1"))).isEmpty();
    AliasBook later = changed.assigned(network(List.of("eni-b", "eni-c", "eni-d")));
    assertThat(later.aliasOfInterface("eni-d")).hasValue(Ipv4.parse("127.64.0.1"));
  }

  @Test
  void aBookIsTheSameAfterItWasStored() {
    Site site = Site.journey();
    site.outsideAlias(Site.TRUSTED);
    AliasBook book = site.book();
    List<String> stored = book.entries().stream().map(AliasEntry::toString).toList();
    assertThat(AliasBook.of(stored.stream().map(AliasEntry::parse).toList())).isEqualTo(book);
  }

  @Test
  void contradictionsAreRefused() {
    AliasEntry one = AliasEntry.parse("127.64.0.1 interface eni-a");
    assertThatThrownBy(() -> AliasBook.of(List.of(one, AliasEntry.parse("127.64.0.1 interface b"))))
        .hasMessage("alias 127.64.0.1 has two holders");
    assertThatThrownBy(
            () -> AliasBook.of(List.of(one, AliasEntry.parse("127.64.0.2 interface eni-a"))))
        .hasMessage("interface eni-a has two aliases");
    assertThatThrownBy(() -> AliasBook.of(List.of(AliasEntry.parse("127.0.0.1 interface eni-a"))))
        .hasMessage("alias 127.0.0.1 does not lie in 127.64.0.0/10");
    assertThatThrownBy(() -> AliasEntry.parse("127.64.0.1 nobody"))
        .hasMessageContaining("is no holder");
  }

  @Test
  void outsideAddressesAreBounded() {
    AliasBook book =
        AliasBook.of(
            java.util.stream.IntStream.rangeClosed(1, LoopbackBounds.OUTSIDE_MAX)
                .mapToObj(
                    i -> new AliasEntry(AliasBook.BLOCK.base() + i, new AliasHolder.Outside(i)))
                .toList());
    assertThat(book.withOutside(1)).isSameAs(book);
    assertThatThrownBy(() -> book.withOutside(-1)).hasMessageContaining("4096 outside addresses");
  }

  @Test
  void nobodyLosesOrSharesAnAliasWhateverHappens() {
    for (long seed = 1; seed <= 300; seed++) {
      Random random = new Random(seed);
      AliasBook book = AliasBook.EMPTY;
      List<String> present = new ArrayList<>();
      for (int step = 0; step < 20; step++) {
        if (random.nextBoolean() || present.isEmpty()) {
          present.add("eni-" + seed + "-" + step);
        } else {
          present.remove(random.nextInt(present.size()));
        }
        AliasBook before = book;
        book = before.assigned(network(present));
        String where = "seed " + seed + " step " + step;
        assertThat(before.assigned(network(present))).as(where).isEqualTo(book);
        assertThat(book.entries()).as(where).hasSameSizeAs(present);
        Map<Integer, AliasHolder> old = new HashMap<>();
        before.entries().forEach(it -> old.put(it.alias(), it.holder()));
        for (AliasEntry entry : book.entries()) {
          assertThat(book.aliasOf(entry.holder())).as(where).hasValue(entry.alias());
          assertThat(book.holderOf(entry.alias())).as(where).contains(entry.holder());
          assertThat(old.getOrDefault(entry.alias(), entry.holder()))
              .as(where)
              .isEqualTo(entry.holder());
        }
      }
    }
  }

  @Test
  void theTableAnswersAsAMapDoes() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      int size = random.nextInt(200);
      AddressTable table = new AddressTable(size);
      Map<Long, Long> map = new HashMap<>();
      for (int i = 0; i < size; i++) {
        long key = AddressTable.key(random.nextInt(), random.nextInt(65536));
        long value = random.nextInt();
        table.put(key, value);
        map.put(key, value);
      }
      map.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
      for (int i = 0; i < 200; i++) {
        long key = AddressTable.key(random.nextInt());
        assertThat(table.get(key)).isEqualTo(map.getOrDefault(key, AddressTable.NONE));
      }
    }
  }

  private static Network network(List<String> ids) {
    List<NetworkInterface> interfaces =
        ids.stream()
            .map(
                id ->
                    new NetworkInterface(
                        id,
                        "vpc-1",
                        "subnet-1",
                        Site.ACCOUNT,
                        1,
                        List.of(),
                        true,
                        "",
                        NetworkInterface.Holder.CACHE_NODE,
                        id))
            .collect(Collectors.toList());
    return new Network(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        interfaces,
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void aliasesComeFromThePartThatWasClaimed() {
    Cidr part = Cidr.parse("127.70.0.0/16");
    AliasBook book = AliasBook.empty(part).withOutside(Ipv4.parse("198.51.100.27"));
    assertThat(book.entries().getFirst().alias()).isEqualTo(Ipv4.parse("127.70.0.1"));
    assertThatThrownBy(() -> AliasBook.of(Cidr.parse("127.71.0.0/16"), book.entries()))
        .hasMessageContaining("127.71.0.0/16");
    assertThatThrownBy(() -> AliasBook.empty(Cidr.parse("127.0.0.0/16")))
        .hasMessageContaining("127.64.0.0/10");
  }
}
