package io.scorta.server.store;

import io.scorta.control.state.Change;
import io.scorta.control.state.Key;
import io.scorta.control.state.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// Commits the same number to several records at once, over and over, and prints each number when
/// it is committed. Runs until it is killed.
final class Writer {
  static final Kind<Count> COUNTS = Kind.durable("count", Count.class);
  static final String ACCOUNT = "111122223333";
  static final int RECORDS = 3;

  record Count(long number) {}

  private Writer() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    try (FolderLock _ = FolderLock.hold(folder);
        Store store = SqliteStore.open(folder, List.of(COUNTS))) {
      write(store);
    }
  }

  private static void write(Store store) {
    long number = store.load().everywhere(COUNTS).stream().mapToLong(Count::number).max().orElse(0);
    while (true) { // Ends with the process.
      number++;
      store.commit(changes(number));
      System.out.println(number);
      System.out.flush();
    }
  }

  private static List<Change> changes(long number) {
    return IntStream.range(0, RECORDS)
        .<Change>mapToObj(
            i -> new Change.Put<>(new Key<>(ACCOUNT, COUNTS, "c" + i), new Count(number)))
        .toList();
  }
}
