/// The tables of actions for ElastiCache, EC2 and STS, and the operator's own calls.
///
/// Imports the rooms up to `http`.
@NullMarked
package io.scorta.server.api;

import org.jspecify.annotations.NullMarked;
