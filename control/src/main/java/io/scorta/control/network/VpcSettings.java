package io.scorta.control.network;

/// Settings of a VPC that no packet depends on.
public record VpcSettings(boolean networkAddressUsageMetrics) {
  public static final VpcSettings DEFAULT = new VpcSettings(false);
}
