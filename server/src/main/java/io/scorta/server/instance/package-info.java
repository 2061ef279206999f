/// The insides of running instances: a confined place each, with a shell that is real.
///
/// Imports `access` up to the room `kernel`, and `control.network`; no other room of `server`. A
/// place is a handful of namespaces made by the system's own tools; the one script that makes it,
/// `place.sh`, tells how it is confined. A place lives as long as somebody holds its standard
/// input, so none outlives this process.
@NullMarked
package io.scorta.server.instance;

import org.jspecify.annotations.NullMarked;
