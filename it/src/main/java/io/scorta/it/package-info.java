/// Integration tests with real clients and real peers.
///
/// Imports all modules.
@NullMarked
package io.scorta.it;

import org.jspecify.annotations.NullMarked;
