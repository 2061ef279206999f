/// Parameter families, parameters and node types, as data.
///
/// Imports `id` and `state`. Pure.
@NullMarked
package io.scorta.control.param;

import org.jspecify.annotations.NullMarked;
