/// Runs cache nodes: the embedded engine's caches behind one interface.
///
/// Imports the rooms up to `loop`, `control.node`, `access` and the engine. Joins the engine's
/// admission to the network's guard and its listeners to the network's places; neither of the two
/// knows the other.
@NullMarked
package io.scorta.server.node;

import org.jspecify.annotations.NullMarked;
