/// Runs cache nodes: the embedded engine's caches behind one interface.
///
/// Imports the rooms up to `loop`.
@NullMarked
package io.scorta.server.node;

import org.jspecify.annotations.NullMarked;
