package io.scorta.server.http;

/// What stands behind the door. It runs on the request's own virtual thread and may block.
@FunctionalInterface
public interface HttpSite {
  HttpAnswer answer(HttpRequest request);
}
