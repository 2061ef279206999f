package io.scorta.server.api;

import io.scorta.control.state.Fault;
import io.scorta.server.loop.LoopException;
import java.lang.System.Logger.Level;

/// What a caller is told when it is not the caller's mistake: to come again, where that may help,
/// or that something broke. What broke stands in the log, under the request's id.
final class Breakdown {
  private static final System.Logger LOG = System.getLogger(Breakdown.class.getName());

  private Breakdown() {}

  static Fault fault(Service service, Throwable broken, String requestId) {
    boolean ec2 = service == Service.EC2;
    if (broken instanceof LoopException busy && busy.getCause() == null) {
      // Nothing broke: the loop is full or stopping, and says so.
      return new Fault(
          ec2 ? "Unavailable" : "ServiceUnavailable", String.valueOf(busy.getMessage()));
    }
    LOG.log(Level.ERROR, "event=call-failed request=" + requestId, broken);
    return new Fault(
        ec2 ? "InternalError" : "InternalFailure",
        "An internal error has occurred: see the log for request " + requestId);
  }
}
