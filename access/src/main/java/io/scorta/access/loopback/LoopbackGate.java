package io.scorta.access.loopback;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.policy.Flow;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.access.policy.Ticket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The door that every accepted connection passes: turns the two alias addresses into a source and
/// a target, and asks the policy.
///
/// Written by one thread through [#publish], read by all acceptors: one volatile read per question,
/// no lock, and no allocation on the ways that the policy itself answers without any.
public final class LoopbackGate {
  /// Refused: keep the connection open and read nothing.
  public static final long HOLD = -1;

  /// Refused: reset the connection.
  public static final long RESET = -2;

  private final LoopbackConfig config;
  private final long denied;

  /// Everything that one answer needs, of one moment. Owner: the publishing thread. Read: acquire.
  private volatile @Nullable View view;

  public LoopbackGate(LoopbackConfig config) {
    this.config = config;
    this.denied = config.resetDenied() ? RESET : HOLD;
  }

  /// Makes a network the one that is asked from now on. The plan and the book belong to it.
  public void publish(PolicySnapshot snapshot, AliasBook book, LoopbackPlan plan) {
    view = new View(snapshot, book, plan);
  }

  /// Whether a connection may be: its ticket, which is not negative, or [#HOLD] or [#RESET].
  ///
  /// Before the first network is published nobody gets in.
  public long admit(int peerAddress, int peerPort, int localAddress, int localPort) {
    View now = view;
    if (now == null) {
      return denied;
    }
    int target = now.target(localAddress);
    if (target == PolicySnapshot.NO_ENDPOINT) {
      return denied;
    }
    int source = now.source(peerAddress);
    long ticket;
    if (source != PolicySnapshot.NO_ENDPOINT) {
      ticket = now.snapshot.admit(source, target, localPort);
    } else if (now.isPublic(target)) {
      ticket = now.snapshot.admitOutside(outside(now, peerAddress), target, localPort);
    } else {
      return denied;
    }
    return ticket >= 0 && now.leadsHere(ticket, target, localAddress, localPort) ? ticket : denied;
  }

  /// Whether a live connection goes on in the network of now, given the ticket it was admitted
  /// with.
  public boolean survives(
      long ticket, int peerAddress, int peerPort, int localAddress, int localPort) {
    View now = view;
    if (now == null) {
      return false;
    }
    int target = now.target(localAddress);
    if (target == PolicySnapshot.NO_ENDPOINT) {
      return false;
    }
    int source = now.source(peerAddress);
    if (source != PolicySnapshot.NO_ENDPOINT) {
      return now.snapshot.survives(source, target, localPort, peerPort, ticket);
    }
    if (!now.isPublic(target)) {
      return false;
    }
    Party from = new Party.Address(outside(now, peerAddress));
    Flow flow = Flow.tcp(from, now.snapshot.party(target), localPort);
    return now.snapshot.survives(flow, peerPort, ticket);
  }

  private int outside(View now, int peerAddress) {
    long address = now.outsides.get(AddressTable.key(peerAddress));
    return address == AddressTable.NONE ? config.strangerAddress() : (int) address;
  }

  /// One network laid out by alias. Immutable once made.
  private static final class View {
    private final PolicySnapshot snapshot;
    private final int interfaceCount;

    /// Alias to endpoint, for interfaces and Elastic IPs.
    private final AddressTable endpoints;

    /// Alias to the address of somebody outside.
    private final AddressTable outsides;

    /// Alias and port of a listener to the private address and port of its cache node.
    private final AddressTable openings;

    /// The private address behind each endpoint; 0 where there is none.
    private final int[] privateAddresses;

    View(PolicySnapshot snapshot, AliasBook book, LoopbackPlan plan) {
      this.snapshot = snapshot;
      Network network = snapshot.network();
      List<AliasEntry> entries = book.entries();
      interfaceCount = network.interfaces().size();
      endpoints = new AddressTable(entries.size());
      outsides = new AddressTable(entries.size());
      entries.forEach(this::place);
      privateAddresses = privateAddresses(network);
      openings = new AddressTable(plan.openings().size());
      Map<String, Integer> addresses = new HashMap<>();
      network.interfaces().forEach(it -> addresses.put(it.id(), it.address()));
      for (LoopbackPlan.Opening opening : plan.openings()) {
        Integer node = addresses.get(opening.interfaceId());
        if (node != null) {
          openings.put(
              AddressTable.key(opening.address(), opening.port()),
              AddressTable.key(node, opening.cachePort()));
        }
      }
    }

    private void place(AliasEntry entry) {
      long alias = AddressTable.key(entry.alias());
      switch (entry.holder()) {
        case AliasHolder.Interface(String id) -> {
          int endpoint = snapshot.endpointOfInterface(id);
          if (endpoint != PolicySnapshot.NO_ENDPOINT) {
            endpoints.put(alias, endpoint);
          }
        }
        case AliasHolder.Elastic(int address) -> {
          int endpoint = snapshot.endpointOfElasticIp(address);
          if (endpoint != PolicySnapshot.NO_ENDPOINT) {
            endpoints.put(alias, endpoint);
          }
          outsides.put(alias, address);
        }
        case AliasHolder.Outside(int address) -> outsides.put(alias, address);
      }
    }

    private static int[] privateAddresses(Network network) {
      List<NetworkInterface> interfaces = network.interfaces();
      List<ElasticIp> elasticIps = network.elasticIps();
      int[] addresses = new int[interfaces.size() + elasticIps.size()];
      for (int i = 0; i < interfaces.size(); i++) {
        addresses[i] = interfaces.get(i).address();
      }
      for (int i = 0; i < elasticIps.size(); i++) {
        addresses[interfaces.size() + i] =
            elasticIps.get(i).association().map(ElasticIp.Association::privateAddress).orElse(0);
      }
      return addresses;
    }

    /// The endpoint that an alias stands for as something to dial.
    int target(int alias) {
      long endpoint = endpoints.get(AddressTable.key(alias));
      return endpoint == AddressTable.NONE ? PolicySnapshot.NO_ENDPOINT : (int) endpoint;
    }

    /// The interface that an alias stands for as a client; an Elastic IP is none.
    int source(int alias) {
      int endpoint = target(alias);
      return endpoint < interfaceCount ? endpoint : PolicySnapshot.NO_ENDPOINT;
    }

    /// Whether somebody outside can dial this endpoint at all: a private address leads nowhere
    /// there.
    boolean isPublic(int endpoint) {
      return endpoint >= interfaceCount;
    }

    /// Whether the policy leads the connection to the node whose listener took it.
    boolean leadsHere(long ticket, int target, int localAddress, int localPort) {
      long reached =
          Ticket.isTranslated(ticket)
              ? AddressTable.key(Ticket.forwardedAddress(ticket), Ticket.forwardedPort(ticket))
              : AddressTable.key(privateAddresses[target], localPort);
      return openings.get(AddressTable.key(localAddress, localPort)) == reached;
    }
  }
}
