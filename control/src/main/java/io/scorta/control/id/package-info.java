/// Identifiers, names and ARNs: their forms, limits and how new ones are minted.
///
/// Imports nothing of ours. Pure.
@NullMarked
package io.scorta.control.id;

import org.jspecify.annotations.NullMarked;
