/// Sockets and readiness: epoll through `java.lang.foreign` on Linux, `java.nio` elsewhere, behind
/// one interface.
///
/// Imports `memory`.
@NullMarked
package io.scorta.engine.transport;

import org.jspecify.annotations.NullMarked;
