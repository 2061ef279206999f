/// Keeps the records: one transaction for each accepted command, in SQLite.
///
/// Imports the JDK, the SQLite driver, Jackson and `control.state`. The only room with SQL. A
/// record is a document: a row of account, kind, id, version and the record as JSON. What is
/// written here is read by later releases, so the form of a document never changes its meaning.
@NullMarked
package io.scorta.server.store;

import org.jspecify.annotations.NullMarked;
