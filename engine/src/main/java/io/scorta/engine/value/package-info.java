/// The encodings of values: strings, listpacks, integer sets, quicklists, tables and skip lists.
///
/// Imports the rooms up to `wire`. Element bytes are always off-heap.
@NullMarked
package io.scorta.engine.value;

import org.jspecify.annotations.NullMarked;
