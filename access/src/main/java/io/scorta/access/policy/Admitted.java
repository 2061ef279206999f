package io.scorta.access.policy;

import io.scorta.access.model.PortRange;
import java.util.List;
import java.util.Map;

/// What a class admits in one direction for one protocol, spelt out for whoever loads it elsewhere.
///
/// `open` are the ports open to everybody; a flow through one of them is untracked when
/// `answersPass`. `classes` are the ports open to the interfaces of a class, by its number, and
/// `blocks` the boxes open to addresses. Ports are numbered as in [Flow].
public record Admitted(
    List<PortRange> open,
    boolean answersPass,
    Map<Integer, List<PortRange>> classes,
    List<Box> blocks) {
  public Admitted {
    open = List.copyOf(open);
    classes = Map.copyOf(classes);
    blocks = List.copyOf(blocks);
  }
}
