package io.scorta.control.network;

import io.scorta.access.guest.GuestPower;
import io.scorta.access.model.Guest;
import io.scorta.access.model.Instance;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Subnet;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The launch of instances: all that were asked for, or none.
///
/// The reply is the reservation's id. A token that was used before gives its reservation again.
public record Launch(LaunchRequest request) implements NetworkCommand<String> {
  private static final String IMAGE_PREFIX = "ami-";

  @Override
  public String run(Edit edit) {
    Optional<String> before = sameToken(edit);
    if (before.isPresent()) {
      return before.get();
    }
    Instances.forgetOld(edit);
    checkShape();
    String authorizedKey = authorizedKey(edit);
    int count = count(edit);
    Subnet subnet = subnet(edit);
    List<String> groups = groups(edit);
    Optional<Integer> asked = request.placement().privateAddress().map(Launch::address);
    if (asked.isPresent() && count > 1) {
      throw Refusal.of(
          Faults.COMBINATION, "A private address is for one instance: ask for one at a time");
    }
    String reservation = edit.context().mint().id("r");
    for (int i = 0; i < count; i++) {
      one(edit, new Place(subnet, groups, asked), new Ticket(reservation, i, authorizedKey));
    }
    return reservation;
  }

  private record Place(Subnet subnet, List<String> groups, Optional<Integer> asked) {}

  private record Ticket(String reservation, int index, String authorizedKey) {}

  private Optional<String> sameToken(Edit edit) {
    if (request.clientToken().isEmpty()) {
      return Optional.empty();
    }
    return edit.all(NetworkKinds.INSTANCE_FACTS).stream()
        .filter(facts -> facts.clientToken().equals(request.clientToken()))
        .findFirst()
        .map(this::sameReservation);
  }

  private String sameReservation(InstanceFacts facts) {
    LaunchRequest.Shape before =
        new LaunchRequest.Shape(facts.imageId(), facts.instanceType(), facts.keyName());
    if (!before.equals(request.shape())) {
      throw Refusal.of(
          "IdempotentParameterMismatch",
          "The client token '%s' launched something else before: give each launch its own token",
          request.clientToken());
    }
    return facts.reservationId();
  }

  private void checkShape() {
    String image = request.shape().imageId();
    if (!image.startsWith(IMAGE_PREFIX) || !ResourceKind.hasIdDigits(image)) {
      throw Refusal.of(
          "InvalidAMIID.Malformed", "Invalid id: \"%s\" (expecting \"ami-...\")", image);
    }
    if (InstanceTypes.size(request.shape().instanceType()).isEmpty()) {
      throw Faults.value(
          "Invalid value '%s' for InstanceType: give one such as t3.micro or m5.large",
          request.shape().instanceType());
    }
  }

  private String authorizedKey(Edit edit) {
    String name = request.shape().keyName();
    return name.isEmpty() ? "" : KeyPairs.require(edit, name).publicKey();
  }

  private int count(Edit edit) {
    int least = request.countMin();
    int most = request.countMax();
    if (least < 1 || most < least) {
      throw Faults.value(
          "Invalid value '%d' for min count, '%d' for max count: give at least 1, the lower first",
          least, most);
    }
    int present = edit.all(NetworkKinds.INSTANCE).size();
    if (present + least > Limits.INSTANCES) {
      throw Refusal.of(
          "InstanceLimitExceeded",
          "You have requested more instances (%d) than your current instance limit of %d allows:"
              + " terminate some first",
          present + least,
          Limits.INSTANCES);
    }
    return Math.min(most, Limits.INSTANCES - present);
  }

  private Subnet subnet(Edit edit) {
    LaunchRequest.Placement placement = request.placement();
    Subnet subnet =
        placement.subnetId().map(edit::subnet).orElseGet(() -> defaultSubnet(edit, placement));
    if (placement.zone().filter(zone -> !zone.equals(subnet.zone())).isPresent()) {
      throw Faults.value(
          "Value (%s) for parameter availabilityZone is invalid. Subnet '%s' is in the availability"
              + " zone %s",
          placement.zone().get(), subnet.id(), subnet.zone());
    }
    return subnet;
  }

  private static Subnet defaultSubnet(Edit edit, LaunchRequest.Placement placement) {
    if (Classic.isHome(edit.draft().state(), edit.account())) {
      return Classic.subnet(edit.draft().state(), edit.account());
    }
    String zone = placement.zone().orElse(Zones.of(edit.context().region()).getFirst());
    return edit.all(NetworkKinds.SUBNET).stream()
        .filter(s -> s.isDefault() && s.zone().equals(zone))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.of(
                    "MissingInput",
                    "No default subnet for availability zone '%s': give the id of a subnet",
                    zone));
  }

  private List<String> groups(Edit edit) {
    List<String> ids = new ArrayList<>(request.placement().groupIds());
    for (String name : request.placement().groupNames()) {
      ids.add(
          SecurityGroups.resolve(
                  edit, new SecurityGroups.Reference(Optional.empty(), Optional.of(name)))
              .id());
    }
    return ids;
  }

  private void one(Edit edit, Place place, Ticket ticket) {
    String id = edit.newId(ResourceKind.INSTANCE);
    NetworkInterface nic =
        Interfaces.create(
            edit.draft(),
            edit.context(),
            new Interfaces.Request(
                place.subnet(),
                place.groups(),
                place.asked(),
                "",
                NetworkInterface.Holder.INSTANCE,
                id));
    edit.put(
        NetworkKinds.INSTANCE,
        id,
        new Instance(id, edit.account(), nic.id(), true, GuestPower.boot(Guest.fresh())));
    LaunchRequest.Shape shape = request.shape();
    boolean lent = request.placement().publicAddress().orElse(place.subnet().mapPublicIpOnLaunch());
    edit.put(
        NetworkKinds.INSTANCE_FACTS,
        id,
        new InstanceFacts(
            id,
            ticket.reservation(),
            ticket.index(),
            shape.imageId(),
            shape.instanceType(),
            shape.keyName(),
            ticket.authorizedKey(),
            request.clientToken(),
            lent,
            edit.context().now(),
            0,
            Optional.empty(),
            Optional.empty()));
    if (lent) {
      PublicAddresses.lend(edit, nic);
    }
    edit.tag(id, request.instanceTags());
    edit.tag(nic.id(), request.interfaceTags());
  }

  private static int address(String text) {
    try {
      return Ipv4.parse(text);
    } catch (IllegalArgumentException _) {
      throw Faults.value("Invalid value '%s' for address: give one such as 10.0.0.55", text);
    }
  }
}
