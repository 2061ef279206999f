/// The engine: event loops, listeners, connections and the caches they serve.
///
/// Imports every other room of the engine; nothing imports it.
@NullMarked
package io.scorta.engine.loop;

import org.jspecify.annotations.NullMarked;
