/// Makes the network real on one machine without privileges: an alias address for every interface,
/// judged where a connection is accepted.
///
/// Imports `model`, `policy` and `reach`; does not know `kernel`.
@NullMarked
package io.scorta.access.loopback;

import org.jspecify.annotations.NullMarked;
