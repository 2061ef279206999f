package io.scorta.server.instance;

import io.scorta.access.guest.GuestSight;
import io.scorta.access.kernel.Namespace;
import io.scorta.access.kernel.NamespaceMaker;
import io.scorta.access.kernel.Namespaces;
import io.scorta.access.model.Guest;
import io.scorta.control.network.RunOnGuest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The insides of all running instances.
///
/// One thread tells what is wanted ([#expect]), lets the network be realised, which makes and
/// leaves places, and then has those whose network is there boot ([#settle]). Anybody may look for
/// a place and run commands in it.
public final class Places implements NamespaceMaker, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Places.class.getName());
  private static final String FOLDER = "instances";
  private static final String SHIMS = ".programs";
  private static final String MARK = "=====scorta=====\n";
  private static final String NAME = "i-[0-9a-f]{17}|out-[0-9.]+";

  private final Path folder;
  private final Path shims;
  private final Namespaces namespaces;
  private final Consumer<String> changed;

  /// Made when the first instance boots. Guarded by this object's monitor.
  private @Nullable SshThreads threads;

  /// What is wanted, by interface. Owner: the thread that expects.
  private Map<String, PlaceSpec> wanted = Map.of();

  /// By instance. Changed by the thread that expects; read by anyone.
  private final Map<String, Host> hosts = new ConcurrentHashMap<>();

  /// Why a place could not be made, by instance. Changed and read as the hosts are.
  private final Map<String, String> failures = new ConcurrentHashMap<>();

  /// No place yet.
  ///
  /// @param data the data folder
  /// @param namespaces the names of the network's namespaces, whose keys are interfaces
  /// @param changed told the id of an instance whenever it is up, has failed, or may have been
  ///   changed from inside; on any thread
  public Places(Path data, Namespaces namespaces, Consumer<String> changed) {
    this.folder = data.resolve(FOLDER);
    this.namespaces = namespaces;
    this.changed = changed;
    shims = Scripts.placeShims(folder.resolve(SHIMS));
  }

  /// Takes note of the instances that are to run from now on.
  public void expect(Collection<PlaceSpec> specs) {
    Map<String, PlaceSpec> next = new HashMap<>();
    specs.forEach(spec -> next.put(spec.interfaceId(), spec));
    wanted = next;
    failures.keySet().retainAll(specs.stream().map(PlaceSpec::instanceId).toList());
  }

  @Override
  public boolean make(Namespace where) {
    PlaceSpec spec = namespaces.key(where).map(wanted::get).orElse(null);
    if (spec == null) {
      return false;
    }
    try {
      PlaceFolder files = folder(spec.instanceId());
      files.ensure(spec.hostname(), spec.files());
      Host host =
          new Host(Place.open(spec, files, shims, where), files.path(), this::threads, changed);
      close(hosts.put(spec.instanceId(), host));
      failures.remove(spec.instanceId());
      return true;
    } catch (PlaceException e) {
      LOG.log(Level.WARNING, "event=place-failed instance=" + spec.instanceId(), e);
      failures.put(spec.instanceId(), String.valueOf(e.getMessage()));
      return false;
    }
  }

  @Override
  public void leave(Namespace where) {
    List<String> ids =
        hosts.values().stream()
            .map(Host::place)
            .filter(place -> place.network().equals(where))
            .map(Place::instanceId)
            .toList();
    ids.forEach(id -> close(hosts.remove(id)));
  }

  /// Boots those whose network is there and who have not booted as wanted; does not wait for it.
  public void settle() {
    wanted
        .values()
        .forEach(
            spec ->
                Optional.ofNullable(hosts.get(spec.instanceId()))
                    .ifPresent(host -> host.bring(spec)));
  }

  /// Whether an instance has booted as it was asked to, and lets people in.
  public boolean isUp(String instanceId) {
    return Optional.ofNullable(hosts.get(instanceId)).filter(Host::isUp).isPresent();
  }

  /// The place of an instance that runs.
  public Optional<Place> find(String instanceId) {
    return Optional.ofNullable(hosts.get(instanceId)).map(Host::place).filter(Place::isOpen);
  }

  /// What does not run as it should, in sentences for people.
  public List<String> failures() {
    List<String> all =
        hosts.values().stream().map(Host::failure).flatMap(Optional::stream).toList();
    return Stream.concat(failures.values().stream(), all.stream()).sorted().toList();
  }

  /// Reads what the inside of an instance is now, if it runs: what was known of it gives the rest.
  public Optional<GuestSight> look(String instanceId, Guest before) {
    return find(instanceId)
        .map(place -> place.run(Scripts.LOOK))
        .filter(answer -> answer.exit() == 0)
        .map(answer -> sight(answer.output().split(MARK, -1), before));
  }

  private static GuestSight sight(String[] parts, Guest before) {
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < Scripts.LOOKED_AT.size() && i + 2 < parts.length; i++) {
      if (!parts[i + 2].isEmpty()) {
        files.put(Scripts.LOOKED_AT.get(i), parts[i + 2]);
      }
    }
    String rules = parts.length > 1 ? parts[1] : "";
    return GuestSight.of(before, parts[0].strip().equals("1"), rules, files);
  }

  /// Runs a command line on an instance as root, and tells that it may have changed.
  ///
  /// @throws PlaceException when it does not run
  public RunOnGuest.Answer run(String instanceId, String commandLine) {
    Place place =
        find(instanceId)
            .orElseThrow(() -> new PlaceException(instanceId + " has no inside: it does not run"));
    RunOnGuest.Answer answer = place.run(commandLine);
    changed.accept(instanceId);
    return answer;
  }

  /// Takes away the files of all instances but these, which are those that are not gone for good.
  public void keepOnly(Set<String> instanceIds) {
    try (Stream<Path> all = Files.list(folder)) {
      all.map(path -> path.getFileName().toString())
          .filter(name -> name.matches(NAME))
          .filter(name -> !instanceIds.contains(name) && !hosts.containsKey(name))
          .forEach(name -> folder(name).remove());
    } catch (IOException | PlaceException e) {
      LOG.log(Level.WARNING, "event=files-remain folder=" + folder, e);
    }
  }

  @Override
  public void close() {
    hosts.values().forEach(Places::close);
    hosts.clear();
    synchronized (this) {
      if (threads != null) {
        threads.close();
      }
    }
  }

  private synchronized SshThreads threads() {
    SshThreads known = threads;
    if (known == null) {
      known = new SshThreads();
      threads = known;
    }
    return known;
  }

  private PlaceFolder folder(String instanceId) {
    return new PlaceFolder(folder.resolve(instanceId), UserRange.of(instanceId));
  }

  private static void close(@Nullable Host host) {
    if (host != null) {
      host.close();
    }
  }
}
