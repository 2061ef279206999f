/// The tables of actions for ElastiCache, EC2 and STS, and the operator's own calls.
///
/// Imports the rooms up to `http`. A call is verified, its account found, its request read into the
/// SDK's class, answered by its row, and written out; whatever goes wrong on the way becomes an
/// error at one place. An action is a [Row]; [Tables] lists them all.
@NullMarked
package io.scorta.server.api;

import org.jspecify.annotations.NullMarked;
