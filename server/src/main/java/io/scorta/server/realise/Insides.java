package io.scorta.server.realise;

import io.scorta.access.guest.GuestSight;
import io.scorta.access.kernel.Namespace;
import io.scorta.access.kernel.NamespaceMaker;
import io.scorta.access.kernel.Namespaces;
import io.scorta.access.model.Instance;
import io.scorta.access.model.Ipv4;
import io.scorta.control.network.InstanceFacts;
import io.scorta.control.network.Instances;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.RunOnGuest;
import io.scorta.control.state.State;
import io.scorta.server.instance.PlaceException;
import io.scorta.server.instance.PlaceSpec;
import io.scorta.server.instance.Places;
import io.scorta.server.instance.Relay;
import io.scorta.server.loop.ControlLoop;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The insides of instances and of hosts outside, where they are real.
///
/// What happens inside is nobody's command: after every shell and command line the inside is looked
/// at, and what was seen goes to the control loop, so that what is explained stays true.
public final class Insides implements AutoCloseable {
  private final ControlLoop loop;
  private final Namespaces namespaces;
  private final Places places;
  private final Relay relay;

  /// Rules that are in force inside and cannot be judged, by instance.
  private final Map<String, List<String>> unread = new ConcurrentHashMap<>();

  private volatile Runnable news = () -> {};

  /// The instances whose files are kept. Owner: the reconciler's thread.
  private Set<String> kept = Set.of();

  /// @param data the data folder
  /// @param namespaces the names of the network's namespaces
  public Insides(Path data, Namespaces namespaces, ControlLoop loop, InstantSource clock) {
    this.loop = loop;
    this.namespaces = namespaces;
    places = new Places(data, namespaces, this::seen);
    relay = Relay.open(clock);
  }

  /// Makes the namespaces of those that have an inside.
  public NamespaceMaker maker() {
    return places;
  }

  /// Tells whom to wake when something has come up.
  void onNews(Runnable listener) {
    news = listener;
  }

  /// Takes note of what the state wants, before the network is made so.
  void expect(State state) {
    List<PlaceSpec> wanted = new ArrayList<>();
    for (Instance instance : state.everywhere(NetworkKinds.INSTANCE)) {
      if (instance.running()) {
        spec(state, instance).ifPresent(wanted::add);
      }
    }
    OutsideHosts.of(state).forEach(address -> wanted.add(outside(address)));
    places.expect(wanted);
  }

  /// Lets those boot whose network is made, and forgets those that are gone for good.
  void settle(State state) {
    places.settle();
    Set<String> live = new HashSet<>();
    state.everywhere(NetworkKinds.INSTANCE).forEach(it -> live.add(it.id()));
    OutsideHosts.of(state).forEach(address -> live.add(outsideName(address)));
    if (!live.equals(kept)) {
      kept = live;
      unread.keySet().retainAll(live);
      places.keepOnly(live);
    }
  }

  /// Whether an instance is on the inside what it was asked to be.
  boolean isAsAsked(String instanceId, boolean running) {
    return running ? places.isUp(instanceId) : places.find(instanceId).isEmpty();
  }

  /// What is not as it should be, or cannot be judged, in sentences for people.
  List<String> remarks() {
    return Stream.concat(
            places.failures().stream(),
            unread.entrySet().stream()
                .map(
                    it ->
                        "%s has rules that explain cannot judge: %s"
                            .formatted(it.getKey(), String.join("; ", it.getValue())))
                .sorted())
        .toList();
  }

  /// The namespace of a host outside.
  Namespace outsideNamespace(int address) {
    return namespaces.of(outsideName(address));
  }

  /// A ticket for one connection from inside a namespace.
  Relay.Ticket ticket(Namespace from, int address, int port) {
    return relay.ticket(from, address, port);
  }

  /// Runs a command line as root inside an instance that runs, or of a host outside that there is.
  ///
  /// @param host an instance's id, or an address
  /// @throws IllegalArgumentException when it cannot be run, with the reason
  public RunOnGuest.Answer run(String host, String commandLine) {
    try {
      return places.run(isAddress(host) ? outsideName(Ipv4.parse(host)) : host, commandLine);
    } catch (PlaceException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    relay.close();
    places.close();
  }

  static boolean isAddress(String host) {
    return host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  private static String outsideName(int address) {
    return "out-" + Ipv4.format(address);
  }

  private static PlaceSpec outside(int address) {
    String name = outsideName(address);
    return new PlaceSpec(Limits.OPERATOR, name, name, "1", address, Optional.empty(), Map.of());
  }

  private static Optional<PlaceSpec> spec(State state, Instance instance) {
    Optional<InstanceFacts> facts =
        state.find(instance.owner(), NetworkKinds.INSTANCE_FACTS, instance.id());
    return facts.flatMap(
        it ->
            Instances.interfaceOf(state, instance.owner(), instance.id())
                .map(
                    nic ->
                        new PlaceSpec(
                            instance.owner(),
                            instance.id(),
                            nic.id(),
                            it.launchTime() + "/" + it.reboots(),
                            nic.address(),
                            Optional.of(it.authorizedKey()),
                            instance.guest().files())));
  }

  /// Something has happened inside: what is seen now goes to the control loop.
  private void seen(String instanceId) {
    loop.state().everywhere(NetworkKinds.INSTANCE).stream()
        .filter(it -> it.id().equals(instanceId) && it.running())
        .findFirst()
        .ifPresent(this::look);
    news.run();
  }

  private void look(Instance instance) {
    Optional<GuestSight> sight = places.look(instance.id(), instance.guest());
    if (sight.isPresent()) {
      note(instance.id(), sight.get().unread());
      if (!sight.get().guest().equals(instance.guest())) {
        loop.submit(
            instance.owner(), new Instances.ObserveGuest(instance.id(), sight.get().guest()));
      }
    }
  }

  private void note(String instanceId, List<String> rules) {
    if (rules.isEmpty()) {
      unread.remove(instanceId);
    } else {
      unread.put(instanceId, rules);
    }
  }
}
