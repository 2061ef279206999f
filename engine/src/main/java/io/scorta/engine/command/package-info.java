/// What each command does, and the one table that describes them all.
///
/// Imports the rooms up to `keyspace`.
@NullMarked
package io.scorta.engine.command;

import org.jspecify.annotations.NullMarked;
