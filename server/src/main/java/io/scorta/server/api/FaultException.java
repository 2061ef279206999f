package io.scorta.server.api;

import io.scorta.control.state.Fault;

/// Ends an action with an expected refusal: AWS's error code and a message for the caller.
public final class FaultException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Fault fault;

  public FaultException(Fault fault) {
    super(fault.message(), null, false, false);
    this.fault = fault;
  }

  public FaultException(String code, String message) {
    this(new Fault(code, message));
  }

  public Fault fault() {
    return fault;
  }
}
