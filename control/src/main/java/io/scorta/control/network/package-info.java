/// The EC2 side of the domain: commands on VPCs, groups, routes, addresses and instances.
///
/// Imports the rooms up to `param`, and `access.model`. Pure.
@NullMarked
package io.scorta.control.network;

import org.jspecify.annotations.NullMarked;
