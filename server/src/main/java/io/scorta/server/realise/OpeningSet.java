package io.scorta.server.realise;

import io.scorta.server.node.NodeException;
import io.scorta.server.node.NodeListener;
import io.scorta.server.node.Opening;
import io.scorta.server.node.RunningNode;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The open listeners. Owner: the reconciler's thread.
final class OpeningSet {
  private static final System.Logger LOG = System.getLogger(OpeningSet.class.getName());
  private final Map<Opening, Open> open = new HashMap<>();
  private final Backoff<Opening> failures = new Backoff<>();

  private record Open(RunningNode node, NodeListener listener) {}

  boolean isOpen(Opening opening) {
    return open.containsKey(opening);
  }

  /// Why a wanted listener is not open, if it was tried.
  Optional<String> failure(Opening opening) {
    return failures.message(opening);
  }

  List<String> failures() {
    return failures.all();
  }

  Optional<Instant> nextTry() {
    return failures.next();
  }

  /// Closes what is not wanted, or leads to a node that was replaced, and opens what is missing.
  void bring(Map<Opening, RunningNode> wanted, Instant now) {
    failures.retain(wanted.keySet());
    open.entrySet()
        .removeIf(
            one -> {
              boolean stale = !one.getValue().node.equals(wanted.get(one.getKey()));
              if (stale) {
                one.getValue().listener.close();
              }
              return stale;
            });
    wanted.forEach(
        (opening, node) -> {
          if (!open.containsKey(opening) && failures.mayTry(opening, now)) {
            open(opening, node, now);
          }
        });
  }

  private void open(Opening opening, RunningNode node, Instant now) {
    try {
      NodeListener listener = node.listen(opening);
      open.put(opening, new Open(node, listener));
      failures.succeeded(opening);
    } catch (NodeException e) {
      LOG.log(
          Level.WARNING,
          () ->
              "event=listen-failed node=%s at=%s message=%s"
                  .formatted(node.spec().name(), opening, e.getMessage()));
      failures.failed(opening, String.valueOf(e.getMessage()), now);
    }
  }
}
