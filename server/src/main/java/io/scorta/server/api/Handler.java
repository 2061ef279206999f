package io.scorta.server.api;

import software.amazon.awssdk.core.SdkPojo;

/// Answers one action: from the SDK's request to the SDK's response, or a [FaultException].
@FunctionalInterface
public interface Handler<I extends SdkPojo, O extends SdkPojo> {
  O answer(I request, Call call);
}
