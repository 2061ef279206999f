package io.scorta.engine.keyspace;

/// Is shown records one by one.
@FunctionalInterface
public interface RecordVisitor {
  void visit(long record);
}
