package io.scorta.control.param;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Every node type there is, smallest of a family first.
///
/// A type without a row is refused rather than guessed. The rows are text because the room does no
/// I/O; a malformed one fails the first use of the class, and so the first test.
public final class NodeTypes {
  /// Name; memory in bytes for valkey and redis; replica output buffer limit in bytes; item memory
  /// in MiB and threads for memcached, 0 where memcached does not run on the type.
  private static final String ROWS =
      """
      cache.t1.micro 142606336 14260633 213 1
      cache.t2.micro 581959680 58195968 555 1
      cache.t2.small 1665138688 166513868 1588 1
      cache.t2.medium 3461349376 346134937 3301 2
      cache.t3.micro 536870912 53687091 512 2
      cache.t3.small 1471026299 147102629 1402 2
      cache.t3.medium 3317862236 331786223 3364 2
      cache.t4g.micro 536870912 53687091 512 2
      cache.t4g.small 1471026299 147102629 1402 2
      cache.t4g.medium 3317862236 331786223 3164 2
      cache.m1.small 943718400 94371840 1301 1
      cache.m1.medium 3093299200 309329920 3350 1
      cache.m1.large 7025459200 702545920 7100 2
      cache.m1.xlarge 14889779200 1488977920 14600 4
      cache.m2.xlarge 17091788800 1709178880 33800 2
      cache.m2.2xlarge 35022438400 3502243840 30412 4
      cache.m2.4xlarge 70883737600 7088373760 68000 16
      cache.m3.medium 2988441600 309329920 2850 1
      cache.m3.large 6501171200 650117120 6200 2
      cache.m3.xlarge 14260633600 1426063360 13600 4
      cache.m3.2xlarge 29989273600 2998927360 28600 8
      cache.m4.large 6892593152 689259315 6573 2
      cache.m4.xlarge 11496376320 1149637632 11496 4
      cache.m4.2xlarge 31889126359 3188912636 30412 8
      cache.m4.4xlarge 65257290629 6525729063 62234 16
      cache.m4.10xlarge 166047614239 16604761424 158355 40
      cache.m5.large 6854542746 685454275 6537 2
      cache.m5.xlarge 13891921715 1389192172 13248 4
      cache.m5.2xlarge 27966669210 2796666921 26671 8
      cache.m5.4xlarge 56116178125 5611617812 53516 16
      cache.m5.12xlarge 168715971994 16871597199 160900 48
      cache.m5.24xlarge 337500562842 33750056284 321865 96
      cache.m6g.large 6854542746 685454275 6537 2
      cache.m6g.xlarge 13891921715 1389192172 13248 4
      cache.m6g.2xlarge 27966669210 2796666921 26671 8
      cache.m6g.4xlarge 56116178125 5611617812 53516 16
      cache.m6g.8xlarge 111325552312 11132555231 107000 32
      cache.m6g.12xlarge 168715971994 16871597199 160900 48
      cache.m6g.16xlarge 225000375228 22500037523 214577 64
      cache.c1.xlarge 6501171200 650117120 6600 8
      cache.r3.large 14470348800 1468006400 13800 2
      cache.r3.xlarge 30513561600 3040870400 29100 4
      cache.r3.2xlarge 62495129600 6081740800 59600 8
      cache.r3.4xlarge 126458265600 12268339200 120600 16
      cache.r3.8xlarge 254384537600 24536678400 120600 32
      cache.r4.large 13201781556 1320178155 12590 2
      cache.r4.xlarge 26898228839 2689822883 25652 4
      cache.r4.2xlarge 54197537997 5419753799 51686 8
      cache.r4.4xlarge 108858546586 10885854658 103815 16
      cache.r4.8xlarge 218255432090 21825543209 208144 32
      cache.r4.16xlarge 437021573120 43702157312 416776 64
      cache.r5.large 14037181030 1403718103 13387 2
      cache.r5.xlarge 28261849702 2826184970 26953 4
      cache.r5.2xlarge 56711183565 5671118356 54084 8
      cache.r5.4xlarge 113609865216 11360986522 108347 16
      cache.r5.12xlarge 341206346547 34120634655 325400 48
      cache.r5.24xlarge 682485973811 68248597381 650869 96
      cache.r6g.large 14037181030 1403718103 13387 2
      cache.r6g.xlarge 28261849702 2826184970 26953 4
      cache.r6g.2xlarge 56711183565 5671118356 54084 8
      cache.r6g.4xlarge 113609865216 11360986522 108347 16
      cache.r6g.8xlarge 225000375228 22500037523 214577 32
      cache.r6g.12xlarge 341206346547 34120634655 325400 48
      cache.r6g.16xlarge 450000750456 45000075046 429154 64
      cache.r6gd.xlarge 28261849702 2826184970 0 0
      cache.r6gd.2xlarge 56711183565 5671118356 0 0
      cache.r6gd.4xlarge 113609865216 11360986522 0 0
      cache.r6gd.8xlarge 225000375228 22500037523 0 0
      cache.r6gd.12xlarge 341206346547 34120634655 0 0
      cache.r6gd.16xlarge 450000750456 45000075046 0 0
      """;

  private static final Map<String, NodeType> TYPES = read();

  private NodeTypes() {}

  public static Optional<NodeType> find(String name) {
    return Optional.ofNullable(TYPES.get(name));
  }

  public static Collection<NodeType> all() {
    return TYPES.values();
  }

  private static Map<String, NodeType> read() {
    Map<String, NodeType> types = new LinkedHashMap<>();
    ROWS.lines()
        .map(line -> line.strip().split(" "))
        .map(
            cell ->
                new NodeType(
                    cell[0],
                    Long.parseLong(cell[1]),
                    Long.parseLong(cell[2]),
                    Integer.parseInt(cell[3]),
                    Integer.parseInt(cell[4])))
        .forEach(type -> types.put(type.name(), type));
    return Collections.unmodifiableMap(types);
  }
}
