/// Keys to records: shards, buckets, expiry, and the one hook through which every change passes.
///
/// Imports the rooms up to `evict`.
@NullMarked
package io.scorta.engine.keyspace;

import org.jspecify.annotations.NullMarked;
