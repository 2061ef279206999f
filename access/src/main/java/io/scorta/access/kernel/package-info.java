/// Makes the network of the model real in this machine's kernel: network namespaces, routed virtual
/// links and nftables.
///
/// Imports `model`, `guest`, `policy` and `reach`; does not know `loopback`. One of two rooms of
/// this module that touch the system, and the only one that runs other programs (`ip`, `nft`).
///
/// - Namespaces: [Owner] names what belongs to one Scorta, [Namespaces] makes, finds and removes
///   them, [Inside] runs code within one, [Capabilities] tells what is permitted here.
/// - The plane: [KernelPlane] keeps the kernel in line with a policy snapshot. It draws a plan
///   (pure, with names that stay), compares it with what stands, and changes the difference: links
///   and routes by `ip`, rules by elements of the sets in `vpc.nft` and `edge.nft`, each change of
///   a VPC's rules one transaction. Whoever lives at an interface asks [KernelPlane#station] where.
/// - [GuestRules] boots the inside of an instance.
///
/// ```
///   PolicySnapshot -> Planner (Naming) -> VpcPlan, EdgePlan
///                                           | detach, attach, guard (rules), route
///   out-198.51.100.27 --h1-+                v
///                        edge ==v1/igw== vpc-1 --e1/eth0-- eni-1 (an instance or a cache node)
///                          internet       router  --e2/eth0-- eni-2
///                                           | p1
///                                         vpc-2 (peered)
/// ```
@NullMarked
package io.scorta.access.kernel;

import org.jspecify.annotations.NullMarked;
