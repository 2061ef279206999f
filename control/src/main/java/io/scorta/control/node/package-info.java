/// The caches' side of the domain: clusters, nodes and their derived status.
///
/// Imports the rooms up to `network`. Pure.
@NullMarked
package io.scorta.control.node;

import org.jspecify.annotations.NullMarked;
