/// Decides which connection may reach which network interface, and says why.
///
/// Imports `model` and `guest`. Pure. A published snapshot never changes.
///
/// ```
///   Network -> PolicyCompiler -> PolicySnapshot
///                                  judge, trace -> Walk -> Checks -> Gates     in full, with steps
///                                  admit        -> DirectPaths, else Walk      a ticket or no
///                                  survives     -> Walk with the ticket        lives on or ends
/// ```
@NullMarked
package io.scorta.access.policy;

import org.jspecify.annotations.NullMarked;
