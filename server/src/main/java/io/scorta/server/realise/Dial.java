package io.scorta.server.realise;

/// The addresses of this machine that a program binds and dials to connect as somebody.
public record Dial(int source, int target) {}
