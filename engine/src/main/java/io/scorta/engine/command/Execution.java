package io.scorta.engine.command;

import io.scorta.engine.keyspace.Clock;
import io.scorta.engine.keyspace.Database;
import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.persist.Dump;
import io.scorta.engine.value.Value;
import io.scorta.engine.value.Workbench;
import io.scorta.engine.wire.Arguments;
import io.scorta.engine.wire.RespWriter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a [Handler] works with: the arguments, the session, the keyspace and the reply. One for
/// each loop and cache, reused for every command.
///
/// The locks of a command's keys, as the table names them, are held while it runs.
public final class Execution {
  /// What lookups answer after they have replied that the key holds another type.
  public static final long WRONG_TYPE = -1;

  private static final int NUMBER_INVALID = 1;

  private final RespService service;
  private final Host host;
  private final CommandTable table;
  private final Keeper keeper;
  private final RespWriter reply;
  private final Key key = new Key();
  private final Key other = new Key();
  private @Nullable Shelf shelf;
  private @Nullable Dump dump;
  private Arguments arguments;
  private Session session;
  private CommandRow command;
  private boolean inTransaction;
  private int outcome;
  private @Nullable Dispatcher dispatcher;
  private final StringOptions stringOptions = new StringOptions();

  Execution(RespService service, CommandTable table, Session nobody) {
    this.service = service;
    this.host = service.host;
    this.table = table;
    this.keeper = service.keeper;
    this.reply = service.reply;
    this.session = nobody;
    this.arguments = new Arguments();
    this.command = table.commands().getFirst();
  }

  void dispatcher(Dispatcher value) {
    dispatcher = value;
  }

  /// Ends a blocking command that found nothing, and writes no reply: the connection waits, at most
  /// for some time, 0 for ever, and the command is executed again, from its beginning, when an
  /// awaited key was changed. The arguments are kept as they are now, so a handler may replace some
  /// by what they meant ([Arguments#place]). Within a transaction nobody waits.
  void await(Awaited awaited, long timeoutMillis) {
    service.blocking.await(this, awaited, timeoutMillis);
  }

  /// Runs another row with the current arguments; for EXEC.
  void run(CommandRow row) {
    Objects.requireNonNull(dispatcher).run(row);
  }

  /// Forgets the keys that a connection watches.
  void unwatch(Session watcher) {
    for (WatchedKeys.WatchedKey watched : watcher.watched.keys()) {
      keeper.keyspace().watches().remove(watched.database, watched.key, watcher);
    }
    watcher.watched.clear();
    watcher.forgetChanges();
  }

  StringOptions stringOptions() {
    return stringOptions;
  }

  /// What commands on collections share, turned to the command at hand.
  Shelf shelf() {
    Shelf existing = shelf;
    if (existing == null) {
      existing = new Shelf(this);
      shelf = existing;
    }
    return existing.turn();
  }

  /// Values as bytes for other servers, and back.
  Dump dump() {
    Dump existing = dump;
    if (existing == null) {
      existing = new Dump(bench());
      dump = existing;
    }
    return existing;
  }

  void begin(Session whose, Arguments what) {
    session = whose;
    arguments = what;
  }

  /// How often each error code was replied by this loop.
  Map<String, Long> errorCounts() {
    return reply.errorCounts();
  }

  /// Has the handler of queued commands see their arguments; answers those of before.
  Arguments exchange(Arguments others) {
    Arguments before = arguments;
    arguments = others;
    return before;
  }

  void command(CommandRow row) {
    command = row;
  }

  CommandRow command() {
    return command;
  }

  /// The loop's part of the cache.
  RespService service() {
    return service;
  }

  public Host host() {
    return host;
  }

  CommandTable table() {
    return table;
  }

  public Settings settings() {
    return host.settings();
  }

  public Arguments arguments() {
    return arguments;
  }

  /// How many arguments there are, the name included.
  public int count() {
    return arguments.count();
  }

  public Session session() {
    return session;
  }

