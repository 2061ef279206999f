package io.scorta.access.policy;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Instance;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkAclEntry;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Peering;
import io.scorta.access.model.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The smallest change that opens a step that blocked, as a command where there is one.
public final class Remedy {
  private final Network network;
  private final Step step;
  private final Packet packet;

  private Remedy(Network network, Step step) {
    this.network = network;
    this.step = step;
    this.packet = step.packet();
  }

  /// What to do about a step, empty when it is open.
  public static String of(Network network, Step step) {
    return step.blocked().map(reason -> new Remedy(network, step).text(reason)).orElse("");
  }

  private String text(Reason reason) {
    return switch (reason) {
      case ENI_SG_RULES_MISMATCH, SG_HAS_NO_RULES, SG_REFERENCES_NOT_PRESERVED -> authorize();
      case NO_ROUTE_TO_DESTINATION -> route();
      case MORE_SPECIFIC_ROUTE, BAD_STATE_ROUTE -> unroute(reason);
      case BAD_STATE -> revive();
      case SUBNET_ACL_RESTRICTION -> openBorder();
      case PCX_REQUIRES_ADDRESS_IN_VPC_CIDR ->
          "%s carries only what goes from one of its two VPCs to the other: peer the VPCs at both"
                  .formatted(step.detail())
              + " ends of the way themselves";
      case IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS, IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS ->
          associate();
      case IGW_REJECTS_SPOOFED_TRAFFIC -> "use an address that exists outside";
      case ENI_SOURCE_DEST_CHECK_RESTRICTION -> uncheck();
      case GUEST_FORWARDING_OFF -> forward();
      case GUEST_FILTER_RESTRICTION -> accept();
      case NO_LISTENER -> listen();
      case RETURN_PATH_DIFFERS -> rewriteSource();
      case TOO_MANY_HOPS -> "take the loop out of the route tables or the NAT rules";
    };
  }

  private String authorize() {
    boolean egress = step.stage() == Stage.EGRESS;
    Optional<NetworkInterface> it = at();
    if (it.isEmpty() || it.get().groupIds().isEmpty()) {
      return "give " + step.at() + " a security group";
    }
    int remote = egress ? packet.destination() : packet.source();
    List<String> peers =
        byAddress(it.get().vpcId(), remote).map(NetworkInterface::groupIds).orElse(List.of());
    String command =
        "aws ec2 authorize-security-group-%s --group-id %s"
            .formatted(egress ? "egress" : "ingress", it.get().groupIds().getFirst());
    return egress && !peers.isEmpty()
        ? command + permissions(peers.getFirst())
        : command + simple(peers, remote);
  }

  private String simple(List<String> peers, int remote) {
    String ports = packet.protocol().hasPorts() ? " --port " + packet.port() : "";
    return " --protocol %s%s %s"
        .formatted(
            packet.protocol(),
            ports,
            peers.isEmpty() ? "--cidr " + Cidr.of(remote) : "--source-group " + peers.getFirst());
  }

  /// The command's short form knows no group for outbound rules.
  private String permissions(String peer) {
    String ports =
        packet.protocol().hasPorts()
            ? ",FromPort=%d,ToPort=%d".formatted(packet.port(), packet.port())
            : "";
    return " --ip-permissions 'IpProtocol=%s%s,UserIdGroupPairs=[{GroupId=%s}]'"
        .formatted(packet.protocol(), ports, peer);
  }

  private String route() {
    if (step.stage() == Stage.RETURN && step.detail().isEmpty()) {
      return rewriteSource();
    }
    String vpcId = at().map(NetworkInterface::vpcId).orElse("");
    if (step.detail().startsWith("vpc-")) {
      return "%s and %s are separate networks: use an address that is reached from both"
          .formatted(vpcId, step.detail());
    }
    if (step.stage() == Stage.GATEWAY) {
      return "%s is not a public address: dial one that is".formatted(destination());
    }
    Optional<String> peering = peeringTowards(vpcId);
    if (peering.isPresent()) {
      return "aws ec2 create-route --route-table-id %s --destination-cidr-block %s"
              .formatted(
                  step.detail().isEmpty() ? "rtb-..." : step.detail(),
                  Cidr.of(packet.destination()))
          + " --vpc-peering-connection-id "
          + peering.get();
    }
    return "aws ec2 create-route --route-table-id %s --destination-cidr-block 0.0.0.0/0"
            .formatted(step.detail().isEmpty() ? "rtb-..." : step.detail())
        + " --gateway-id "
        + gatewayOf(vpcId).orElse("igw-...");
  }

  /// The detail of a dead route is its table, block and target.
  private String unroute(Reason reason) {
    String[] parts = step.detail().split(" ");
    if (step.stage() == Stage.RETURN || parts.length < 2) {
      return "replace the route to " + destination() + ": what it leads to is gone";
    }
    return "aws ec2 %s-route --route-table-id %s --destination-cidr-block %s%s"
        .formatted(
            reason == Reason.MORE_SPECIFIC_ROUTE ? "delete" : "replace",
            parts[0],
            parts[1],
            reason == Reason.MORE_SPECIFIC_ROUTE ? "" : " with a target that exists");
  }

  /// An active peering whose other VPC has the address that no route leads to.
  private Optional<String> peeringTowards(String vpcId) {
    return network.peerings().stream()
        .filter(Peering::active)
        .filter(
            it ->
                network.vpcs().stream()
                    .filter(vpc -> vpc.id().equals(it.across(vpcId)))
                    .anyMatch(vpc -> vpc.contains(packet.destination())))
        .map(Peering::id)
        .findFirst();
  }

