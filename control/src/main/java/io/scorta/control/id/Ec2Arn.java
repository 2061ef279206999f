package io.scorta.control.id;

/// The ARNs of EC2 resources.
public final class Ec2Arn {
  private Ec2Arn() {}

  /// The ARN of a resource, as in `arn:aws:ec2:us-east-1:000000000001:vpc/vpc-1a2b3c4d`.
  public static String of(String region, String account, ResourceKind kind, String id) {
    return "arn:aws:ec2:" + region + ":" + account + ":" + kind.tagType() + "/" + id;
  }
}
