package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.Vpc;
import io.scorta.control.network.Limits;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.Zones;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.AccountAttribute;
import software.amazon.awssdk.services.ec2.model.AccountAttributeValue;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsResponse;
import software.amazon.awssdk.services.ec2.model.Region;

/// EC2's actions on zones, regions and the account.
final class Ec2PlaceRows {
  private static final String ZONE_OPT_IN = "opt-in-not-required";

  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "DescribeAvailabilityZones",
              DescribeAvailabilityZonesRequest::builder,
              Ec2PlaceRows::zones),
          row("DescribeRegions", DescribeRegionsRequest::builder, Ec2PlaceRows::regions),
          row(
              "DescribeAccountAttributes",
              DescribeAccountAttributesRequest::builder,
              Ec2PlaceRows::accountAttributes));

  private Ec2PlaceRows() {}

  private static DescribeAvailabilityZonesResponse zones(
      DescribeAvailabilityZonesRequest request, Call call) {
    List<String> known = Zones.of(call.region());
    List<String> ids = known.stream().map(Zones::id).toList();
    refuseUnknown("InvalidParameterValue", "availability zone", request.zoneNames(), known);
    refuseUnknown("InvalidParameterValue", "availability zone id", request.zoneIds(), ids);
    List<String> named =
        known.stream()
            .filter(z -> request.zoneNames().isEmpty() || request.zoneNames().contains(z))
            .filter(z -> request.zoneIds().isEmpty() || request.zoneIds().contains(Zones.id(z)))
            .toList();
    List<String> passing =
        Filters.<String>none()
            .with("zone-name", zone -> zone)
            .with("zone-id", Zones::id)
            .with("zone-type", _ -> "availability-zone")
            .with("region-name", _ -> call.region())
            .with("group-name", _ -> call.region())
            .with("opt-in-status", _ -> ZONE_OPT_IN)
            .with("state", _ -> "available")
            .select(request.filters(), named);
    return DescribeAvailabilityZonesResponse.builder()
        .availabilityZones(passing.stream().map(zone -> zone(zone, call.region())).toList())
        .build();
  }

  private static AvailabilityZone zone(String zone, String region) {
    return AvailabilityZone.builder()
        .zoneName(zone)
        .zoneId(Zones.id(zone))
        .zoneType("availability-zone")
        .regionName(region)
        .groupName(region)
        .networkBorderGroup(region)
        .optInStatus(ZONE_OPT_IN)
        .state("available")
        .messages(List.of())
        .build();
  }

  private static DescribeRegionsResponse regions(DescribeRegionsRequest request, Call call) {
    List<String> known = List.of(call.region());
    refuseUnknown("InvalidParameterValue", "region", request.regionNames(), known);
    List<String> passing =
        Filters.<String>none()
            .with("region-name", region -> region)
            .with("opt-in-status", _ -> ZONE_OPT_IN)
            .select(request.filters(), known);
    return DescribeRegionsResponse.builder()
        .regions(
            passing.stream()
                .map(name -> Region.builder().regionName(name).optInStatus(ZONE_OPT_IN).build())
                .toList())
        .build();
  }

  private static void refuseUnknown(
      String code, String noun, List<String> asked, List<String> known) {
    for (String name : asked) {
      if (!known.contains(name)) {
        throw new FaultException(
            code,
            "Invalid %s: [%s]. Known here: %s".formatted(noun, name, String.join(", ", known)));
      }
    }
  }

  private static DescribeAccountAttributesResponse accountAttributes(
      DescribeAccountAttributesRequest request, Call call) {
    Map<String, String> known = attributes(Ec2View.of(call));
    List<String> asked = request.attributeNamesAsStrings();
    refuseUnknown("InvalidParameterValue", "attribute name", asked, List.copyOf(known.keySet()));
    List<AccountAttribute> shown = new ArrayList<>();
    known.forEach(
        (name, value) -> {
          if (asked.isEmpty() || asked.contains(name)) {
            shown.add(
                AccountAttribute.builder()
                    .attributeName(name)
                    .attributeValues(AccountAttributeValue.builder().attributeValue(value).build())
                    .build());
          }
        });
    return DescribeAccountAttributesResponse.builder().accountAttributes(shown).build();
  }

  private static Map<String, String> attributes(Ec2View view) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("supported-platforms", "VPC");
    values.put(
        "default-vpc",
        view.all(NetworkKinds.VPC).stream()
            .filter(Vpc::isDefault)
            .map(Vpc::id)
            .findFirst()
            .orElse("none"));
    values.put("max-instances", Integer.toString(Limits.INSTANCES));
    values.put(
        "vpc-max-security-groups-per-interface",
        Integer.toString(Limits.SECURITY_GROUPS_PER_INTERFACE));
    values.put("max-elastic-ips", Integer.toString(Limits.ELASTIC_IPS));
    values.put("vpc-max-elastic-ips", Integer.toString(Limits.ELASTIC_IPS));
    return values;
  }
}
