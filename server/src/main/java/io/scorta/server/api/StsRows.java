package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import java.util.List;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// The actions of STS.
final class StsRows {
  static final List<Row<?, ?>> ALL =
      List.of(row("GetCallerIdentity", GetCallerIdentityRequest::builder, StsRows::callerIdentity));

  private StsRows() {}

  /// Every key is its account's own, so the caller is the account itself.
  private static GetCallerIdentityResponse callerIdentity(
      GetCallerIdentityRequest request, Call call) {
    return GetCallerIdentityResponse.builder()
        .userId(call.account())
        .account(call.account())
        .arn("arn:aws:iam::%s:root".formatted(call.account()))
        .build();
  }
}
