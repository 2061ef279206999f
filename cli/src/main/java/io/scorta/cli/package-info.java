/// The `scorta` command, over the public API.
///
/// Knows `aws` for signing and reading; nothing of the server.
@NullMarked
package io.scorta.cli;

import org.jspecify.annotations.NullMarked;
