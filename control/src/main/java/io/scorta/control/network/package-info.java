/// The EC2 side of the domain: commands on VPCs, groups, routes, addresses and instances.
///
/// Imports the rooms up to `param`, `access.model` and `access.guest`. Pure.
///
/// A command is a [NetworkCommand]: steps on an [Edit], which either all count or none. Flow:
/// `decide` → `Edit` → changes and a reply, or a refusal with AWS's code. Records are those of
/// `access.model`, kept under [NetworkKinds]; [Networks] puts them together for the policy.
///
/// Always true: subnets of a VPC do not overlap; an interface's address lies in its subnet and is
/// its alone; a VPC has one default group and one main route table; a public address is mapped
/// once.
@NullMarked
package io.scorta.control.network;

import org.jspecify.annotations.NullMarked;
