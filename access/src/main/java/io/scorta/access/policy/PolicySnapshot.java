package io.scorta.access.policy;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.Subnet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who may reach what, at one moment. Never changes once it is published.
///
/// [#judge] answers in full; [#admit] gives the same answer to a connection that is being accepted:
/// between two interfaces of a VPC it allocates nothing and takes a few dozen nanoseconds, across
/// gateways and guests it walks. [#survives] tells whether an open connection lives on.
///
/// **Endpoints** are what can be dialled: first the interfaces, then the Elastic IPs, each by its
/// place in the network. Their numbers hold for this snapshot only.
public final class PolicySnapshot {
  /// The class of every address that no interface of a VPC has.
  public static final int OUTSIDE = 0;

  /// Not an endpoint.
  public static final int NO_ENDPOINT = -1;

  private final long number;
  private final Network network;
  private final Atlas atlas;
  private final Gates gates;
  private final DirectPaths direct;
  private final Party[] parties;
  private final Map<Integer, Integer> elasticEndpoints = new HashMap<>();

  PolicySnapshot(long number, Network network, Atlas atlas, Gates gates) {
    this.number = number;
    this.network = network;
    this.atlas = atlas;
    this.gates = gates;
    this.direct = new DirectPaths(atlas, gates);
    List<NetworkInterface> interfaces = network.interfaces();
    List<ElasticIp> elasticIps = network.elasticIps();
    parties = new Party[interfaces.size() + elasticIps.size()];
    for (int i = 0; i < interfaces.size(); i++) {
      parties[i] = new Party.Interface(interfaces.get(i).id());
    }
    for (int i = 0; i < elasticIps.size(); i++) {
      int address = elasticIps.get(i).publicAddress();
      parties[interfaces.size() + i] = new Party.Address(address);
      elasticEndpoints.put(address, interfaces.size() + i);
    }
  }

  public long number() {
    return number;
  }

  public Network network() {
    return network;
  }

  public List<PolicyClass> classes() {
    return gates.classes();
  }

  /// The class that an interface belongs to.
  public int classOf(int interfaceEndpoint) {
    return gates.classOf(interfaceEndpoint);
  }

  /// The disjoint boxes of addresses and ports that a class admits beside open ports and classes.
  public Boxes boxes(int policyClass, boolean egress, Protocol protocol) {
    return gates.gate(policyClass, egress).of(protocol.number()).blocks();
  }

  /// What a class admits in one direction for one protocol.
  public Admitted admitted(int policyClass, boolean egress, Protocol protocol) {
    return gates.gate(policyClass, egress).of(protocol.number()).admitted();
  }

  /// The protocols for which a class's answer differs from that for the rest, beside TCP.
  public Set<Integer> namedProtocols(int policyClass, boolean egress) {
    return gates.gate(policyClass, egress).named().keySet();
  }

  /// The routing that holds for a subnet, as lines of which the longest prefix wins.
  public List<Way> ways(Subnet subnet) {
    return atlas.routesOf(subnet.id()).lines(subnet.cidr()).stream()
        .map(it -> new Way(it.destination(), it.target(), atlas.leads(it.target(), subnet.vpcId())))
        .toList();
  }

  /// Whether the holder of an interface is there to send and to answer.
  public boolean isUp(int interfaceEndpoint) {
    return atlas.isUp(interfaceEndpoint);
  }

  /// The network ACL at the border of a subnet; empty when none is there.
  public Optional<String> aclOf(String subnetId) {
    return Optional.of(atlas.surroundings().border(subnetId).aclId()).filter(id -> !id.isEmpty());
  }

  /// Whether a subnet's ACL may stop anything.
  public boolean isBordered(String subnetId) {
    return !atlas.surroundings().border(subnetId).isOpen();
  }

