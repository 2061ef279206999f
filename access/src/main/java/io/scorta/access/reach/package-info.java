/// Explains reachability: every stage a packet passes, what decides there, and what is missing.
///
/// Imports `model` and `policy`. Pure.
@NullMarked
package io.scorta.access.reach;

import org.jspecify.annotations.NullMarked;
