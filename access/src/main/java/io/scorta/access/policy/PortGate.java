package io.scorta.access.policy;

import io.scorta.access.model.PortRange;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one class admits in one direction for one protocol.
///
/// Three parts are asked in turn: ports open to everybody, ports open to a class, and boxes of
/// addresses and ports. Only the first can leave a connection untracked, and only when the other
/// direction lets every answer pass.
final class PortGate {
  static final int DENIED = 0;
  static final int TRACKED = 1;
  static final int UNTRACKED = 2;

  static final PortGate CLOSED =
      new PortGate(PortSet.NONE, false, new int[0], new PortSet[0], Boxes.NONE);

  private final PortSet open;
  private final boolean answersPass;
  private final int[] classes;
  private final PortSet[] classPorts;
  private final Boxes blocks;

  /// `classes` is ascending, and `classPorts` goes with it.
  PortGate(PortSet open, boolean answersPass, int[] classes, PortSet[] classPorts, Boxes blocks) {
    this.open = open;
    this.answersPass = answersPass;
    this.classes = classes;
    this.classPorts = classPorts;
    this.blocks = blocks;
  }

  int judge(int remoteClass, int remoteAddress, int port) {
    if (open.contains(port)) {
      return answersPass ? UNTRACKED : TRACKED;
    }
    if (remoteClass != PolicySnapshot.OUTSIDE) {
      int at = Arrays.binarySearch(classes, remoteClass);
      if (at >= 0 && classPorts[at].contains(port)) {
        return TRACKED;
      }
    }
    return blocks.contains(remoteAddress, port) ? TRACKED : DENIED;
  }

  Admitted admitted() {
    Map<Integer, List<PortRange>> byClass = new HashMap<>();
    for (int i = 0; i < classes.length; i++) {
      byClass.put(classes[i], classPorts[i].ranges());
    }
    return new Admitted(open.ranges(), answersPass, byClass, blocks.list());
  }

  Boxes blocks() {
    return blocks;
  }
}
