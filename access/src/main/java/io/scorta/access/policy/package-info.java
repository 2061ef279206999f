/// Decides which connection may reach which network interface, and says why.
///
/// Imports `model`. Pure. A published snapshot never changes.
@NullMarked
package io.scorta.access.policy;

import org.jspecify.annotations.NullMarked;
