package io.scorta.control.network;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The tags of one resource, in the order of their keys.
public record TagSet(String resourceId, Map<String, String> tags) {
  public TagSet {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }
}
