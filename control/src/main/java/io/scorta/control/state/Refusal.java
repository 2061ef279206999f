package io.scorta.control.state;

/// Carries a fault from a nested check to the one place that turns it into a refused decision.
///
/// It never leaves a `decide`: see [Decision#of].
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Fault fault;

  private Refusal(Fault fault) {
    super(fault.message(), null, false, false);
    this.fault = fault;
  }

  /// A refusal with AWS's code and a formatted message.
  public static Refusal of(String code, String message, Object... arguments) {
    return new Refusal(new Fault(code, message.formatted(arguments)));
  }

  public Fault fault() {
    return fault;
  }
}
