/// One queue through which every change passes: decide, commit, apply, answer.
///
/// Imports `store`.
@NullMarked
package io.scorta.server.loop;

import org.jspecify.annotations.NullMarked;
