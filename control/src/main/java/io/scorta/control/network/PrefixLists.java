package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.PrefixList;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Commands on managed prefix lists.
public final class PrefixLists {
  public static final String IPV4 = "IPv4";
  public static final String IPV6 = "IPv6";
  private static final String RESERVED = "com.amazonaws";

  private PrefixLists() {}

  /// Makes a list with its first version.
  public record Create(
      String name,
      String family,
      int maxEntries,
      List<ManagedPrefixList.Entry> entries,
      Map<String, String> tags)
      implements NetworkCommand<ManagedPrefixList> {
    public Create {
      entries = List.copyOf(entries);
      tags = Map.copyOf(tags);
    }

    @Override
    public ManagedPrefixList run(Edit edit) {
      checkName(name);
      if (!family.equals(IPV4) && !family.equals(IPV6)) {
        throw Faults.value("Invalid value '%s' for addressFamily: give IPv4 or IPv6", family);
      }
      checkSize(maxEntries);
      edit.room(
          edit.all(NetworkKinds.PREFIX_LIST).size(),
          Limits.PREFIX_LISTS,
          "PrefixListLimitExceeded",
          "prefix lists");
      Map<String, String> blocks = new TreeMap<>();
      add(family, entries, blocks);
      checkCount(blocks.size(), maxEntries);
      ManagedPrefixList list =
          new ManagedPrefixList(
              edit.newId(ResourceKind.PREFIX_LIST),
              edit.account(),
              name,
              family,
              maxEntries,
              false,
              List.of(version(1, blocks)));
      edit.put(NetworkKinds.PREFIX_LIST, list.id(), list);
      edit.tag(list.id(), tags);
      return list;
    }
  }

  /// Changes a list. Entries that come or go make a new version; the size cannot change together
  /// with them, and grows only when everything that refers to the list has room for it.
  public record Modify(
      String id,
      Optional<Long> currentVersion,
      Optional<String> name,
      Optional<Integer> maxEntries,
      List<ManagedPrefixList.Entry> added,
      List<String> removed)
      implements NetworkCommand<ManagedPrefixList> {
    public Modify {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }

    @Override
    public ManagedPrefixList run(Edit edit) {
      ManagedPrefixList list = require(edit, id);
      boolean changesEntries = !added.isEmpty() || !removed.isEmpty();
      checkVersion(list, changesEntries);
      name.ifPresent(PrefixLists::checkName);
      if (maxEntries.isPresent() && changesEntries) {
        throw Refusal.of(
            Faults.COMBINATION,
            "You cannot modify the entries of a prefix list and modify the size of a prefix list at"
                + " the same time.");
      }
      List<ManagedPrefixList.Version> versions = new ArrayList<>(list.versions());
      if (changesEntries) {
        versions.add(next(list));
      }
      if (versions.size() > Limits.PREFIX_LIST_VERSIONS) {
        versions.removeFirst();
      }
      ManagedPrefixList changed =
          new ManagedPrefixList(
              id,
              list.owner(),
              name.orElse(list.name()),
              list.family(),
              maxEntries.orElse(list.maxEntries()),
              true,
              versions);
      maxEntries.ifPresent(PrefixLists::checkSize);
      checkCount(changed.current().entries().size(), changed.maxEntries());
      edit.put(NetworkKinds.PREFIX_LIST, id, changed);
      if (changed.maxEntries() > list.maxEntries()) {
        refuseOverflow(edit, id);
      }
      return changed;
    }

    private void checkVersion(ManagedPrefixList list, boolean changesEntries) {
      if (changesEntries && currentVersion.isEmpty()) {
        throw Refusal.of(
            "MissingParameter", "The request must contain the parameter CurrentVersion");
      }
      if (currentVersion.isPresent() && currentVersion.get() != list.current().number()) {
        throw Refusal.of(
            "PrefixListVersionMismatch",
            "The prefix list has the incorrect version number: %s is at version %d",
            id,
            list.current().number());
      }
    }

    private ManagedPrefixList.Version next(ManagedPrefixList list) {
      Map<String, String> blocks = new TreeMap<>();
      list.current().entries().forEach(it -> blocks.put(it.cidr(), it.description()));
      for (String text : removed) {
        if (blocks.remove(canonical(list.family(), text)) == null) {
          throw Faults.value("The prefix list %s has no entry %s to remove", id, text);
        }
      }
      add(list.family(), added, blocks);
      return version(list.current().number() + 1, blocks);
    }
  }

