package io.scorta.access.policy;

/// What is known of a connection that is already open: the ticket it was given, and the client's
/// own port, where its answers go. A new connection has no past.
record Past(long ticket, int sourcePort) {
  static final Past NONE = new Past(Ticket.DENIED, 0);

  boolean isOpen() {
    return ticket != Ticket.DENIED;
  }

  boolean isUntracked(int side) {
    return Ticket.isUntracked(ticket, side);
  }

  /// Whether the guests' rules as they are now stand in for the translations of its birth.
  boolean usesRulesOfNow() {
    return !isOpen() || Ticket.isChained(ticket);
  }
}
