package io.scorta.engine.loop;

/// What a cache speaks.
public enum Protocol {
  RESP,
  MEMCACHED
}
