package io.scorta.server.api;

import io.scorta.access.model.Ipv4;
import io.scorta.server.realise.OutsideHosts;
import io.scorta.server.realise.Realiser;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Keeps the hosts outside.
final class OperatorOutside {
  private final Realiser realiser;
  private final OperatorReach reach;

  /// The addresses of all of them.
  record Hosts(List<String> hosts) {}

  OperatorOutside(Realiser realiser, OperatorReach reach) {
    this.realiser = realiser;
    this.reach = reach;
  }

  Hosts answer(JsonNode arguments, Call call) {
    String action = OperatorRows.required(arguments, "action");
    try {
      switch (action) {
        case "add" -> realiser.addOutside(address(arguments, call));
        case "remove" -> realiser.removeOutside(address(arguments, call));
        case "list" -> {}
        default -> throw OperatorRows.invalid(action + " is no action: give add, remove or list");
      }
    } catch (IllegalArgumentException e) {
      throw OperatorRows.invalid(String.valueOf(e.getMessage()));
    }
    return new Hosts(OutsideHosts.of(call.state()).stream().map(Ipv4::format).toList());
  }

  private int address(JsonNode arguments, Call call) {
    return reach.outsideAddress(OperatorRows.required(arguments, "address"), call.account());
  }
}
