package io.scorta.server.api;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.SecurityGroup;
import io.scorta.control.network.ElasticIps;
import io.scorta.control.network.NetworkKinds;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;

/// What several of EC2's answers say of a network interface.
final class Ec2InterfaceShapes {
  private static final int MAC_DIGITS = 10;

  private Ec2InterfaceShapes() {}

  /// The groups that an interface carries, with their names.
  static List<GroupIdentifier> groups(Ec2View view, NetworkInterface nic) {
    return nic.groupIds().stream()
        .map(
            id ->
                GroupIdentifier.builder()
                    .groupId(id)
                    .groupName(
                        view.find(NetworkKinds.SECURITY_GROUP, id)
                            .map(SecurityGroup::name)
                            .orElse(""))
                    .build())
        .toList();
  }

  static Optional<ElasticIp> publicIp(Ec2View view, NetworkInterface nic) {
    return ElasticIps.publicOf(view.state(), view.account(), nic.id());
  }

  /// The instance that a route leads through.
  static Optional<String> instanceBehind(Ec2View view, RouteTarget target) {
    return target instanceof RouteTarget.Interface(String id)
        ? view.find(NetworkKinds.NETWORK_INTERFACE, id).flatMap(Ec2InterfaceShapes::instance)
        : Optional.empty();
  }

  /// The instance that holds the interface.
  static Optional<String> instance(NetworkInterface nic) {
    return nic.holder() == NetworkInterface.Holder.INSTANCE && !nic.attachedTo().isEmpty()
        ? Optional.of(nic.attachedTo())
        : Optional.empty();
  }

  static String address(NetworkInterface nic) {
    return Ipv4.format(nic.address());
  }

  /// The name that a VPC gives the address.
  static String privateDnsName(Ec2View view, NetworkInterface nic) {
    String host = "ip-" + address(nic).replace('.', '-');
    return host
        + (view.region().equals("us-east-1") ? ".ec2" : "." + view.region() + ".compute")
        + ".internal";
  }

  /// A hardware address that follows from the interface's id: locally administered, unicast.
  static String macAddress(NetworkInterface nic) {
    String digits = nic.id().substring(nic.id().indexOf('-') + 1).toLowerCase(Locale.ROOT);
    StringBuilder mac = new StringBuilder("02");
    String padded = digits + "00";
    for (int i = 0; i < MAC_DIGITS; i += 2) {
      mac.append(':').append(padded, i, i + 2);
    }
    return mac.toString();
  }

  /// An interface is attached once in its life, so the attachment's id follows from its own.
  static String attachmentId(NetworkInterface nic) {
    return "eni-attach" + nic.id().substring(nic.id().indexOf('-'));
  }
}
