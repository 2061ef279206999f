package io.scorta.server.api;

import java.util.List;
import java.util.stream.Stream;

/// Every action of ElastiCache that is real.
final class CacheRows {
  static final List<Row<?, ?>> ALL =
      Stream.of(
              CacheClusterRows.ALL,
              CacheGroupRows.ALL,
              CacheSubnetGroupRows.ALL,
              CacheSecurityGroupRows.ALL,
              CacheParameterRows.ALL,
              CacheServiceRows.ALL)
          .<Row<?, ?>>flatMap(List::stream)
          .toList();

  private CacheRows() {}
}
