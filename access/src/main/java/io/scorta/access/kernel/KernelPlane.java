package io.scorta.access.kernel;

import io.scorta.access.model.Ipv4;
import io.scorta.access.policy.PolicySnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the kernel in line with the policy: one namespace for each VPC, each holder of an address,
/// each host outside, and the internet between them.
///
/// Every call of [#apply] works out what differs from what stands and changes that alone. What
/// somebody else removed is made again; where a command was refused half way, the VPC concerned is
/// made anew by the next call. Used by one thread at a time.
public final class KernelPlane implements AutoCloseable {
  /// The VPC's end of its internet gateway's link.
  private static final String GATEWAY = "igw";

  private final Tools tools = new Tools();
  private final PeerLinks peers = new PeerLinks(tools);
  private final Namespaces namespaces;
  private final Guests guests;
  private final Planner planner;
  private final Map<String, VpcPlace> vpcs = new HashMap<>();
  private @Nullable EdgePlace edge;

  /// The interfaces whose place stands, and how often it was made. Read: anyone.
  private volatile Map<String, Station> stations = Map.of();

  /// The place of an interface: its namespace, and a number that changes when it is made anew and
  /// everything in it is gone.
  public record Station(Namespace where, long incarnation) {}

  private KernelPlane(Namespaces namespaces, NamespaceMaker maker) {
    this.namespaces = namespaces;
    guests = new Guests(tools, namespaces, maker);
    planner = new Planner(new Naming(namespaces));
  }

  /// An empty plane, after everything that an earlier run of this owner left is removed.
  ///
  /// @param maker makes the namespaces of those who bring their own
  public static KernelPlane open(Namespaces namespaces, NamespaceMaker maker) {
    namespaces.clear();
    return new KernelPlane(namespaces, maker);
  }

  /// Puts a snapshot in force, with hosts outside at these addresses.
  ///
  /// @throws KernelException when the kernel refuses a part; the rules of that VPC stay as they
  ///   were
  public void apply(PolicySnapshot snapshot, Set<Integer> outside) {
    Plan plan = planner.plan(snapshot, outside);
    Set<Namespace> there = new HashSet<>(namespaces.existing());
    dropUnwanted(plan, there);
    EdgePlace internet = edge(plan.edge(), there);
    try {
      // All that goes has to be gone before anything takes its place, links are there before the
      // rules that know them, and rules before the routes that lead to them.
      List.copyOf(vpcs.keySet()).forEach(id -> detach(id, plan, there));
      unplug(plan);
      plan.vpcs().forEach((id, vpc) -> link(id, vpc, internet));
      peers.plug(plan.peers());
      plan.vpcs().forEach((id, vpc) -> place(id).guard(vpc));
      plan.vpcs().forEach((id, vpc) -> orElse(() -> place(id).route(vpc), () -> drop(id)));
    } finally {
      Map<String, Station> all = new HashMap<>();
      vpcs.values().forEach(place -> all.putAll(place.stations()));
      stations = Map.copyOf(all);
    }
    orElse(() -> internet.bring(plan.edge(), there), () -> edge = null);
  }

  /// Whether everything that was made is still there.
  public boolean isIntact() {
    Set<Namespace> there = new HashSet<>(namespaces.existing());
    return stations.values().stream().map(Station::where).allMatch(there::contains)
        && vpcs.keySet().stream().map(namespaces::of).allMatch(there::contains)
        && (edge == null || there.contains(namespaces.of("edge")));
  }

  /// Where the holder of an interface lives, if it is up. Safe for any thread.
  public Optional<Station> station(String interfaceId) {
    return Optional.ofNullable(stations.get(interfaceId));
  }

  /// The namespace of a host outside, whether it is there or not.
  public Namespace outside(int address) {
    return namespaces.of("out-" + Ipv4.format(address));
  }

  /// Removes everything.
  @Override
  public void close() {
    vpcs.clear();
    edge = null;
    stations = Map.of();
    guests.remove(namespaces.existing());
  }

  private void dropUnwanted(Plan plan, Set<Namespace> there) {
    for (String id : List.copyOf(vpcs.keySet())) {
      if (!plan.vpcs().containsKey(id) || !there.contains(namespaces.of(id))) {
        drop(id);
      }
    }
  }

  /// Removes what is left of a VPC, its holders included.
  private void drop(String id) {
    VpcPlace place = vpcs.remove(id);
    if (place != null) {
      EdgePlace internet = edge;
      if (internet != null) {
        internet.linksTo(namespaces.of(id)).forEach(internet::disconnect);
      }
      peers
          .forget(namespaces.of(id))
          .forEach(it -> vpcs.values().forEach(other -> other.forgetLink(it.name())));
      place.remove();
    }
  }

  private EdgePlace edge(EdgePlan plan, Set<Namespace> there) {
    EdgePlace known = edge;
    if (known != null && there.contains(plan.where())) {
      return known;
    }
    vpcs.values().forEach(it -> it.forgetLink(GATEWAY));
    EdgePlace fresh = EdgePlace.make(tools, guests, plan.where());
    edge = fresh;
    return fresh;
  }

  private void detach(String id, Plan plan, Set<Namespace> there) {
    VpcPlace place = vpcs.get(id);
    VpcPlan wanted = plan.vpcs().get(id);
    if (place != null && wanted != null) {
      orElse(() -> place.detach(wanted, there), () -> drop(id));
    }
  }

  private VpcPlace place(String id) {
    return Objects.requireNonNull(vpcs.get(id));
  }

  private void unplug(Plan plan) {
    peers
        .unplug(plan.peers())
        .forEach(it -> vpcs.values().forEach(place -> place.forgetLink(it.name())));
  }

  private void link(String id, VpcPlan plan, EdgePlace internet) {
    VpcPlace place = vpcs.computeIfAbsent(id, _ -> VpcPlace.make(tools, guests, plan.where()));
    orElse(
        () -> {
          connect(place, plan, internet);
          place.attach(plan);
        },
        () -> drop(id));
  }

  /// Does a part of the work; when it fails, what stands is not known and is removed.
  private static void orElse(Runnable work, Runnable removal) {
    try {
      work.run();
    } catch (KernelException e) {
      removal.run();
      throw e;
    }
  }

  private static void connect(VpcPlace place, VpcPlan plan, EdgePlace internet) {
    for (String link : internet.linksTo(plan.where())) {
      if (!link.equals(plan.gateway())) {
        internet.disconnect(link);
        place.forgetLink(GATEWAY);
      }
    }
    if (!plan.gateway().isEmpty() && !internet.isConnected(plan.gateway())) {
      internet.connect(plan.gateway(), plan.where());
    }
  }
}
