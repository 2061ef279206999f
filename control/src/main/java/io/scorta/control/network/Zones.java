package io.scorta.control.network;

import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The zones of a region: three availability zones, named by the region and a letter, and the two
/// of a Local Zone group, as in `us-east-1-lax-1a`, for which an account has to opt in.
public final class Zones {
  private static final List<String> LETTERS = List.of("a", "b", "c");
  private static final List<String> LOCAL_LETTERS = List.of("a", "b");
  private static final String LOCAL_GROUP = "-lax-1";
  private static final String LOCAL_ID = "-lax1";

  private Zones() {}

  /// Opts an account into a group of Local Zones, or out of it while it has no subnet there.
  public record OptIn(String group, boolean in) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      String region = edit.context().region();
      if (locals(region).stream().noneMatch(zone -> zone.group().equals(group))) {
        throw Faults.value(
            "Value (%s) for parameter GroupName is invalid: the groups to opt into are %s",
            group, region + LOCAL_GROUP);
      }
      if (!in) {
        refuseUsed(edit, region);
      }
      AccountFacts facts =
          edit.find(NetworkKinds.ACCOUNT, AccountFacts.ID)
              .orElseGet(() -> new AccountFacts(edit.context().now(), region, Set.of(), false));
      Set<String> groups = new HashSet<>(facts.zoneGroups());
      if (in) {
        groups.add(group);
      } else {
        groups.remove(group);
      }
      edit.put(
          NetworkKinds.ACCOUNT,
          AccountFacts.ID,
          new AccountFacts(facts.openedAt(), facts.region(), groups, facts.classic()));
      return true;
    }

    private void refuseUsed(Edit edit, String region) {
      List<String> names = locals(region).stream().map(Zone::name).toList();
      edit.all(NetworkKinds.SUBNET).stream()
          .filter(subnet -> names.contains(subnet.zone()))
          .findFirst()
          .ifPresent(
              subnet -> {
                throw Refusal.of(
                    "OperationNotPermitted",
                    "Zone group %s is in use by %s: delete it first",
                    group,
                    subnet.id());
              });
    }
  }

  /// The availability zones' names, as in `us-east-1a`.
  public static List<String> of(String region) {
    return LETTERS.stream().map(letter -> region + letter).toList();
  }

  /// Every zone of the region: the availability zones, then the Local Zones.
  public static List<Zone> all(String region) {
    return Stream.concat(
            of(region).stream().map(name -> new Zone(name, id(name), region, Optional.empty())),
            locals(region).stream())
        .toList();
  }

  /// Whether the account may use the zone.
  public static boolean isOpen(State state, String account, Zone zone) {
    return !zone.isLocal()
        || state
            .find(account, NetworkKinds.ACCOUNT, AccountFacts.ID)
            .filter(facts -> facts.zoneGroups().contains(zone.group()))
            .isPresent();
  }

  /// Whether a name is that of a Local Zone.
  public static boolean isLocal(String zone) {
    return zone.contains(LOCAL_GROUP);
  }

  /// A zone's id, as in `use1-az1` for `us-east-1a` and `use1-lax1-az1` for `us-east-1-lax-1a`.
  public static String id(String zone) {
    if (zone.isEmpty()) {
      return "";
    }
    int local = zone.indexOf(LOCAL_GROUP);
    String region = local < 0 ? zone.substring(0, zone.length() - 1) : zone.substring(0, local);
    StringBuilder id = new StringBuilder();
    String[] parts = region.split("-", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean whole = i == 0 || i == parts.length - 1;
      id.append(whole ? parts[i] : shortDirection(parts[i]));
    }
    return id + (local < 0 ? "" : LOCAL_ID) + "-az" + (zone.charAt(zone.length() - 1) - 'a' + 1);
  }

  private static List<Zone> locals(String region) {
    String first = region + LETTERS.getFirst();
    Zone parent = new Zone(first, id(first), region, Optional.empty());
    String group = region + LOCAL_GROUP;
    return LOCAL_LETTERS.stream()
        .map(letter -> group + letter)
        .map(name -> new Zone(name, id(name), group, Optional.of(parent)))
        .toList();
  }

  /// `southeast` is shortened to `se`, `east` to `e`.
  private static String shortDirection(String direction) {
    boolean compound = direction.length() > "central".length();
    return compound
        ? direction.substring(0, 1) + direction.charAt("south".length())
        : direction.substring(0, 1);
  }
}
