package io.scorta.engine.command;

/// Texts of errors that more than one command gives.
final class Errors {
  static final String WRONG_TYPE =
      "WRONGTYPE Operation against a key holding the wrong kind of value";
  static final String SYNTAX = "ERR syntax error";
  static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";
  static final String NOT_A_FLOAT = "ERR value is not a valid float";
  static final String NO_SUCH_KEY = "ERR no such key";
  static final String OUT_OF_RANGE = "ERR index out of range";
  static final String SAME_OBJECT = "ERR source and destination objects are the same";
  static final String DB_RANGE = "ERR DB index is out of range";
  static final String OVERFLOW = "ERR increment or decrement would overflow";
  static final String NAN_OR_INFINITY = "ERR increment would produce NaN or Infinity";
  static final String STRING_TOO_LONG =
      "ERR string exceeds maximum allowed size (proto-max-bulk-len)";
  static final String OOM = "OOM command not allowed when used memory > 'maxmemory'.";
  static final String NO_AUTH = "NOAUTH Authentication required.";

  private Errors() {}
}
