package io.scorta.aws.sigv4;

/// What a signature is good for: one day, one region, one service.
public record Scope(String date, String region, String service) {
  static final String TERMINATOR = "aws4_request";

  @Override
  public String toString() {
    return String.join("/", date, region, service, TERMINATOR);
  }
}
