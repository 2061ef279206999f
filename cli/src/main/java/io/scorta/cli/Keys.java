package io.scorta.cli;

/// An account and the pair of keys that signs for it.
record Keys(String account, String accessKeyId, String secretAccessKey) {
  @Override
  public String toString() {
    return "Keys[account=" + account + ", accessKeyId=" + accessKeyId + ", secret=***]";
  }
}
