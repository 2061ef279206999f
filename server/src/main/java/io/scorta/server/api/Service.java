package io.scorta.server.api;

import io.scorta.aws.codec.QueryCodec;
import io.scorta.aws.codec.Wire;
import java.util.Arrays;
import java.util.Optional;

/// The AWS services that the one endpoint answers for.
public enum Service {
  ELASTICACHE(
      "elasticache", "2015-02-02", Wire.QUERY, "http://elasticache.amazonaws.com/doc/2015-02-02/"),
  EC2("ec2", "2016-11-15", Wire.EC2, "http://ec2.amazonaws.com/doc/2016-11-15/"),
  STS("sts", "2011-06-15", Wire.QUERY, "https://sts.amazonaws.com/doc/2011-06-15/");

  private final String scope;
  private final String version;
  private final Wire wire;
  private final String namespace;

  Service(String scope, String version, Wire wire, String namespace) {
    this.scope = scope;
    this.version = version;
    this.wire = wire;
    this.namespace = namespace;
  }

  /// The service's name in a signature's scope.
  public String scope() {
    return scope;
  }

  /// The version of the API, as requests carry it.
  public String version() {
    return version;
  }

  QueryCodec codec() {
    return new QueryCodec(wire, namespace);
  }

  static Optional<Service> ofScope(String scope) {
    return Arrays.stream(values()).filter(service -> service.scope.equals(scope)).findFirst();
  }

  static Optional<Service> ofVersion(String version) {
    return Arrays.stream(values()).filter(service -> service.version.equals(version)).findFirst();
  }
}
