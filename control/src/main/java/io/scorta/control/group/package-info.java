/// Replication groups, over the clusters that are their members.
///
/// Imports the rooms up to `node`. Pure.
@NullMarked
package io.scorta.control.group;

import org.jspecify.annotations.NullMarked;
