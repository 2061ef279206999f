package io.scorta.server.instance;

import io.scorta.control.network.RunOnGuest;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One instance from its first boot to its stop: its place, and the SSH server in front of it.
final class Host implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Host.class.getName());

  private final Place place;
  private final Path folder;
  private final Supplier<SshThreads> threads;
  private final Consumer<String> changed;

  /// Guarded by this object's monitor.
  private @Nullable SshDoor door;

  private volatile boolean isClosed;

  /// What it is being brought to; "" before the first boot. Owner: the thread that brings.
  private String incarnation = "";

  private volatile boolean isUp;
  private volatile String failure = "";

  Host(Place place, Path folder, Supplier<SshThreads> threads, Consumer<String> changed) {
    this.place = place;
    this.folder = folder;
    this.threads = threads;
    this.changed = changed;
  }

  Place place() {
    return place;
  }

  boolean isUp() {
    return isUp && place.isOpen();
  }

  Optional<String> failure() {
    return Optional.of(failure).filter(text -> !text.isEmpty());
  }

  /// Boots, or boots again where another incarnation is wanted; on a thread of its own.
  void bring(PlaceSpec spec) {
    if (spec.incarnation().equals(incarnation)) {
      return;
    }
    boolean isFirst = incarnation.isEmpty();
    incarnation = spec.incarnation();
    isUp = false;
    Thread.ofVirtual().start(() -> boot(spec, isFirst));
  }

  private synchronized void boot(PlaceSpec spec, boolean isFirst) {
    if (isClosed) {
      return;
    }
    try {
      if (!isFirst) {
        closeDoor();
        place.halt();
      }
      RunOnGuest.Answer said = place.boot();
      if (said.exit() != 0) {
        // A real host comes up without what it could not apply, too.
        LOG.log(
            Level.WARNING,
            () ->
                "event=boot-incomplete instance=%s said=%s"
                    .formatted(spec.instanceId(), said.errors().strip()));
      }
      if (isClosed) {
        return; // The boot was ended with the place.
      }
      if (spec.authorizedKey().isPresent()) {
        door =
            SshDoor.open(
                place, spec, folder, threads.get(), () -> changed.accept(spec.instanceId()));
      }
      failure = "";
      isUp = true;
    } catch (RuntimeException e) {
      failure = "%s does not boot: %s".formatted(spec.instanceId(), e.getMessage());
      LOG.log(Level.WARNING, "event=boot-failed instance=" + spec.instanceId(), e);
    }
    changed.accept(spec.instanceId());
  }

  private void closeDoor() {
    SshDoor open = door;
    door = null;
    if (open != null) {
      open.close();
    }
  }

  /// A boot that hangs ends with the place, so it is never waited for.
  @Override
  public void close() {
    isClosed = true;
    isUp = false;
    place.close();
    synchronized (this) {
      closeDoor();
    }
  }
}