  /// The protocols for which a subnet's ACL has lines of their own, by number. All others share
  /// what [#aclBoxes] says of [Protocol#ALL].
  public Set<Integer> aclProtocols(String subnetId, boolean egress) {
    return atlas.surroundings().border(subnetId).gate(egress).protocols();
  }

  /// The disjoint boxes of the other end's addresses and the packet's destination ports that the
  /// ACL of a subnet lets pass; the order of its lines is already worked in.
  public Boxes aclBoxes(String subnetId, boolean egress, Protocol protocol) {
    return atlas.surroundings().border(subnetId).gate(egress).boxes(protocol);
  }

  /// The VPCs with which this one shares an active peering.
  public Set<String> peersOf(String vpcId) {
    return atlas.surroundings().peersOf(vpcId);
  }

  public int endpointCount() {
    return parties.length;
  }

  /// The endpoint of an interface, [#NO_ENDPOINT] when there is none of this id.
  public int endpointOfInterface(String id) {
    return atlas.number(id);
  }

  /// The endpoint of an Elastic IP, [#NO_ENDPOINT] when nobody has this public address.
  public int endpointOfElasticIp(int publicAddress) {
    return elasticEndpoints.getOrDefault(publicAddress, NO_ENDPOINT);
  }

  public Party party(int endpoint) {
    return parties[endpoint];
  }

  /// The full answer to a flow.
  public Verdict judge(Flow flow) {
    Journal journal = Journal.upToBlock();
    Walk walk = walk(flow, Past.NONE, journal);
    if (walk.end().isPresent()) {
      return new Verdict.Allow(walk.end().get(), walk.port(), journal.steps(), walk.ticket());
    }
    Step block = journal.firstBlock().orElseThrow();
    return new Verdict.Deny(block, Remedy.of(network, block), journal.steps());
  }

  /// Every step of a flow's way, going on behind a block wherever there is a way on.
  public List<Step> trace(Flow flow) {
    Journal journal = Journal.complete();
    walk(flow, Past.NONE, journal);
    return List.copyOf(journal.steps());
  }

  /// Whether a TCP connection from one endpoint to another may be: the ticket that it has to keep,
  /// or [Ticket#DENIED].
  public long admit(int source, int target, int port) {
    return direct.covers(source, target)
        ? direct.admit(source, target, port)
        : admit(Flow.tcp(parties[source], parties[target], port));
  }

  /// As [#admit(int, int, int)], for a client outside every VPC.
  public long admitOutside(int sourceAddress, int target, int port) {
    return admit(Flow.tcp(new Party.Address(sourceAddress), parties[target], port));
  }

  /// As [#admit(int, int, int)], for any flow.
  public long admit(Flow flow) {
    return walk(flow, Past.NONE, Journal.silent()).ticket();
  }

  /// Whether an open connection lives on in this network. The ticket is the one that it was given
  /// when it was admitted, the source port that of the client.
  ///
  /// A tracked side lives on whatever its rules say now; an untracked one is judged anew, packets
  /// and answers. A guest goes on translating what it translated, as connection tracking does, even
  /// when its NAT rule is gone; where several guests translated, the ticket cannot hold them all,
  /// and the connection lives as long as the rules of now lead it the same way.
  public boolean survives(Flow flow, int sourcePort, long ticket) {
    Walk walk = walk(flow, new Past(ticket, sourcePort), Journal.silent());
    boolean knowsItsWay = Ticket.isTranslated(ticket) && !Ticket.isChained(ticket);
    return walk.end().isPresent() && (knowsItsWay || Ticket.sameWay(ticket, walk.ticket()));
  }

  /// As [#survives(Flow, int, long)], for a TCP connection between two endpoints.
  public boolean survives(int source, int target, int port, int sourcePort, long ticket) {
    return survives(Flow.tcp(parties[source], parties[target], port), sourcePort, ticket);
  }

  private Walk walk(Flow flow, Past past, Journal journal) {
    Walk walk = new Walk(atlas, gates, past, journal);
    walk.run(flow);
    return walk;
  }
}
