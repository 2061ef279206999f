package io.scorta.server.api;

import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// Makes rows, so that a table reads as a list of actions.
public final class Rows {
  private Rows() {}

  /// A row whose request's type follows from the builder.
  public static <B extends SdkBuilder<B, I> & SdkPojo, I extends SdkPojo, O extends SdkPojo>
      Row<I, O> row(String action, Supplier<B> requestBuilder, Handler<I, O> handler) {
    return new Row<>(action, requestBuilder, handler);
  }
}
