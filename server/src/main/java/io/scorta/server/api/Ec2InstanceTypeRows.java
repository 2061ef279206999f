package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.control.network.InstanceTypes;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/// EC2's action on the types of instances.
final class Ec2InstanceTypeRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "DescribeInstanceTypes",
              DescribeInstanceTypesRequest::builder,
              Ec2InstanceTypeRows::describe));

  private Ec2InstanceTypeRows() {}

  private static DescribeInstanceTypesResponse describe(
      DescribeInstanceTypesRequest request, Call call) {
    List<String> asked = request.instanceTypesAsStrings();
    for (String type : asked) {
      if (InstanceTypes.size(type).isEmpty()) {
        throw new FaultException(
            "InvalidInstanceType",
            "The following supplied instance types do not exist here: [%s]".formatted(type));
      }
    }
    List<String> named = asked.isEmpty() ? InstanceTypes.names() : asked;
    Filters<String> filters =
        Filters.<String>none()
            .with("instance-type", type -> type)
            .with("processor-info.supported-architecture", Ec2InstanceTypeRows::architecture)
            .with("vcpu-info.default-vcpus", type -> Integer.toString(size(type).cores()))
            .with(
                "memory-info.size-in-mib", type -> Integer.toString(size(type).memoryMebibytes()));
    Pages.Page<String> page =
        Pages.EC2.page(
            filters.select(request.filters(), named),
            type -> type,
            request.nextToken(),
            request.maxResults());
    return DescribeInstanceTypesResponse.builder()
        .instanceTypes(page.items().stream().map(Ec2InstanceTypeRows::shape).toList())
        .nextToken(page.marker())
        .build();
  }

  static String architecture(String type) {
    return InstanceTypes.isArm(type) ? "arm64" : "x86_64";
  }

  private static InstanceTypes.Size size(String type) {
    return InstanceTypes.size(type)
        .orElseThrow(() -> new IllegalArgumentException("no instance type " + type));
  }

  /// No type is burstable here, as nothing slows an instance down.
  private static InstanceTypeInfo shape(String type) {
    InstanceTypes.Size size = size(type);
    return InstanceTypeInfo.builder()
        .instanceType(type)
        .bareMetal(false)
        .burstablePerformanceSupported(false)
        .hibernationSupported(false)
        .vCpuInfo(
            cpu ->
                cpu.defaultVCpus(size.cores()).defaultCores(size.cores()).defaultThreadsPerCore(1))
        .memoryInfo(memory -> memory.sizeInMiB((long) size.memoryMebibytes()))
        .processorInfo(processor -> processor.supportedArchitecturesWithStrings(architecture(type)))
        .networkInfo(
            network ->
                network
                    .maximumNetworkInterfaces(1)
                    .ipv4AddressesPerInterface(1)
                    .ipv6Supported(false))
        .build();
  }
}