  /// Takes away a list that nothing refers to.
  public record Delete(String id) implements NetworkCommand<ManagedPrefixList> {
    @Override
    public ManagedPrefixList run(Edit edit) {
      ManagedPrefixList list = require(edit, id);
      List<Referrer> referrers = referrers(edit.draft().state(), edit.account(), id);
      if (!referrers.isEmpty()) {
        throw Refusal.of(
            Faults.DEPENDENCY,
            "The prefix list '%s' is in use by %s: take the reference away first",
            id,
            referrers.getFirst().id());
      }
      edit.remove(NetworkKinds.PREFIX_LIST, id);
      return list;
    }
  }

  /// Something that refers to a prefix list.
  public record Referrer(String id, String owner) {}

  /// Everything that refers to a prefix list: security groups, then route tables.
  public static List<Referrer> referrers(State state, String account, String listId) {
    Stream<Referrer> groups =
        state.all(account, NetworkKinds.SECURITY_GROUP).stream()
            .filter(group -> names(group, listId))
            .map(group -> new Referrer(group.id(), group.owner()));
    Stream<Referrer> tables =
        state.all(account, NetworkKinds.ROUTE_TABLE).stream()
            .filter(table -> table.prefixRoutes().containsKey(listId))
            .map(table -> new Referrer(table.id(), table.owner()));
    return Stream.concat(groups, tables).toList();
  }

  /// The lists of all accounts as the policy sees them.
  static List<PrefixList> all(State state) {
    return state.everywhere(NetworkKinds.PREFIX_LIST).stream()
        .map(
            list ->
                new PrefixList(
                    list.id(),
                    list.owner(),
                    list.family().equals(IPV4)
                        ? list.current().entries().stream()
                            .map(entry -> Cidr.parse(entry.cidr()))
                            .toList()
                        : List.of()))
        .toList();
  }

  /// What a reference to the list counts in quotas of rules and routes.
  static int weight(Edit edit, String listId) {
    return edit.find(NetworkKinds.PREFIX_LIST, listId).map(ManagedPrefixList::maxEntries).orElse(1);
  }

  static ManagedPrefixList require(Edit edit, String id) {
    return edit.require(NetworkKinds.PREFIX_LIST, ResourceKind.PREFIX_LIST, id);
  }

  private static boolean names(SecurityGroup group, String listId) {
    return group.rules().stream().anyMatch(it -> it.peer().equals(new RulePeer.PrefixList(listId)));
  }

  /// A list that grew must still fit wherever it is referred to.
  private static void refuseOverflow(Edit edit, String listId) {
    for (SecurityGroup group : edit.all(NetworkKinds.SECURITY_GROUP)) {
      if (names(group, listId)) {
        SecurityRules.refuseTooMany(edit, group, group.rules());
      }
    }
    for (RouteTable table : edit.all(NetworkKinds.ROUTE_TABLE)) {
      if (table.prefixRoutes().containsKey(listId)) {
        Routes.refuseTooMany(edit, table);
      }
    }
  }

  private static void add(
      String family, List<ManagedPrefixList.Entry> entries, Map<String, String> blocks) {
    for (ManagedPrefixList.Entry entry : entries) {
      SecurityGroups.checkText("entry description", entry.description());
      blocks.put(canonical(family, entry.cidr()), entry.description());
    }
  }

  private static String canonical(String family, String text) {
    Optional<String> block =
        family.equals(IPV6)
            ? Ipv6Block.canonical(text)
            : Optional.of(Faults.block("cidr", text).toString());
    return block.orElseThrow(
        () -> Faults.value("Value (%s) for parameter cidr is invalid: give an IPv6 block", text));
  }

  private static ManagedPrefixList.Version version(long number, Map<String, String> blocks) {
    return new ManagedPrefixList.Version(
        number,
        blocks.entrySet().stream()
            .map(it -> new ManagedPrefixList.Entry(it.getKey(), it.getValue()))
            .sorted(Comparator.comparing(ManagedPrefixList.Entry::cidr))
            .toList());
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.length() > Limits.NAME_LENGTH || name.startsWith(RESERVED)) {
      throw Faults.value(
          "Invalid value '%s' for prefixListName: give 1 to %d characters, not beginning with %s",
          name, Limits.NAME_LENGTH, RESERVED);
    }
  }

  private static void checkSize(int maxEntries) {
    if (maxEntries < 1 || maxEntries > Limits.PREFIX_LIST_ENTRIES) {
      throw Faults.value(
          "Invalid value '%d' for maxEntries: give 1 to %d",
          maxEntries, Limits.PREFIX_LIST_ENTRIES);
    }
  }

  private static void checkCount(int count, int maxEntries) {
    if (count > maxEntries) {
      throw Refusal.of(
          "PrefixListMaxEntriesExceeded",
          "You've reached the maximum number of entries for the prefix list: %d of %d",
          count,
          maxEntries);
    }
  }
}
