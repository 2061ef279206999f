/// Values as bytes that leave the process: the public RDB form, version 11, its compression and its
/// checksum.
///
/// Imports the rooms up to `keyspace`. What is read here comes from strangers: every length is
/// checked against what is left, a count against the bytes that it needs, and whatever is wrong
/// ends in [CorruptPayload], with nothing half made left behind.
@NullMarked
package io.scorta.engine.persist;

import org.jspecify.annotations.NullMarked;
