package io.scorta.access.policy;

/// The other end of a packet as an interface sees it: its address, and the number of the interface
/// that has it, [Atlas#NOBODY] when it is none that group rules know.
record Remote(int address, int number) {}
