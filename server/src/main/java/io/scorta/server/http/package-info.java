/// The HTTP door: requests in, answers out. What an answer says is the business of the [HttpSite]
/// behind it; the door itself answers only what never got there, and what broke.
///
/// Imports the rooms up to `realise`. Only here and in `boot` may Helidon appear.
@NullMarked
package io.scorta.server.http;

import org.jspecify.annotations.NullMarked;
