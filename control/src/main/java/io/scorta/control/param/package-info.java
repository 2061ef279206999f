/// Parameter families, parameters and node types, as data.
///
/// Imports `id`. Pure.
@NullMarked
package io.scorta.control.param;

import org.jspecify.annotations.NullMarked;
