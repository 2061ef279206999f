package io.scorta.engine.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which method executes which row of the command table.
///
/// To add a family: write one class with a static method `execute`-like for each command, let its
/// `bind` name them here, call that from [#all], and give each command a row in `commands.tsv`.
final class Handlers {
  private final Map<String, Handler> byName = new HashMap<>();

  static Handlers all() {
    Handlers handlers = new Handlers();
    ConnectionCommands.bind(handlers);
    KeyCommands.bind(handlers);
    ExpireCommands.bind(handlers);
    StringCommands.bind(handlers);
    CounterCommands.bind(handlers);
    RangeCommands.bind(handlers);
    LcsCommand.bind(handlers);
    RenameCommands.bind(handlers);
    ScanCommands.bind(handlers);
    ObjectCommands.bind(handlers);
    TransactionCommands.bind(handlers);
    PubSubCommands.bind(handlers);
    ClientCommands.bind(handlers);
    TrackingCommands.bind(handlers);
    DiagnosticCommands.bind(handlers);
    ServerCommands.bind(handlers);
    IntrospectionCommands.bind(handlers);
    CollectionCommands.bind(handlers);
    BlockingCommands.bind(handlers);
    StreamCommands.bind(handlers);
    MemoryCommands.bind(handlers);
    BitCommands.bind(handlers);
    BitfieldCommands.bind(handlers);
    SortCommands.bind(handlers);
    HyperLogLogCommands.bind(handlers);
    GeoCommands.bind(handlers);
    DumpCommands.bind(handlers);
    return handlers;
  }

  /// Binds a command, or a subcommand written as `client|id`.
  void bind(String name, Handler handler) {
    if (byName.put(name, handler) != null) {
      throw new IllegalStateException("two handlers for the command " + name);
    }
  }

  @Nullable Handler byName(String name) {
    return byName.get(name);
  }

  Set<String> names() {
    return byName.keySet();
  }
}
