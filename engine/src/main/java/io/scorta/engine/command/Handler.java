package io.scorta.engine.command;

/// Executes one command and writes exactly one reply.
@FunctionalInterface
public interface Handler {
  void execute(Execution x);
}
