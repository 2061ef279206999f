package io.scorta.server.store;

/// An account with the one pair of keys that signs for it.
public record AccountKeys(String account, String accessKeyId, String secretAccessKey) {
  @Override
  public String toString() {
    return "AccountKeys[account=" + account + ", accessKeyId=" + accessKeyId + ", secret=***]";
  }
}
