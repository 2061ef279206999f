package io.scorta.access.kernel;

import java.util.List;
import java.util.Map;

/// What the namespace of the internet is to hold: the hosts outside by their link, the lines of its
/// one route table, and the elements of its rules.
record EdgePlan(Namespace where, Map<String, Host> hosts, List<String> routes, Elements elements) {
  /// A host outside every VPC, in a namespace of its own.
  record Host(int address, String link, Namespace guest) {}

  EdgePlan {
    hosts = Map.copyOf(hosts);
    routes = List.copyOf(routes);
  }
}
