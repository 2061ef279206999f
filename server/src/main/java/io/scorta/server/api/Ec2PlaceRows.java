package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.Vpc;
import io.scorta.control.network.Classic;
import io.scorta.control.network.Limits;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.Zone;
import io.scorta.control.network.Zones;
import java.util.ArrayList;
import java.util.Arrays;
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
import software.amazon.awssdk.services.ec2.model.ModifyAvailabilityZoneGroupRequest;
import software.amazon.awssdk.services.ec2.model.ModifyAvailabilityZoneGroupResponse;
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
          row(
              "ModifyAvailabilityZoneGroup",
              ModifyAvailabilityZoneGroupRequest::builder,
              Ec2PlaceRows::modifyGroup),
          row("DescribeRegions", DescribeRegionsRequest::builder, Ec2PlaceRows::regions),
          row(
              "DescribeAccountAttributes",
              DescribeAccountAttributesRequest::builder,
              Ec2PlaceRows::accountAttributes));

  private Ec2PlaceRows() {}

  private static DescribeAvailabilityZonesResponse zones(
      DescribeAvailabilityZonesRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<Zone> known = Zones.all(call.region());
    List<String> names = known.stream().map(Zone::name).toList();
    List<String> ids = known.stream().map(Zone::id).toList();
    refuseUnknown("InvalidParameterValue", "availability zone", request.zoneNames(), names);
    refuseUnknown("InvalidParameterValue", "availability zone id", request.zoneIds(), ids);
    boolean all =
        Boolean.TRUE.equals(request.allAvailabilityZones())
            || !request.zoneNames().isEmpty()
            || !request.zoneIds().isEmpty();
    List<Zone> named =
        known.stream()
            .filter(z -> all || Zones.isOpen(view.state(), view.account(), z))
            .filter(z -> request.zoneNames().isEmpty() || request.zoneNames().contains(z.name()))
            .filter(z -> request.zoneIds().isEmpty() || request.zoneIds().contains(z.id()))
            .toList();
    List<Zone> passing =
        Filters.<Zone>none()
            .with("zone-name", Zone::name)
            .with("zone-id", Zone::id)
            .with("zone-type", Zone::type)
            .with("region-name", _ -> call.region())
            .with("group-name", Zone::group)
            .with("parent-zone-name", z -> z.parent().map(Zone::name).orElse(""))
            .with("parent-zone-id", z -> z.parent().map(Zone::id).orElse(""))
            .with("opt-in-status", z -> optIn(view, z))
            .with("state", _ -> "available")
            .select(request.filters(), named);
    return DescribeAvailabilityZonesResponse.builder()
        .availabilityZones(passing.stream().map(zone -> zone(view, zone)).toList())
        .build();
  }

  private static String optIn(Ec2View view, Zone zone) {
    if (!zone.isLocal()) {
      return ZONE_OPT_IN;
    }
    return Zones.isOpen(view.state(), view.account(), zone) ? "opted-in" : "not-opted-in";
  }

  private static AvailabilityZone zone(Ec2View view, Zone zone) {
    return AvailabilityZone.builder()
        .zoneName(zone.name())
        .zoneId(zone.id())
        .zoneType(zone.type())
        .regionName(view.region())
        .groupName(zone.group())
        .networkBorderGroup(zone.group())
        .parentZoneName(zone.parent().map(Zone::name).orElse(null))
        .parentZoneId(zone.parent().map(Zone::id).orElse(null))
        .optInStatus(optIn(view, zone))
        .state("available")
        .messages(List.of())
        .build();
  }

  private static ModifyAvailabilityZoneGroupResponse modifyGroup(
      ModifyAvailabilityZoneGroupRequest request, Call call) {
    String status = Accepts.required("OptInStatus", request.optInStatusAsString());
    if (!status.equals("opted-in") && !status.equals("not-opted-in")) {
      throw new FaultException(
          "InvalidParameterValue",
          "Value (%s) for parameter OptInStatus is invalid: give opted-in or not-opted-in"
              .formatted(status));
    }
    call.submit(
        new Zones.OptIn(
            Accepts.required("GroupName", request.groupName()), status.equals("opted-in")));
    return ModifyAvailabilityZoneGroupResponse.builder().returnValue(true).build();
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
                    .attributeValues(
                        Arrays.stream(value.split(",", -1))
                            .map(it -> AccountAttributeValue.builder().attributeValue(it).build())
                            .toList())
                    .build());
          }
        });
    return DescribeAccountAttributesResponse.builder().accountAttributes(shown).build();
  }

  private static Map<String, String> attributes(Ec2View view) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(
        "supported-platforms", Classic.isOffered(view.state(), view.account()) ? "EC2,VPC" : "VPC");
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
