package io.scorta.engine.keyspace;

import io.scorta.engine.evict.AccessBits;
import io.scorta.engine.evict.Candidates;
import io.scorta.engine.evict.EvictionPolicy;
import io.scorta.engine.memory.Memory;
import org.jspecify.annotations.Nullable;

/// Removes records until the keyspace is within its memory limit.
///
/// Each round looks at some records of one random shard, keeps the best candidates of this and
/// earlier rounds, and removes the best. Runs while no lock is held.
public final class Evictor {
  private static final int REMOVALS_MAX = 64;
  private static final int ROUNDS_MAX = 512;
  private static final int SHARD_TRIES = 16;

  private final Keeper keeper;
  private final Keyspace keyspace;
  private final Candidates candidates = new Candidates();
  private final Key victim = new Key();
  private EvictionPolicy policy = EvictionPolicy.NOEVICTION;
  private int database;
  private long firstExpiring;

  Evictor(Keeper keeper) {
    this.keeper = keeper;
    this.keyspace = keeper.keyspace();
  }

  /// Whether there is room now, or at least some was made.
  public boolean makeRoom() {
    if (!keyspace.isOverLimit()) {
      return true;
    }
    if (policy != keyspace.policy()) {
      policy = keyspace.policy();
      candidates.clear();
    }
    if (policy == EvictionPolicy.NOEVICTION) {
      return false;
    }
    int removed = 0;
    for (int round = 0; round < ROUNDS_MAX && removed < REMOVALS_MAX; round++) {
      if (!keyspace.isOverLimit()) {
        return true;
      }
      removed += round();
    }
    return removed > 0;
  }

  private int round() {
    Shard shard = someShard();
    if (shard == null) {
      return 0;
    }
    keeper.locks().enter(shard);
    try {
      if (policy.order() == EvictionPolicy.Order.RANDOM) {
        long record = sample(shard);
        return record == 0 ? 0 : remove(Shard.hashOf(record), shard);
      }
      for (int i = 0; i < keyspace.samples(); i++) {
        long record = sample(shard);
        if (record != 0) {
          candidates.offer(database, Shard.hashOf(record), score(record));
        }
      }
    } finally {
      keeper.locks().leave(shard);
    }
    return removeBest();
  }

  private int removeBest() {
    while (candidates.count() > 0) {
      candidates.take();
      Database holder = keyspace.existing(candidates.takenDatabase());
      if (holder == null) {
        continue;
      }
      database = candidates.takenDatabase();
      long hash = candidates.takenHash();
      Shard shard = holder.shard(hash);
      keeper.locks().enter(shard);
      try {
        if (remove(hash, shard) == 1) {
          return 1;
        }
      } finally {
        keeper.locks().leave(shard);
      }
    }
    return 0;
  }

  private int remove(long hash, Shard shard) {
    long slot = shard.findHash(hash);
    if (slot == 0) {
      return 0;
    }
    long record = Shard.record(slot);
    if (policy.isVolatileOnly() && !RecordBlock.expires(record)) {
      return 0;
    }
    // The key's bytes must outlive the record, because the hook is shown the key.
    int length = RecordBlock.keyLength(record);
    long copy = keeper.bench().allocator().allocate(Math.max(length, 1));
    Memory.copy(RecordBlock.key(record), copy, length);
    victim.set(keyspace.database(database), copy, length);
    victim.slot = slot;
    victim.record = record;
    keeper.evict(victim);
    keeper.bench().allocator().free(copy, Math.max(length, 1));
    return 1;
  }

  private long score(long record) {
    long now = keeper.clock().millis();
    return switch (policy.order()) {
      case LRU -> AccessBits.idleSeconds(RecordBlock.access(record), now);
      case LFU ->
          255
              - AccessBits.frequency(
                  RecordBlock.access(record), now, keyspace.lfu().decayMinutes());
      case TTL -> Long.MAX_VALUE - RecordBlock.expiry(record);
      case NONE, RANDOM -> 0;
    };
  }

  private @Nullable Shard someShard() {
    int databases = keyspace.databaseCount();
    int first = keeper.dice().below(databases);
    for (int i = 0; i < databases; i++) {
      database = (first + i) % databases;
      Database holder = keyspace.existing(database);
      if (holder != null && holder.size() > 0) {
        Shard shard = someShard(holder);
        if (shard != null) {
          return shard;
        }
      }
    }
    return null;
  }

  private @Nullable Shard someShard(Database holder) {
    int count = holder.shardCount();
    int start = 0;
    for (int i = 0; i < SHARD_TRIES; i++) {
      start = keeper.dice().below(count);
      if (isUseful(holder.shardAt(start))) {
        return holder.shardAt(start);
      }
    }
    for (int i = 0; i < count; i++) {
      Shard shard = holder.shardAt((start + i) % count);
      if (isUseful(shard)) {
        return shard;
      }
    }
    return null;
  }

  private boolean isUseful(Shard shard) {
    return policy.isVolatileOnly() ? shard.expiring > 0 : shard.count > 0;
  }

  /// A random record that may go, or 0.
  private long sample(Shard shard) {
    if (!policy.isVolatileOnly()) {
      return shard.pick(keeper.dice());
    }
    for (int i = 0; i < SHARD_TRIES; i++) {
      long record = shard.pick(keeper.dice());
      if (record != 0 && RecordBlock.expires(record)) {
        return record;
      }
    }
    firstExpiring = 0;
    shard.visitAll(this::noteExpiring);
    return firstExpiring;
  }

  private void noteExpiring(long record) {
    if (firstExpiring == 0 && RecordBlock.expires(record)) {
      firstExpiring = record;
    }
  }
}
