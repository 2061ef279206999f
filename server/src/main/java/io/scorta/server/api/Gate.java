package io.scorta.server.api;

import io.scorta.aws.sigv4.SignatureVerifier;
import io.scorta.aws.sigv4.SignedRequest;
import io.scorta.aws.sigv4.Verdict;
import io.scorta.aws.sigv4.Verdict.Reason;
import io.scorta.server.http.HttpRequest;

/// Lets a request in when it is known whose it is; says why not in AWS's codes otherwise.
final class Gate {
  private final SignatureVerifier verifier;
  private final Region region;

  Gate(SignatureVerifier verifier, Region region) {
    this.verifier = verifier;
    this.region = region;
  }

  Verdict verify(HttpRequest request) {
    return verifier.verify(
        new SignedRequest(
            request.method(),
            request.rawPath(),
            request.rawQuery(),
            request.headers(),
            request.body()));
  }

  /// Throws unless the signature was made for this server's region.
  void checkRegion(Verdict.Verified verified) {
    if (!verified.scope().region().equals(region.name())) {
      throw new FaultException(
          "SignatureDoesNotMatch",
          "Credential should be scoped to a valid region, not '%s': this server's is '%s'"
              .formatted(verified.scope().region(), region.name()));
    }
  }

  /// The refusal in the words of a service: EC2 has its own for a key that it does not know.
  static FaultException refusal(Verdict.Rejected rejected, boolean ec2) {
    Reason reason = rejected.reason();
    if (ec2 && reason == Reason.UNKNOWN_KEY) {
      return new FaultException(
          "AuthFailure", "AWS was not able to validate the provided access credentials");
    }
    return new FaultException(code(reason), rejected.message());
  }

  private static String code(Reason reason) {
    return switch (reason) {
      case MISSING -> "MissingAuthenticationToken";
      case INCOMPLETE -> "IncompleteSignature";
      case UNKNOWN_KEY -> "InvalidClientTokenId";
      case EXPIRED -> "RequestExpired";
      case MISMATCH -> "SignatureDoesNotMatch";
    };
  }
}
