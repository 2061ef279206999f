/// What is kept and how it changes: the records of every account, the changes to them, and the form
/// of a decision.
///
/// Imports `id`. Pure: no I/O, no threads, no clock, no randomness; a state never changes, a change
/// makes a new one. Everything that the other rooms of `control` keep is a record of some [Kind].
@NullMarked
package io.scorta.control.state;

import org.jspecify.annotations.NullMarked;
