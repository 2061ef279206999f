/// Makes the network real on one machine without privileges: an alias address for every interface,
/// judged where a connection is accepted.
///
/// Imports `model`, `policy` and `reach`; does not know `kernel`. Opens no socket: it says which
/// addresses stand for whom, which listeners must be open, and who may come in through them.
///
/// Flow: network → `AliasBook.assigned` → `LoopbackPlan.of` → listeners, and
/// `LoopbackGate.publish`. Per connection: `LoopbackGate.admit` → `PolicySnapshot.admit`, one
/// volatile read, no lock. After a change: `LoopbackGate.survives` for every live connection.
@NullMarked
package io.scorta.access.loopback;

import org.jspecify.annotations.NullMarked;
