package io.scorta.server.api;

import io.scorta.aws.sigv4.KeyRing;
import io.scorta.aws.sigv4.SignatureVerifier;
import io.scorta.server.http.HttpAnswer;
import io.scorta.server.http.HttpRequest;
import io.scorta.server.http.HttpSite;
import java.util.List;

/// What stands behind the HTTP door: the AWS services at `/`, Scorta's own calls below `/scorta/`.
public final class ApiDoor implements HttpSite {
  private static final int NOT_FOUND = 404;
  private final AwsDesk aws;
  private final OperatorDesk operator;

  public ApiDoor(
      KeyRing keys, Calls calls, List<ActionTable> tables, List<OperatorRow> operatorRows) {
    Gate gate = new Gate(new SignatureVerifier(keys, calls.clock()), calls.region());
    aws = new AwsDesk(gate, calls, tables);
    operator = new OperatorDesk(gate, calls, operatorRows);
  }

  @Override
  public HttpAnswer answer(HttpRequest request) {
    if (request.rawPath().startsWith(OperatorDesk.PATH)) {
      return operator.answer(request);
    }
    if (request.rawPath().equals("/")) {
      return aws.answer(request);
    }
    return HttpAnswer.text(
        NOT_FOUND, "text/plain;charset=UTF-8", "Nothing is here: the API is at /");
  }
}
