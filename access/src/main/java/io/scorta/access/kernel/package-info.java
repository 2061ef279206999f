/// Makes the network of the model real in this machine's kernel: network namespaces, routed virtual
/// links and nftables.
///
/// Imports `model`, `guest`, `policy` and `reach`; does not know `loopback`. One of two rooms of
/// this module that touch the system, and the only one that runs other programs (`ip`, `nft`).
///
/// - Namespaces: [Owner] names what belongs to one Scorta, [Namespaces] makes, finds and removes
///   them, [Inside] runs code within one, [Capabilities] tells what is permitted here.
@NullMarked
package io.scorta.access.kernel;

import org.jspecify.annotations.NullMarked;
