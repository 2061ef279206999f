package io.scorta.engine.keyspace;

import io.scorta.engine.value.Value;

/// Checks the whole structure of a keyspace; for tests, and slow. Nothing may change meanwhile.
///
/// Every record must be found under its own key, counts and earliest expiries must be right, and
/// the memory of all records, tables and collections must be what was counted.
public final class Verification {
  private final Keyspace keyspace;
  private final Key key = new Key();
  private Database database = Database.NONE;
  private Shard shard = Database.NO_SHARD;
  private long records;
  private int expiring;
  private long recordBytes;

  private Verification(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  /// Throws if something is wrong; `otherBytes` is what else was counted, such as client buffers.
  public static void check(Keyspace keyspace, long otherBytes) {
    new Verification(keyspace).check(otherBytes);
  }

  private void check(long otherBytes) {
    long bytes = 0;
    long totalExpiring = 0;
    for (int i = 0; i < keyspace.databaseCount(); i++) {
      Database existing = keyspace.existing(i);
      if (existing != null) {
        database = existing;
        require(existing.number() == i, "number of database", i);
        bytes += database(existing);
        totalExpiring += existing.expiring();
      }
    }
    require(keyspace.expiring() == totalExpiring, "count of expiring records", totalExpiring);
    if (keyspace.usedBytes() != bytes + otherBytes) {
      throw new IllegalStateException(
          "%d bytes are counted, %d are in records and tables, %d elsewhere"
              .formatted(keyspace.usedBytes(), bytes, otherBytes));
    }
  }

  private long database(Database existing) {
    long bytes = 0;
    for (int i = 0; i < existing.shardCount(); i++) {
      shard = existing.shardAt(i);
      records = 0;
      expiring = 0;
      recordBytes = 0;
      shard.visitAll(this::record);
      require(records == shard.count, "count of records", records);
      require(expiring == shard.expiring, "count of expiring records", expiring);
      bytes += recordBytes + shard.tableBytes();
    }
    return bytes;
  }

  private void record(long record) {
    key.set(database, RecordBlock.key(record), RecordBlock.keyLength(record));
    require(key.shard == shard, "shard of a record", shard.number);
    long slot = shard.find(key.hash, key.address, key.length);
    require(slot != 0 && Shard.record(slot) == record, "place of a record", record);
    records++;
    recordBytes += RecordBlock.blockBytes(record);
    if (RecordBlock.expires(record)) {
      expiring++;
      require(
          RecordBlock.expiry(record) >= shard.earliestExpiry,
          "earliest expiry of a shard",
          shard.earliestExpiry);
    }
    if (RecordBlock.encoding(record) == RecordBlock.ADDRESS) {
      long value = RecordBlock.collection(record);
      require(Value.type(value) == RecordBlock.type(record), "type of a record", record);
      boolean mayBeEmpty = Value.type(value) == Value.STREAM;
      require(mayBeEmpty || Value.count(value) > 0, "count of a collection", record);
      recordBytes += Value.bytes(value);
    }
  }

  private static void require(boolean right, String what, long detail) {
    if (!right) {
      throw new IllegalStateException("the %s is wrong: %d".formatted(what, detail));
    }
  }
}
