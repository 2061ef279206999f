/// Measures Scorta against installed peers in the same run.
///
/// Imports all modules.
@NullMarked
package io.scorta.bench;

import org.jspecify.annotations.NullMarked;
