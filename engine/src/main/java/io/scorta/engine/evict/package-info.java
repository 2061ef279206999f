/// Which record goes when memory is short: access clocks, sampling and the eviction policies.
///
/// Imports the rooms up to `value`.
@NullMarked
package io.scorta.engine.evict;

import org.jspecify.annotations.NullMarked;
