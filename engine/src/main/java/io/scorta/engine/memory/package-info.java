/// Off-heap memory: the address space, slabs and size classes, with their accounting.
///
/// Imports the JDK only. One of the two rooms that may use `java.lang.foreign`.
@NullMarked
package io.scorta.engine.memory;

import org.jspecify.annotations.NullMarked;
