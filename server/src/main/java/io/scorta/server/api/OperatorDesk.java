package io.scorta.server.api;

import io.scorta.aws.sigv4.Verdict;
import io.scorta.control.state.Fault;
import io.scorta.server.http.HttpAnswer;
import io.scorta.server.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers Scorta's own calls, signed for the service `scorta`; errors are JSON with a code and a
/// message.
final class OperatorDesk {
  static final String PATH = "/scorta/";
  private static final String SERVICE = "scorta";
  private static final String JSON = "application/json";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final String NO_SUCH_CALL = "InvalidAction";
  private final Gate gate;
  private final Calls calls;
  private final Map<String, OperatorRow> rows = new HashMap<>();
  private final JsonMapper json = new JsonMapper();

  OperatorDesk(Gate gate, Calls calls, List<OperatorRow> rows) {
    this.gate = gate;
    this.calls = calls;
    for (OperatorRow row : rows) {
      if (this.rows.putIfAbsent(row.name(), row) != null) {
        throw new IllegalArgumentException("two rows for the operator's call " + row.name());
      }
    }
  }

  HttpAnswer answer(HttpRequest request) {
    try {
      Verdict.Verified verified = admit(request);
      OperatorRow row = row(request.rawPath().substring(PATH.length()));
      JsonNode arguments =
          request.body().length == 0 ? json.createObjectNode() : json.readTree(request.body());
      Object answer = row.handler().answer(arguments, calls.of(verified.key().account()));
      return new HttpAnswer(OK, JSON, json.writeValueAsBytes(answer));
    } catch (FaultException e) {
      return refused(e.fault());
    } catch (JacksonException e) {
      return refused(new Fault("InvalidParameterValue", "The body is not JSON: " + e.getMessage()));
    } catch (RuntimeException | StackOverflowError broken) {
      return refused(Breakdown.fault(Service.ELASTICACHE, broken, request.id()));
    }
  }

  private Verdict.Verified admit(HttpRequest request) {
    Verdict.Verified verified =
        switch (gate.verify(request)) {
          case Verdict.Verified known -> known;
          case Verdict.Rejected rejected -> throw Gate.refusal(rejected, false);
        };
    gate.checkRegion(verified);
    if (!verified.scope().service().equals(SERVICE)) {
      throw new FaultException(
          "SignatureDoesNotMatch",
          "Credential should be scoped to the service '%s', not '%s'"
              .formatted(SERVICE, verified.scope().service()));
    }
    return verified;
  }

  private OperatorRow row(String name) {
    OperatorRow row = rows.get(name);
    if (row == null) {
      throw new FaultException(NO_SUCH_CALL, "There is no call %s%s".formatted(PATH, name));
    }
    return row;
  }

  private HttpAnswer refused(Fault fault) {
    int status =
        fault.code().equals(NO_SUCH_CALL)
            ? NOT_FOUND
            : ErrorTable.status(Service.ELASTICACHE, fault.code());
    return new HttpAnswer(
        status,
        JSON,
        json.writeValueAsBytes(Map.of("code", fault.code(), "message", fault.message())));
  }
}
