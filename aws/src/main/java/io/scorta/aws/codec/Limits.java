package io.scorta.aws.codec;

/// How large a request may be. What lies beyond is refused by name, never cut short.
public final class Limits {
  /// Bytes of a request's body, and of its query string.
  public static final int BODY_BYTES_MAX = 1024 * 1024;

  /// Parameters of one request.
  public static final int PARAMETERS_MAX = 10_000;

  /// Members of one list. The index itself may be any number up to [#INDEX_MAX].
  public static final int LIST_MEMBERS_MAX = 1_000;

  /// The highest index of a list member; gaps are allowed.
  public static final int INDEX_MAX = 1_000_000;

  /// Segments of one parameter's name: `A.member.1.B` has four.
  public static final int NAME_SEGMENTS_MAX = 16;

  private Limits() {}
}
