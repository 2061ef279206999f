/// The HTTP door: requests in, answers out, errors sorted at one place.
///
/// Imports the rooms up to `realise`. Only here and in `boot` may Helidon appear.
@NullMarked
package io.scorta.server.http;

import org.jspecify.annotations.NullMarked;
