package io.scorta.access.kernel;

import java.util.List;
import java.util.Map;

/// What the namespace of a VPC is to hold.
///
/// `tables` are the lines of each route table by its number, as `ip route` takes them after the
/// verb and without the table. `gateway` is the edge's end of the internet gateway's link, empty
/// without one.
record VpcPlan(
    Namespace where,
    Map<String, Port> ports,
    String gateway,
    Map<Integer, List<String>> tables,
    Elements elements) {
  VpcPlan {
    ports = Map.copyOf(ports);
    tables = Map.copyOf(tables);
  }
}
