package io.scorta.aws.sigv4;

/// What the verifier says of a request.
public sealed interface Verdict {
  /// The request is the work of the key's owner.
  record Verified(AccessKey key, Scope scope) implements Verdict {}

  /// It is not known to be, and why.
  record Rejected(Reason reason, String message) implements Verdict {}

  /// Why a request is rejected; each is an error of its own for the caller.
  enum Reason {
    MISSING,
    INCOMPLETE,
    UNKNOWN_KEY,
    EXPIRED,
    MISMATCH
  }
}
