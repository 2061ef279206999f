package io.scorta.server.http;

import java.util.List;
import java.util.Map;

/// A request as it came in: nothing decoded. The body is all there, and within the limit.
///
/// @param id names the request in answers and in the log
/// @param rawPath the path with its percent signs
/// @param rawQuery what follows the question mark, or an empty text
/// @param headers by lower-case name, each with its values in order
/// @param body all of it; not changed by anyone
@SuppressWarnings("ArrayRecordComponent") // A body is neither compared nor printed.
public record HttpRequest(
    String id,
    String method,
    String rawPath,
    String rawQuery,
    Map<String, List<String>> headers,
    byte[] body) {}
