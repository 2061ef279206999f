package io.scorta.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.control.state.Change;
import io.scorta.control.state.Command;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Kind;
import io.scorta.control.state.State;
import io.scorta.server.store.SqliteStore;
import io.scorta.server.store.Store;
import io.scorta.server.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlLoopTest {
  private static final Kind<Counter> COUNTERS = Kind.durable("counter", Counter.class);
  private static final String ACCOUNT = "111122223333";
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private final List<AutoCloseable> opened = new ArrayList<>();
  @TempDir Path folder;

  record Counter(long value) {}

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  @Test
  void aCommandIsAnsweredWhenItsChangeIsVisibleAndStored() {
    ControlLoop loop = loop(sqlite());
    assertThat(answer(loop, add("a", 2))).isEqualTo(2);
    assertThat(loop.state().find(ACCOUNT, COUNTERS, "a")).contains(new Counter(2));
  }

  @Test
  void aRefusalIsAValueAndChangesNothing() {
    ControlLoop loop = loop(sqlite());
    State before = loop.state();
    Decision<Long> reply =
        loop.submit(ACCOUNT, (_, _) -> Decision.refuse("NotFound", "no counter \"%s\"", "a"));
    assertThat(reply)
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> assertThat(refused.fault().message()).isEqualTo("no counter \"a\""));
    assertThat(loop.state()).isSameAs(before);
  }

  @Test
  void aBugFailsItsOwnCommandOnly() {
    ControlLoop loop = loop(sqlite());
    assertThatThrownBy(
            () ->
                loop.submit(
                    ACCOUNT,
                    (_, _) -> {
                      throw new IllegalStateException("planted");
                    }))
        .isInstanceOf(LoopException.class)
        .hasMessageContaining("planted");
    assertThat(answer(loop, add("a", 1))).isEqualTo(1);
  }

  @Test
  void aFailedCommitFailsTheCommandAndLeavesTheState() {
    Fragile store = new Fragile(sqlite());
    ControlLoop loop = loop(store);
    loop.submit(ACCOUNT, add("a", 1));
    store.failing = true;
    assertThatThrownBy(() -> loop.submit(ACCOUNT, add("a", 1))).isInstanceOf(LoopException.class);
    store.failing = false;
    assertThat(loop.state().find(ACCOUNT, COUNTERS, "a")).contains(new Counter(1));
    assertThat(answer(loop, add("a", 1))).isEqualTo(2);
  }

  @Test
  void commandsThatWaitTogetherShareATransaction() throws Exception {
    Fragile store = new Fragile(sqlite());
    ControlLoop loop = loop(store);
    CountDownLatch deciding = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      callers.execute(
          () ->
              loop.submit(
                  ACCOUNT,
                  (_, _) -> {
                    deciding.countDown();
                    await(go);
                    return new Decision.Accepted<>(List.of(), 0L);
                  }));
      deciding.await();
      List<Future<Decision<Long>>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(callers.submit(() -> loop.submit(ACCOUNT, add("a", 1))));
      }
      while (loop.waiting() < 20) { // Ends: every caller was started and the loop is held.
        Thread.onSpinWait();
      }
      go.countDown();
      for (Future<Decision<Long>> answer : answers) {
        answer.get();
      }
    }
    assertThat(store.commits.get()).isEqualTo(1);
    assertThat(loop.state().find(ACCOUNT, COUNTERS, "a")).contains(new Counter(20));
  }

  @Test
  void listenersAreToldOfNewStates() {
    ControlLoop loop = loop(sqlite());
    AtomicLong seen = new AtomicLong(-1);
    CountDownLatch told = new CountDownLatch(1);
    loop.onChange(
        () -> {
          seen.set(loop.state().version());
          told.countDown();
        });
    loop.submit(ACCOUNT, add("a", 1));
    await(told);
    assertThat(seen.get()).isEqualTo(loop.state().version());
  }

  @Test
  void afterCloseCommandsAreRefused() {
    ControlLoop loop = loop(sqlite());
    loop.close();
    assertThatThrownBy(() -> loop.submit(ACCOUNT, add("a", 1)))
        .isInstanceOf(LoopException.class)
        .hasMessageContaining("stopping");
  }

  /// Many callers at once: every acknowledged step is counted exactly once, and what is loaded from
  /// the store equals what was live.
  @Test
  void concurrentCallersSeeEachStepOnceAndTheStoreAgrees() throws Exception {
    for (int round = 0; round < 5; round++) {
      long seed = System.nanoTime();
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      Path place = Files.createDirectory(folder.resolve("round-" + round));
      Fragile store = new Fragile(SqliteStore.open(place, kinds()));
      ControlLoop loop = loop(store);
      AtomicLong acknowledged = new AtomicLong();
      try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 200; i++) {
          String id = "counter-" + random.nextInt(5);
          int step = 1 + random.nextInt(9);
          boolean breaks = random.nextInt(20) == 0;
          callers.execute(
              () -> {
                store.failing = breaks;
                acknowledged.addAndGet(acknowledged(loop, id, step));
              });
        }
      }
      loop.close();
      long counted = loop.state().everywhere(COUNTERS).stream().mapToLong(Counter::value).sum();
      assertThat(counted).as("seed %d", seed).isEqualTo(acknowledged.get());
      assertThat(store.load().sameDurable(loop.state())).as("seed %d", seed).isTrue();
    }
  }

  /// The step, or 0 when its commit was made to fail.
  private static long acknowledged(ControlLoop loop, String id, long step) {
    try {
      loop.submit(ACCOUNT, add(id, step));
      return step;
    } catch (LoopException _) {
      return 0;
    }
  }

  private ControlLoop loop(Store store) {
    opened.add(store);
    AtomicLong seeds = new AtomicLong();
    ControlLoop loop = ControlLoop.start(store, "us-east-1", CLOCK, seeds::incrementAndGet);
    opened.add(loop);
    return loop;
  }

  private static long answer(ControlLoop loop, Command<Long> command) {
    return ((Decision.Accepted<Long>) loop.submit(ACCOUNT, command)).reply();
  }

  private Store sqlite() {
    return SqliteStore.open(folder, kinds());
  }

  private static List<Kind<?>> kinds() {
    return List.of(COUNTERS);
  }

  private static Command<Long> add(String id, long step) {
    return (state, _) -> {
      Draft draft = new Draft(state);
      long value = draft.find(ACCOUNT, COUNTERS, id).map(Counter::value).orElse(0L) + step;
      return draft.put(ACCOUNT, COUNTERS, id, new Counter(value)).accept(value);
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A store whose commits fail when told to.
  private static final class Fragile implements Store {
    private final Store store;
    private final AtomicInteger commits = new AtomicInteger();
    private volatile boolean failing;

    Fragile(Store store) {
      this.store = store;
    }

    @Override
    public State load() {
      return store.load();
    }

    @Override
    public void commit(List<Change> changes) {
      if (failing) {
        throw new StoreException("planted");
      }
      commits.incrementAndGet();
      store.commit(changes);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
