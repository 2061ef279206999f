package io.scorta.engine.command;

/// What memcached's meta commands remember of an item, in
/// [io.scorta.engine.keyspace.RecordBlock#marks].
final class ItemMarks {
  /// Somebody has fetched the item.
  static final int FETCHED = 1;

  /// The value is out of date; who sees it should bring a new one.
  static final int STALE = 2;

  /// One client has been told to bring a new value.
  static final int TOKEN_SENT = 4;

  /// The key came as base64 and is shown so.
  static final int BINARY_KEY = 8;

  private ItemMarks() {}
}
