package io.scorta.server.realise;

import io.scorta.access.loopback.AliasBook;
import io.scorta.access.loopback.AliasEntry;
import io.scorta.access.model.Cidr;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.control.state.Command;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Kind;
import io.scorta.server.loop.ControlLoop;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The alias book, stored entry by entry, so that an address stays whose it is over restarts.
///
/// An entry is used only when it is stored.
final class AliasKeeper implements AutoCloseable {
  /// By the alias in dotted form.
  static final Kind<AliasEntry> KIND = Kind.durable("loopback-alias", AliasEntry.class);

  /// One record: the part of the alias addresses that the entries come from.
  static final Kind<AliasBlock> BLOCK_KIND = Kind.durable("loopback-block", AliasBlock.class);

  private static final System.Logger LOG = System.getLogger(AliasKeeper.class.getName());

  private final ControlLoop loop;
  private final AliasClaim claim;

  /// Guarded by this object's monitor.
  private AliasBook book;

  AliasKeeper(ControlLoop loop) {
    this.loop = loop;
    Optional<Cidr> stored =
        loop.state().all(Limits.OPERATOR, BLOCK_KIND).stream().findFirst().map(AliasBlock::block);
    List<AliasEntry> entries = List.copyOf(loop.state().all(Limits.OPERATOR, KIND));
    claim = AliasClaim.of(stored);
    if (stored.filter(claim.block()::equals).isPresent()) {
      book = AliasBook.of(claim.block(), entries);
    } else {
      stored.ifPresent(this::warnOfMove);
      loop.submit(Limits.OPERATOR, moved(entries, claim.block()));
      book = AliasBook.empty(claim.block());
    }
  }

  private void warnOfMove(Cidr from) {
    LOG.log(
        Level.WARNING,
        "event=aliases-moved from={0} to={1} reason=\"another program holds them\"",
        from,
        claim.block());
  }

  private static Command<Boolean> moved(List<AliasEntry> before, Cidr block) {
    return (state, _) -> {
      Draft draft = new Draft(state);
      before.forEach(entry -> draft.remove(Limits.OPERATOR, KIND, Ipv4.format(entry.alias())));
      return draft.put(Limits.OPERATOR, BLOCK_KIND, "block", new AliasBlock(block)).accept(true);
    };
  }

  @Override
  public void close() {
    claim.close();
  }

  synchronized AliasBook book() {
    return book;
  }

  /// The book in which all of a network have their alias.
  synchronized AliasBook assigned(Network network) {
    keep(book.assigned(network));
    return book;
  }

  /// The book in which an address outside has an alias.
  ///
  /// @throws IllegalArgumentException when too many of them have one
  synchronized AliasBook withOutside(int address) {
    keep(book.withOutside(address));
    return book;
  }

  private void keep(AliasBook next) {
    if (!next.equals(book)) {
      loop.submit(Limits.OPERATOR, replace(book.entries(), next.entries()));
      book = next;
    }
  }

  private static Command<Boolean> replace(List<AliasEntry> before, List<AliasEntry> after) {
    Set<AliasEntry> kept = new HashSet<>(before);
    kept.retainAll(new HashSet<>(after));
    return (state, _) -> {
      Draft draft = new Draft(state);
      before.stream()
          .filter(entry -> !kept.contains(entry))
          .forEach(entry -> draft.remove(Limits.OPERATOR, KIND, Ipv4.format(entry.alias())));
      after.stream()
          .filter(entry -> !kept.contains(entry))
          .forEach(entry -> draft.put(Limits.OPERATOR, KIND, Ipv4.format(entry.alias()), entry));
      return draft.accept(true);
    };
  }
}