  private Optional<String> gatewayOf(String vpcId) {
    return network.internetGateways().stream()
        .filter(gateway -> gateway.vpcId().filter(vpcId::equals).isPresent())
        .map(InternetGateway::id)
        .findFirst();
  }

  private String revive() {
    Optional<Instance> instance = instance();
    if (step.stage() == Stage.GATEWAY) {
      return "aws ec2 attach-internet-gateway --internet-gateway-id igw-... --vpc-id "
          + step.detail();
    }
    if (step.stage() == Stage.ROUTE || step.stage() == Stage.PEERING) {
      return "nobody in the VPC has the address %s: dial another".formatted(destination());
    }
    return instance
        .map(it -> "aws ec2 start-instances --instance-ids " + it.id())
        .orElse(step.at() + " does not exist: name another");
  }

  private String associate() {
    Optional<ElasticIp> dialled =
        network.elasticIps().stream()
            .filter(it -> it.publicAddress() == packet.destination())
            .findFirst();
    if (step.at().startsWith("eni-") || dialled.isPresent()) {
      return "aws ec2 associate-address --allocation-id %s --network-interface-id %s"
          .formatted(
              dialled.map(ElasticIp::allocationId).orElse("eipalloc-..."),
              step.at().startsWith("eni-") ? step.at() : "eni-...");
    }
    return "%s is not an Elastic IP: a private address is not reached from outside"
        .formatted(destination());
  }

  /// The detail is the ACL, the direction, and the number of the line that denied.
  private String openBorder() {
    String[] parts = step.detail().split(" ");
    boolean egress = parts[1].equals("egress");
    int denying = Integer.parseInt(parts[2]);
    Set<Integer> taken =
        network.networkAcls().stream()
            .filter(acl -> acl.id().equals(parts[0]))
            .flatMap(acl -> acl.entries().stream())
            .filter(entry -> entry.egress() == egress)
            .map(NetworkAclEntry::number)
            .collect(Collectors.toSet());
    int free = denying - 1;
    while (free > 0 && taken.contains(free)) {
      free--;
    }
    if (free == 0) {
      return "aws ec2 delete-network-acl-entry --network-acl-id %s --%s --rule-number %d"
          .formatted(parts[0], parts[1], denying);
    }
    int remote = egress ? packet.destination() : packet.source();
    return ("aws ec2 create-network-acl-entry --network-acl-id %s --%s --rule-number %d"
            + " --rule-action allow --protocol %s%s --cidr-block %s")
        .formatted(parts[0], parts[1], free, packet.protocol(), ports(), Cidr.of(remote));
  }

  /// Answers go to the client's own port, whichever that is.
  private String ports() {
    if (packet.protocol().equals(Protocol.ICMP)) {
      return " --icmp-type-code Type=-1,Code=-1";
    }
    if (!packet.protocol().hasPorts()) {
      return "";
    }
    return step.stage() == Stage.RETURN
        ? " --port-range From=%d,To=%d"
            .formatted(GuestPath.CLIENT_PORTS.first(), GuestPath.CLIENT_PORTS.last())
        : " --port-range From=%d,To=%d".formatted(packet.port(), packet.port());
  }

  private String uncheck() {
    return instance()
        .map(
            it ->
                "aws ec2 modify-instance-attribute --instance-id %s --no-source-dest-check"
                    .formatted(it.id()))
        .orElse("turn off the source/destination check of " + step.at());
  }

  private String forward() {
    return instance()
        .map(it -> "on %s: sysctl -w net.ipv4.ip_forward=1".formatted(it.id()))
        .orElse(step.at() + " belongs to a cache node, which forwards nothing: correct the route");
  }

  private String accept() {
    String chain = step.detail().replaceAll(",.*", "");
    return "on %s: iptables -I %s -p %s --dport %d -j ACCEPT, and the same for its answers"
        .formatted(host(), chain, packet.protocol(), packet.port());
  }

  private String listen() {
    return instance()
        .map(
            it ->
                ("on %s: iptables -t nat -A PREROUTING -i eth0 -p %s --dport %d"
                        + " -j DNAT --to ADDRESS:PORT")
                    .formatted(it.id(), packet.protocol(), packet.port()))
        .orElse(
            "dial the port that %s listens on: %s".formatted(step.at(), listenersOf(step.at())));
  }

  private String listenersOf(String interfaceId) {
    String ports =
        network.listeners().stream()
            .filter(listener -> listener.networkInterfaceId().equals(interfaceId))
            .map(listener -> Integer.toString(listener.port()))
            .reduce((one, next) -> one + ", " + next)
            .orElse("");
    return ports.isEmpty() ? "none yet" : ports;
  }

  private String rewriteSource() {
    return "on the host before %s: iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE"
        .formatted(step.at());
  }

  private String destination() {
    return Ipv4.format(packet.destination());
  }

  private String host() {
    return instance().map(Instance::id).orElse(step.at());
  }

  private Optional<NetworkInterface> at() {
    return network.interfaces().stream().filter(it -> it.id().equals(step.at())).findFirst();
  }

  private Optional<NetworkInterface> byAddress(String vpcId, int address) {
    return network.interfaces().stream()
        .filter(it -> it.vpcId().equals(vpcId) && it.address() == address)
        .findFirst();
  }

  private Optional<Instance> instance() {
    return network.instances().stream()
        .filter(it -> it.networkInterfaceId().equals(step.at()))
        .findFirst();
  }
}
