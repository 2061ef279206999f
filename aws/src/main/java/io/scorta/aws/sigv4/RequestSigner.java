package io.scorta.aws.sigv4;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Signs a request in the header form: what a client of ours does before it sends one.
public final class RequestSigner {
  private static final String DATE_HEADER = "x-amz-date";
  private final AccessKey key;
  private final String region;
  private final String service;

  public RequestSigner(AccessKey key, String region, String service) {
    this.key = key;
    this.region = region;
    this.service = service;
  }

  /// The headers to send beside those of the request; it must name its `host` already.
  public Map<String, String> sign(SignedRequest request, Instant now) {
    String date = Claim.DATE.format(now.atOffset(ZoneOffset.UTC));
    Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
    headers.put(DATE_HEADER, List.of(date));
    SignedRequest dated =
        new SignedRequest(
            request.method(), request.rawPath(), request.rawQuery(), headers, request.body());
    List<String> names = List.copyOf(dated.headers().keySet());
    if (!names.contains("host")) {
      throw new IllegalArgumentException("a signature covers the host: give the header");
    }
    Scope scope = new Scope(date.substring(0, date.indexOf('T')), region, service);
    String canonical = CanonicalRequest.of(dated, names, "");
    String signature = Digests.sign(key.secret(), scope, date, canonical);
    String authorization =
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(Digests.ALGORITHM, key.id(), scope, String.join(";", names), signature);
    return Map.of("X-Amz-Date", date, "Authorization", authorization);
  }
}
