package io.scorta.server.store;

import io.scorta.control.state.Change;
import io.scorta.control.state.State;
import java.util.List;

/// Where durable records outlive the process. Used by one thread at a time.
public interface Store extends AutoCloseable {
  /// The state of every durable record.
  ///
  /// @throws StoreException when a record cannot be read
  State load();

  /// Makes the durable ones among the changes permanent, all or none; back when they are on disk.
  ///
  /// @throws StoreException when they could not be made permanent; then none of them is
  void commit(List<Change> changes);

  @Override
  void close();
}
