/// The network as it is meant to be: VPCs, subnets, groups, routes, addresses and instances, as
/// immutable records.
///
/// Imports the JDK only. Pure: no I/O, no clock, no randomness.
@NullMarked
package io.scorta.access.model;

import org.jspecify.annotations.NullMarked;
