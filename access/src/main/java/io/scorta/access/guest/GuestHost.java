package io.scorta.access.guest;

/// What an instance knows of itself: its id, its private address and its name.
public record GuestHost(String instanceId, int privateAddress, String hostname) {}
