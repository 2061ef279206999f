package io.scorta.server.loop;

import io.scorta.control.state.Change;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Mint;
import io.scorta.control.state.State;
import io.scorta.server.store.Store;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The one place where state changes: a thread takes commands off a bounded queue, decides them in
/// order, commits what waited together in one transaction, publishes the new state and answers.
///
/// ```
/// submit → queue → decide ... decide → commit → publish → answer ... answer → listeners
/// ```
///
/// A failed commit fails every command of its batch and leaves the state as it was, so what is
/// published was always stored first. A command that throws is a bug: it fails alone.
public final class ControlLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ControlLoop.class.getName());
  private final Store store;
  private final String region;
  private final InstantSource clock;
  private final LongSupplier seeds;
  private final BlockingQueue<Task<?>> queue = new ArrayBlockingQueue<>(Limits.QUEUE_LENGTH_MAX);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;

  /// Owner: the loop's thread. Read: anyone.
  private volatile State state;

  private volatile boolean closing;

  private ControlLoop(Store store, String region, InstantSource clock, LongSupplier seeds) {
    this.store = store;
    this.region = region;
    this.clock = clock;
    this.seeds = seeds;
    state = store.load();
    thread = Thread.ofPlatform().name("scorta-control").unstarted(this::run);
  }

  /// A loop over what the store holds, running.
  ///
  /// @param seeds gives each decision the seed of its new ids
  public static ControlLoop start(
      Store store, String region, InstantSource clock, LongSupplier seeds) {
    ControlLoop loop = new ControlLoop(store, region, clock, seeds);
    loop.thread.start();
    return loop;
  }

  /// The state that was committed last.
  public State state() {
    return state;
  }

  /// Has `listener` run after every change of state, on the loop's thread: it must be quick, and
  /// may not submit. Several changes at once are told once.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /// Has a command decided for an account; back when its changes are permanent and visible.
  ///
  /// @throws LoopException when the command has a bug, the store fails, or the loop is overloaded
  public <R> Decision<R> submit(String account, Command<R> command) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("the control loop would wait for itself");
    }
    Task<R> task = new Task<>(account, command);
    try {
      if (closing) {
        throw new LoopException("Scorta is stopping");
      }
      if (!queue.offer(task, Limits.QUEUE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LoopException("too many calls are waiting: try again");
      }
      if (closing && queue.remove(task)) {
        throw new LoopException("Scorta is stopping"); // The loop may have emptied it already.
      }
      return task.answer().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoopException("interrupted while waiting for a decision", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new LoopException(String.valueOf(cause.getMessage()), cause);
    }
  }

  /// How many commands wait for the loop.
  int waiting() {
    return queue.size();
  }

  /// Finishes what is queued and ends the thread. The store stays open.
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) { // Ends with the thread, which ends when its queue is empty.
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Task<?>> batch = new ArrayList<>(Limits.BATCH_LENGTH_MAX);
    while (true) { // Ends when the loop is closing and the queue is empty.
      batch.clear();
      if (queue.drainTo(batch, Limits.BATCH_LENGTH_MAX) == 0) {
        if (closing) {
          return;
        }
        try {
          batch.add(queue.take());
        } catch (InterruptedException _) {
          continue; // Only close() interrupts.
        }
      }
      run(batch);
    }
  }

  private void run(List<Task<?>> batch) {
    State next = state;
    List<Change> changes = new ArrayList<>();
    List<Task<?>> decided = new ArrayList<>(batch.size());
    for (Task<?> task : batch) {
      try {
        Context context = new Context(task.account(), region, clock.instant(), newMint());
        List<Change> wanted = task.decide(next, context);
        if (!wanted.isEmpty()) {
          next = next.apply(wanted);
          changes.addAll(wanted);
        }
        decided.add(task);
      } catch (RuntimeException | Error bug) {
        LOG.log(Level.ERROR, "event=command-failed account=" + task.account(), bug);
        task.failed(new LoopException("internal error: " + bug, bug));
      }
    }
    settle(decided, changes, next);
  }

  private void settle(List<Task<?>> decided, List<Change> changes, State next) {
    if (!changes.isEmpty()) {
      try {
        store.commit(changes);
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "event=commit-failed commands=" + decided.size(), e);
        decided.forEach(task -> task.failed(e));
        return;
      }
      state = next;
    }
    decided.forEach(Task::answered);
    if (!changes.isEmpty()) {
      tellListeners();
    }
  }

  private void tellListeners() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException bug) {
        LOG.log(Level.ERROR, "event=listener-failed", bug);
      }
    }
  }

  private Mint newMint() {
    return new Mint(seeds.getAsLong());
  }
}
