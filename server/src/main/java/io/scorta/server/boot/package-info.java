/// Configuration and wiring: the process from its options to its last thread.
///
/// Imports every other room of `server`.
@NullMarked
package io.scorta.server.boot;

import org.jspecify.annotations.NullMarked;
