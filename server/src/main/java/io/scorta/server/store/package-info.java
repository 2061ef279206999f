/// Keeps the records: one transaction for each accepted command, in SQLite.
///
/// Imports the JDK, Jdbi and Jackson. The only room with SQL.
@NullMarked
package io.scorta.server.store;

import org.jspecify.annotations.NullMarked;
