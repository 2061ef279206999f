package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// A place in a list, going to either end; may change the list where it stands.
public final class ListWalk {
  private long value;
  private boolean backward;
  private boolean inNodes;
  private long node;

  /// The word that holds the current listpack.
  private long holder;

  /// The element that [#next] answers next, or NONE.
  private int upcoming;

  private int current;

  /// The node around which to look for parts that fit together again, after one was split.
  private long middle;

  /// Stands before the element at `index`, counted from the end if negative.
  public void start(long list, int index, boolean towardsHead) {
    value = list;
    backward = towardsHead;
    inNodes = Value.encoding(list) == Value.QUICKLIST;
    current = Listpack.NONE;
    if (!inNodes) {
      node = 0;
      holder = list + Value.PACK;
      upcoming = Listpack.seek(Memory.getLong(holder), index);
      return;
    }
    int skip = index >= 0 ? index : -index - 1;
    node = Memory.getLong(Value.body(list) + (index >= 0 ? Value.FIRST : Value.SECOND));
    while (node != 0) {
      int here = Listpack.count(Memory.getLong(node + QuickList.PACK));
      if (skip < here) {
        break;
      }
      skip -= here;
      node = Memory.getLong(node + (index >= 0 ? QuickList.NEXT : QuickList.PREVIOUS));
    }
    holder = node + QuickList.PACK;
    upcoming =
        node == 0
            ? Listpack.NONE
            : Listpack.seek(Memory.getLong(holder), index >= 0 ? skip : -skip - 1);
  }

  /// Reads the next element, or answers false after the last.
  public boolean next(Item item) {
    if (upcoming == Listpack.NONE && !nextNode()) {
      return false;
    }
    long pack = Memory.getLong(holder);
    current = upcoming;
    Listpack.read(pack, current, item);
    upcoming = backward ? Listpack.previous(pack, current) : Listpack.next(pack, current);
    return true;
  }

  private boolean nextNode() {
    if (!inNodes || node == 0) {
      return false;
    }
    node = Memory.getLong(node + (backward ? QuickList.PREVIOUS : QuickList.NEXT));
    if (node == 0) {
      return false;
    }
    holder = node + QuickList.PACK;
    long pack = Memory.getLong(holder);
    upcoming = backward ? Listpack.last(pack) : Listpack.first(pack);
    return true;
  }

  /// Removes the element that [#next] read last; the walk goes on.
  public void remove(Workbench bench) {
    Value.addCount(value, -1);
    if (inNodes && Listpack.count(Memory.getLong(holder)) == 1) {
      long emptied = node;
      upcoming = Listpack.NONE;
      if (!nextNode()) {
        inNodes = false;
      }
      QuickList.dropNode(bench, value, emptied);
      current = Listpack.NONE;
      return;
    }
    int after = Listpack.delete(bench, value, holder, current);
    if (!backward) {
      upcoming = after;
    }
    current = Listpack.NONE;
  }

  /// Puts another element in the place of the one read last. Ends the walk. [ListValue#growing] has
  /// heard of the element before the walk began.
  public void replace(Workbench bench, Item item, EncodingLimits limits) {
    int limit = limits.listListpackSize();
    boolean alone =
        QuickList.isLarge(limit, item.length())
            || QuickList.isLarge(limit, Listpack.lengthAt(Memory.getLong(holder), current));
    if (!inNodes || !alone) {
      Listpack.replace(bench, value, holder, current, item);
      return;
    }
    insertInNode(bench, true, item, limit);
    // Nothing before the element has moved, so it still stands where it was.
    if (Listpack.count(Memory.getLong(holder)) == 1) {
      QuickList.dropNode(bench, value, node);
    } else {
      Listpack.delete(bench, value, holder, current);
      QuickList.mergeAround(bench, value, node, limit);
    }
  }

  /// Puts an element before or after the one read last. Ends the walk. [ListValue#growing] has
  /// heard of the element before the walk began.
  public void insert(Workbench bench, boolean after, Item item, EncodingLimits limits) {
    if (inNodes) {
      int limit = limits.listListpackSize();
      middle = 0;
      insertInNode(bench, after, item, limit);
      if (middle != 0) {
        QuickList.mergeAround(bench, value, middle, limit);
      }
    } else {
      Listpack.insert(bench, value, holder, after ? afterCurrent() : current, item);
    }
    Value.addCount(value, 1);
  }

  private int afterCurrent() {
    long pack = Memory.getLong(holder);
    int next = Listpack.next(pack, current);
    return next == Listpack.NONE ? Listpack.end(pack) : next;
  }

  /// Inserts in this node, into a neighbour with room, or between the parts of the node.
  private void insertInNode(Workbench bench, boolean after, Item item, int limit) {
    int at = after ? afterCurrent() : current;
    if (QuickList.allows(limit, node, item)) {
      Listpack.insert(bench, value, holder, at, item);
      return;
    }
    long pack = Memory.getLong(holder);
    boolean atBorder = at == (after ? Listpack.end(pack) : Listpack.first(pack));
    if (atBorder) {
      insertAtBorder(bench, after, item, limit);
      return;
    }
    long right = QuickList.split(bench, value, node, at);
    if (QuickList.isLarge(limit, item.length())) {
      long made = QuickList.addNode(bench, value, node, right);
      Listpack.append(bench, value, made + QuickList.PACK, item);
      return;
    }
    if (after) {
      int start = Listpack.start(Memory.getLong(right + QuickList.PACK));
      Listpack.insert(bench, value, right + QuickList.PACK, start, item);
    } else {
      Listpack.append(bench, value, holder, item);
    }
    middle = after ? node : right;
  }

  private void insertAtBorder(Workbench bench, boolean after, Item item, int limit) {
    long neighbour = Memory.getLong(node + (after ? QuickList.NEXT : QuickList.PREVIOUS));
    if (!QuickList.allows(limit, neighbour, item)) {
      neighbour =
          after
              ? QuickList.addNode(bench, value, node, neighbour)
              : QuickList.addNode(bench, value, neighbour, node);
    }
    long pack = Memory.getLong(neighbour + QuickList.PACK);
    int at = after ? Listpack.start(pack) : Listpack.end(pack);
    Listpack.insert(bench, value, neighbour + QuickList.PACK, at, item);
  }
}
