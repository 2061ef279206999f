package io.scorta.control.state;

import java.time.Instant;

/// What a decision may know beside the state: who asks, where, when, and a source of new ids.
public record Context(String account, String region, Instant now, Mint mint) {}
