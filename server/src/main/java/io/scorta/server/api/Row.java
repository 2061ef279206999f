package io.scorta.server.api;

import io.scorta.aws.codec.Form;
import io.scorta.aws.codec.QueryCodec;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// One action of a service: its name, a builder of its request, and what answers it.
public record Row<I extends SdkPojo, O extends SdkPojo>(
    String action, Supplier<? extends SdkPojo> requestBuilder, Handler<I, O> handler) {
  private static final String DRY_RUN = "DryRun";

  /// Reads the request and answers it.
  SdkPojo answer(QueryCodec codec, Form form, Call call) {
    I request = request(codec, form);
    refuseDryRun(request);
    return handler.answer(request, call);
  }

  @SuppressWarnings("unchecked") // Rows.row lets only a builder of I in.
  private I request(QueryCodec codec, Form form) {
    return ((SdkBuilder<?, I>) codec.decode(form, requestBuilder.get())).build();
  }

  /// A dry run asks whether the call would be allowed; here every account may do everything.
  private static void refuseDryRun(SdkPojo request) {
    boolean dryRun =
        Optional.ofNullable(request.sdkFieldNameToField().get(DRY_RUN))
            .map((SdkField<?> field) -> field.getValueOrDefault(request))
            .filter(Boolean.TRUE::equals)
            .isPresent();
    if (dryRun) {
      throw new FaultException(
          "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }
  }
}
