package io.scorta.engine.keyspace;

import io.scorta.engine.memory.Hash;
import io.scorta.engine.memory.Memory;
import java.nio.charset.StandardCharsets;

/// A key that a command works on, and where its record was found. Reused for every command.
///
/// The bytes of the key belong to whoever set it. `slot` and `record` are valid until the next
/// change of the same shard by others, that is, while the shard is locked.
public final class Key {
  Database database = Database.NONE;
  Shard shard = Database.NO_SHARD;
  long address;
  int length;
  long hash;
  long slot;
  long record;

  public void set(Database database, long address, int length) {
    this.database = database;
    this.address = address;
    this.length = length;
    this.hash = Hash.of(address, length);
    this.shard = database.shard(hash);
    this.slot = 0;
    this.record = 0;
  }

  public long address() {
    return address;
  }

  public int length() {
    return length;
  }

  /// The key's bytes, one character for each; for cold paths.
  public String text() {
    return new String(Memory.bytes(address, length), StandardCharsets.ISO_8859_1);
  }

  /// The record that was found, or 0.
  public long record() {
    return record;
  }

  public Database database() {
    return database;
  }
}
