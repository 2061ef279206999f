/// The encodings of collections: listpacks, integer sets, quicklists, tables, skip lists and
/// streams, and the form of HyperLogLogs.
///
/// Imports the rooms up to `wire`. Element bytes are always off-heap, and no element has a Java
/// object. A value is known by the address of one small block ([Value]), which stays the same while
/// the value grows and changes its encoding. `ListValue`, `SetValue`, `HashValue`, `SortedSetValue`
/// and `StreamValue` are what commands use; each value counts the bytes of its blocks.
@NullMarked
package io.scorta.engine.value;

import org.jspecify.annotations.NullMarked;
