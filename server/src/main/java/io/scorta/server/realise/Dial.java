package io.scorta.server.realise;

/// How a program on this machine connects as somebody: the addresses that it binds and dials, and
/// the ticket that it shows first where the connection goes on from there, "" where it does not.
public record Dial(int source, int target, int port, String ticket) {}
