package io.scorta.access.policy;

/// What a security group remembers of a connection.
///
/// A tracked connection lives on when its rule is revoked; an untracked one is judged by every
/// packet. `NONE` stands where no group judged.
public enum Tracking {
  NONE,
  TRACKED,
  UNTRACKED
}
