package io.scorta.engine.command;

import io.scorta.engine.keyspace.Watcher;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one connection has told about itself, and where it stands. Belongs to the connection's
/// loop; CLIENT LIST on another loop may read values that are slightly old.
public final class Session implements Watcher {
  /// Whether replies are sent: CLIENT REPLY.
  enum Replies {
    ON,
    OFF,
    SKIP_NEXT,
    SKIP_THIS
  }

  final long id;
  final long peer;
  final long local;
  final int socket;
  final long createdMillis;

  long usedMillis;
  int database;
  int protocol = 2;
  boolean authenticated;
  String name = "";
  String libraryName = "";
  String libraryVersion = "";
  String lastCommand = "NULL";
  Replies replies = Replies.ON;
  boolean noEvict;
  boolean noTouch;
  boolean followsRedirects;
  boolean ending;
  @Nullable Transaction transaction;
  final Subscriptions subscriptions = new Subscriptions();

  /// Set once, before the connection's first command.
  Link link = Link.NONE;

  private @Nullable RespService home;

  /// Written by its loop, read by all.
  volatile @Nullable Tracking tracking;

  /// Whether it is shown every command.
  boolean monitors;

  /// Whether a pause holds back its next command.
  boolean postponed;

  /// The blocking command in which it waits; written by its loop, read by all.
  volatile @Nullable Waiter waiter;

  long commands;
  long inputBytes;
  long outputBytes;

  /// Set by any loop that changes a watched key, under that key's lock.
  private volatile boolean watchedKeyChanged;

  final WatchedKeys watched = new WatchedKeys();

  public Session(long id, int socket, long peer, long local, long nowMillis) {
    this.id = id;
    this.socket = socket;
    this.peer = peer;
    this.local = local;
    this.createdMillis = nowMillis;
    this.usedMillis = nowMillis;
  }

  /// The part of the cache on the connection's loop.
  RespService home() {
    return Objects.requireNonNull(home);
  }

  void home(RespService service) {
    home = service;
  }

  /// Says how the connection is reached.
  public void link(Link way) {
    link = way;
  }

  /// Whether it listens to channels, so that other limits hold for its output.
  public boolean isListening() {
    return !subscriptions.isEmpty();
  }

  /// Whether it waits in a blocking command, so that nothing of it can be executed.
  public boolean isWaiting() {
    return waiter != null || postponed;
  }

  /// Whether nobody has served it yet, even if its loop does not know so.
  boolean isOpenlyWaiting() {
    Waiter waiting = waiter;
    return postponed || waiting != null && waiting.isOpen();
  }

  /// Whether it may be ended when clients take too much memory.
  public boolean mayBeEvicted() {
    return !noEvict;
  }

  public long id() {
    return id;
  }

  /// Counts reply bytes.
  public void sent(int bytes) {
    outputBytes += bytes;
  }

  /// When the last command came.
  public long usedMillis() {
    return usedMillis;
  }

  @Override
  public void keyChanged() {
    watchedKeyChanged = true;
  }

  /// Forgets the commands that wait for EXEC.
  void endTransaction() {
    if (transaction != null) {
      transaction.clear();
      transaction = null;
    }
  }

  boolean isWatchedKeyChanged() {
    return watchedKeyChanged;
  }

  void forgetChanges() {
    watchedKeyChanged = false;
  }

  /// Back to what a new connection has.
  void reset(boolean needsPassword) {
    database = 0;
    protocol = 2;
    authenticated = !needsPassword;
    name = "";
    replies = Replies.ON;
    noEvict = false;
    noTouch = false;
    endTransaction();
  }
}
