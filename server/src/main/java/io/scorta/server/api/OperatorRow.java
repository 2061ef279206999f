package io.scorta.server.api;

import tools.jackson.databind.JsonNode;

/// One of Scorta's own calls: `POST /scorta/NAME` with JSON in and JSON out.
public record OperatorRow(String name, Handler handler) {
  /// Answers with anything that Jackson can write, or throws a [FaultException].
  @FunctionalInterface
  public interface Handler {
    Object answer(JsonNode arguments, Call call);
  }
}
