package io.scorta.access.loopback;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Which address of this machine stands for which interface, Elastic IP or outside address.
/// Immutable.
///
/// A newcomer gets the lowest free address, so that the same history gives the same book. An alias
/// stays with its holder as long as the network has it; when it is given back it rests for one
/// change, so that what is still open for the old holder is never taken for the new one's.
public final class AliasBook {
  /// Where aliases come from. 127.0.0.1 lies outside.
  public static final Cidr BLOCK = Cidr.parse("127.64.0.0/10");

  public static final AliasBook EMPTY = empty(BLOCK);

  private final Cidr block;
  private final List<AliasEntry> entries;
  private final Map<AliasHolder, Integer> aliases = new HashMap<>();
  private final Map<Integer, AliasHolder> holders = new HashMap<>();

  private AliasBook(Cidr block, List<AliasEntry> entries) {
    if (!BLOCK.contains(block)) {
      throw new IllegalArgumentException("aliases come from " + BLOCK + ", not from " + block);
    }
    this.block = block;
    if (entries.size() > LoopbackBounds.ALIASES_MAX) {
      throw new IllegalArgumentException(
          "the network needs %d alias addresses; there can be %d"
              .formatted(entries.size(), LoopbackBounds.ALIASES_MAX));
    }
    List<AliasEntry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingInt(AliasEntry::alias));
    this.entries = List.copyOf(sorted);
    for (AliasEntry entry : sorted) {
      String text = Ipv4.format(entry.alias());
      if (!block.contains(entry.alias()) || entry.alias() == block.base()) {
        throw new IllegalArgumentException("alias " + text + " does not lie in " + block);
      }
      if (holders.put(entry.alias(), entry.holder()) != null) {
        throw new IllegalArgumentException("alias " + text + " has two holders");
      }
      if (aliases.put(entry.holder(), entry.alias()) != null) {
        throw new IllegalArgumentException(entry.holder() + " has two aliases");
      }
    }
  }

  /// A book without entries, whose aliases will come from a part of [#BLOCK].
  public static AliasBook empty(Cidr block) {
    return new AliasBook(block, List.of());
  }

  /// The book of stored entries.
  ///
  /// @throws IllegalArgumentException when two of them contradict each other
  public static AliasBook of(List<AliasEntry> entries) {
    return of(BLOCK, entries);
  }

  /// The same with aliases from a part of [#BLOCK].
  public static AliasBook of(Cidr block, List<AliasEntry> entries) {
    return new AliasBook(block, entries);
  }

  /// Where the aliases of this book come from.
  public Cidr block() {
    return block;
  }

  /// All entries by ascending alias, to be stored.
  public List<AliasEntry> entries() {
    return entries;
  }

  /// The book for a network: whoever is in it and has no alias gets one, and whoever has left it
  /// gives it back. Outside addresses keep theirs.
  public AliasBook assigned(Network network) {
    Set<AliasHolder> present = new HashSet<>();
    List<AliasHolder> wanted = new ArrayList<>();
    for (NetworkInterface it : network.interfaces()) {
      want(new AliasHolder.Interface(it.id()), present, wanted);
    }
    for (ElasticIp it : network.elasticIps()) {
      want(new AliasHolder.Elastic(it.publicAddress()), present, wanted);
    }
    boolean isSame =
        wanted.isEmpty()
            && aliases.keySet().stream()
                .allMatch(it -> it instanceof AliasHolder.Outside || present.contains(it));
    return isSame ? this : with(wanted, present);
  }

  /// The book in which an outside address has an alias.
  ///
  /// @throws IllegalArgumentException when too many outside addresses have one
  public AliasBook withOutside(int address) {
    AliasHolder holder = new AliasHolder.Outside(address);
    if (aliases.containsKey(holder)) {
      return this;
    }
    long outside = aliases.keySet().stream().filter(AliasHolder.Outside.class::isInstance).count();
    if (outside >= LoopbackBounds.OUTSIDE_MAX) {
      throw new IllegalArgumentException(
          "%d outside addresses have an alias, which is the most: use one of them"
              .formatted(outside));
    }
    return with(List.of(holder), aliases.keySet());
  }

  public OptionalInt aliasOfInterface(String id) {
    return aliasOf(new AliasHolder.Interface(id));
  }

  public OptionalInt aliasOfElastic(int publicAddress) {
    return aliasOf(new AliasHolder.Elastic(publicAddress));
  }

  public OptionalInt aliasOfOutside(int address) {
    return aliasOf(new AliasHolder.Outside(address));
  }

  public OptionalInt aliasOf(AliasHolder holder) {
    Integer alias = aliases.get(holder);
    return alias == null ? OptionalInt.empty() : OptionalInt.of(alias);
  }

  public Optional<AliasHolder> holderOf(int alias) {
    return Optional.ofNullable(holders.get(alias));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AliasBook book && entries.equals(book.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  private void want(AliasHolder holder, Set<AliasHolder> present, List<AliasHolder> wanted) {
    if (present.add(holder) && !aliases.containsKey(holder)) {
      wanted.add(holder);
    }
  }

  private AliasBook with(List<AliasHolder> newcomers, Set<AliasHolder> present) {
    BitSet taken = new BitSet();
    taken.set(0);
    List<AliasEntry> next = new ArrayList<>();
    for (AliasEntry entry : entries) {
      taken.set(entry.alias() - block.base());
      if (entry.holder() instanceof AliasHolder.Outside || present.contains(entry.holder())) {
        next.add(entry);
      }
    }
    int offset = 0;
    for (AliasHolder newcomer : newcomers) {
      offset = taken.nextClearBit(offset);
      taken.set(offset);
      next.add(new AliasEntry(block.base() + offset, newcomer));
    }
    return new AliasBook(block, next);
  }
}
