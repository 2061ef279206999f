package io.scorta.control.state;

/// An expected refusal: AWS's code, and a message that says what failed, which id, and what to do.
public record Fault(String code, String message) {}
