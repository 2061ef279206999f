/// Makes the wanted network and nodes real, and reports what is observed.
///
/// Imports the rooms up to `node`.
@NullMarked
package io.scorta.server.realise;

import org.jspecify.annotations.NullMarked;