  public Keeper keeper() {
    return keeper;
  }

  public Workbench bench() {
    return keeper.bench();
  }

  public Allocator allocator() {
    return keeper.bench().allocator();
  }

  public Clock clock() {
    return keeper.clock();
  }

  public long now() {
    return keeper.clock().millis();
  }

  public RespWriter reply() {
    return reply;
  }

  /// Whether the command runs inside EXEC, so that it must not wait.
  public boolean inTransaction() {
    return inTransaction;
  }

  void inTransaction(boolean value) {
    inTransaction = value;
  }

  public Database database() {
    return keeper.keyspace().database(session.database);
  }

  /// The key that an argument names; it is not looked up yet.
  public Key key(int argument) {
    key.set(database(), arguments.address(argument), arguments.length(argument));
    return key;
  }

  /// A second key beside [#key].
  public Key other(int argument) {
    other.set(database(), arguments.address(argument), arguments.length(argument));
    return other;
  }

  Key otherIn(Database database, int argument) {
    other.set(database, arguments.address(argument), arguments.length(argument));
    return other;
  }

  /// Looks up a key to read it. Answers its record, 0 if there is none, or [#WRONG_TYPE] after the
  /// error reply.
  public long read(Key sought, int type) {
    return checked(session.noTouch ? keeper.readWithoutTouch(sought) : keeper.read(sought), type);
  }

  /// The same to change it; no hit or miss is counted.
  public long seek(Key sought, int type) {
    return checked(keeper.seek(sought), type);
  }

  private long checked(long record, int type) {
    if (record != 0 && RecordBlock.type(record) != type) {
      reply.error(Errors.WRONG_TYPE);
      return WRONG_TYPE;
    }
    return record;
  }

  /// The collection under a key to read it; 0 if there is none, [#WRONG_TYPE] after the error.
  public long collection(Key sought, int type) {
    long record = read(sought, type);
    return record <= 0 ? record : RecordBlock.collection(record);
  }

  /// The same to change it.
  public long collectionToChange(Key sought, int type) {
    long record = seek(sought, type);
    if (record <= 0) {
      return record;
    }
    keeper.touch(record);
    return RecordBlock.collection(record);
  }

  /// Ends a change of a collection that existed with `bytesBefore`: counts its memory, removes the
  /// key when the collection is empty, and tells the hook.
  public void collectionChanged(Key sought, long value, long bytesBefore, KeyEvent event) {
    keeper.resized(value, bytesBefore);
    boolean empty = Value.count(value) == 0;
    if (empty) {
      keeper.remove(sought);
    }
    keeper.changed(sought, event);
    if (empty) {
      keeper.changed(sought, KeyEvent.DEL);
    }
  }

  /// Puts a new collection under a key, in place of what was there, and tells the hook.
  public void store(Key sought, long value, KeyEvent event) {
    keeper.putCollection(sought, value, 0);
    keeper.changed(sought, event);
  }

  /// Whether an argument is a whole number of 64 bits; if not, the error was replied.
  public boolean isInteger(int argument) {
    if (Digits.isLong(arguments.address(argument), arguments.length(argument))) {
      return true;
    }
    reply.error(Errors.NOT_AN_INTEGER);
    return false;
  }

  /// The number that [#isInteger] accepted.
  public long integer(int argument) {
    return Digits.parse(arguments.address(argument), arguments.length(argument));
  }

  /// A whole number from `least` to `most`; if it is none, `error` is replied and [#isRefused] is
  /// true.
  public long integer(int argument, long least, long most, String error) {
    long address = arguments.address(argument);
    int length = arguments.length(argument);
    outcome = 0;
    if (Digits.isLong(address, length)) {
      long number = Digits.parse(address, length);
      if (number >= least && number <= most) {
        return number;
      }
    }
    outcome = NUMBER_INVALID;
    reply.error(error);
    return 0;
  }

  public boolean isRefused() {
    return outcome != 0;
  }
}
