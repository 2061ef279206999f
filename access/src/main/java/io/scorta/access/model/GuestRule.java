package io.scorta.access.model;

import java.util.List;
import java.util.Optional;

/// One rule of a guest's iptables. It applies to a packet when every match does; a rule without a
/// target only counts.
public record GuestRule(List<GuestMatch> matches, Optional<GuestTarget> target) {
  public GuestRule {
    matches = List.copyOf(matches);
  }
}
