/// One queue through which every change passes: decide, commit, apply, answer.
///
/// Imports `store` and `control.state`. Only the loop's own thread decides and commits; everyone
/// reads the state that was published last, without a lock. What waits in the queue together is
/// committed together, and each caller is answered after that commit.
@NullMarked
package io.scorta.server.loop;

import org.jspecify.annotations.NullMarked;
