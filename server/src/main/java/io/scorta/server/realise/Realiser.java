package io.scorta.server.realise;

import io.scorta.access.policy.Party;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Fault;
import io.scorta.control.state.Kind;
import io.scorta.control.state.State;
import io.scorta.server.loop.ControlLoop;
import io.scorta.server.loop.LoopException;
import io.scorta.server.node.NodeRunner;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The thread of the reconciler: runs a pass whenever the state changed, a retry is due or time may
/// have made something due, and tells those who wait that a state is in force.
public final class Realiser implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Realiser.class.getName());
  private final ControlLoop loop;
  private final Ground ground;
  private final Reconciler reconciler;
  private final InstantSource clock;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition done = lock.newCondition();

  /// Guarded by the lock.
  private boolean dirty = true;

  /// The version of the state in force. Guarded by the lock.
  private long enforced = -1;

  /// The version that was refused last, and why. Guarded by the lock.
  private long refused = -1;

  /// Guarded by the lock.
  private String refusal = "";

  /// Guarded by the lock.
  private boolean closing;

  /// Owner: the thread. Read: anyone.
  private volatile List<String> troubles = List.of();

  /// How many passes failed in a row. Owner: the thread.
  private int failures;

  private Realiser(ControlLoop loop, Ground ground, NodeRunner nodes, InstantSource clock) {
    this.loop = loop;
    this.ground = ground;
    this.clock = clock;
    reconciler = new Reconciler(loop, nodes, ground, clock);
    thread = Thread.ofPlatform().name("scorta-realise").unstarted(this::run);
  }

  /// Begins to make the loop's state real on a ground, which is closed with the realiser.
  public static Realiser start(
      ControlLoop loop, Ground ground, NodeRunner nodes, InstantSource clock) {
    Realiser realiser = new Realiser(loop, ground, nodes, clock);
    loop.onChange(realiser::wake);
    ground.insides().ifPresent(insides -> insides.onNews(realiser::wake));
    realiser.thread.start();
    return realiser;
  }

  /// The kinds of record that this room keeps.
  public static List<Kind<?>> kinds() {
    return List.of(AliasKeeper.KIND, AliasKeeper.BLOCK_KIND, OutsideHosts.KIND);
  }

  /// The network that was put in force last.
  public NetworkInForce network() {
    return ground.inForce();
  }

  /// As `--network` names what makes the network.
  public String ground() {
    return ground.name();
  }

  /// What it cannot do, in sentences for people.
  public List<String> limits() {
    return ground.limits();
  }

  /// The addresses of this machine that a program binds and dials to connect as somebody.
  ///
  /// @throws IllegalArgumentException when that is not possible, with the reason
  public Dial dial(Party source, Party target, int port) {
    return ground.dial(source, target, port);
  }

  /// The insides of instances, where they are real.
  public Optional<Insides> insides() {
    return ground.insides();
  }

  /// Adds a host outside; back when connections can be made from there.
  ///
  /// @throws IllegalArgumentException when there are too many
  public void addOutside(int address) {
    if (loop.submit(Limits.OPERATOR, OutsideHosts.add(address))
        instanceof Decision.Refused<Boolean>(Fault fault)) {
      throw new IllegalArgumentException(fault.message());
    }
    admitOutside(address);
  }

  /// Takes a host outside away; back when it is gone.
  public void removeOutside(int address) {
    loop.submit(Limits.OPERATOR, OutsideHosts.remove(address));
    awaitNetwork();
  }

  /// What is not as the state wants it, in sentences for people.
  public List<String> troubles() {
    return troubles;
  }

  /// Gives an outside address an alias, and lets connections from there be told apart; back when
  /// they are.
  ///
  /// @throws IllegalArgumentException when too many outside addresses have one
  public void admitOutside(int address) {
    ground.admitOutside(address);
    awaitNetwork();
  }

  /// Back when the latest committed state is in force: rules, listeners, and connections cut.
  ///
  /// @throws LoopException when it is not within the time that a caller can be kept waiting
  public void awaitNetwork() {
    long wanted = loop.state().version();
    long left = Limits.ENFORCE_WAIT_MAX.toNanos();
    lock.lock();
    try {
      while (enforced < wanted) { // Ends when the time is up.
        if (refused >= wanted) {
          throw new LoopException(
              "the change is stored, but the network refuses it, and the one before stands: "
                  + refusal);
        }
        if (closing || left <= 0) {
          throw new LoopException(
              "the change is stored, but the network does not enforce it yet: see scorta status");
        }
        left = done.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoopException("interrupted while the network was being changed", e);
    } finally {
      lock.unlock();
    }
  }

  /// Stops all nodes and the thread.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      work.signalAll();
      done.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    ground.close();
  }

  private void wake() {
    lock.lock();
    try {
      dirty = true;
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (awaitWork()) { // Ends when the realiser is closed.
      try {
        Reconciler.Pass pass = reconciler.pass();
        troubles = reconciler.troubles();
        passed(pass.enforced(), pass.more());
        reconciler.report(pass);
        failures = 0;
      } catch (RealiseException e) {
        refused(String.valueOf(e.getMessage()));
      } catch (RuntimeException | Error bug) {
        failed(bug);
      }
    }
    reconciler.stopAll();
  }

  /// The ground did not take the latest state; it is tried again at the next tick.
  private void refused(String message) {
    LOG.log(Level.WARNING, () -> "event=network-refused message=" + message);
    troubles = List.of(message);
    lock.lock();
    try {
      refused = reconciler.tried();
      refusal = message;
      done.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Told in full the first time, then at every doubling: the next passes most likely meet the
  /// same.
  private void failed(Throwable bug) {
    failures++;
    if (failures == 1) {
      LOG.log(Level.ERROR, "event=pass-failed", bug);
    } else if (Integer.bitCount(failures) == 1) {
      LOG.log(Level.ERROR, "event=pass-failed times=%d reason=%s".formatted(failures, bug));
    }
    troubles = List.of("the network could not be brought in line: " + bug);
  }

  private void passed(State state, boolean more) {
    lock.lock();
    try {
      enforced = Math.max(enforced, state.version());
      dirty |= more;
      done.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a change, a retry or the next tick; false when the realiser is closed.
  private boolean awaitWork() {
    lock.lock();
    try {
      long nanos = pause().toNanos();
      while (!dirty && !closing && nanos > 0) {
        nanos = work.awaitNanos(nanos);
      }
      dirty = false;
      return !closing;
    } catch (InterruptedException _) {
      return false; // Nobody interrupts this thread but a dying process.
    } finally {
      lock.unlock();
    }
  }

  private Duration pause() {
    Instant now = clock.instant();
    return reconciler
        .nextTry()
        .map(next -> Duration.between(now, next))
        .filter(until -> until.compareTo(Limits.TICK) < 0)
        .orElse(Limits.TICK);
  }
}
