/// Bytes in and out: the RESP and memcached readers and the reply buffer.
///
/// Imports `memory` and `transport`. Nothing here knows what a command means.
@NullMarked
package io.scorta.engine.wire;

import org.jspecify.annotations.NullMarked;
