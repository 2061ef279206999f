package io.scorta.access.model;

import java.util.List;

/// A named set of blocks that rules and routes refer to; its newest version counts.
public record PrefixList(String id, String owner, List<Cidr> blocks) {
  public PrefixList {
    blocks = List.copyOf(blocks);
  }
}
