package io.scorta.control.network;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.Map;
import java.util.Optional;

/// Commands on Elastic IPs.
public final class ElasticIps {
  private ElasticIps() {}

  /// How a caller names one: by its allocation or by the address.
  public record Reference(Optional<String> allocationId, Optional<String> publicIp) {}

  /// Takes an address from the pool, the one asked for or the next free.
  public record Allocate(Optional<String> address, Map<String, String> tags)
      implements NetworkCommand<ElasticIp> {
    public Allocate {
      tags = Map.copyOf(tags);
    }

    @Override
    public ElasticIp run(Edit edit) {
      edit.room(
          edit.all(NetworkKinds.ELASTIC_IP).size(),
          Limits.ELASTIC_IPS,
          "AddressLimitExceeded",
          "addresses");
      int taken =
          address
              .map(text -> PublicAddresses.asked(edit, text))
              .orElseGet(() -> PublicAddresses.next(edit));
      String id = edit.newId(ResourceKind.ELASTIC_IP);
      ElasticIp ip = new ElasticIp(id, edit.account(), taken, Optional.empty());
      edit.put(NetworkKinds.ELASTIC_IP, id, ip);
      edit.tag(id, tags);
      return ip;
    }
  }

  public record Release(Reference reference) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      ElasticIp ip = resolve(edit, reference);
      if (ip.association().isPresent()) {
        throw Refusal.of(
            "InvalidIPAddress.InUse",
            "Address %s is in use: disassociate %s first",
            Ipv4.format(ip.publicAddress()),
            ip.association().get().associationId());
      }
      edit.remove(NetworkKinds.ELASTIC_IP, ip.allocationId());
      return true;
    }
  }

  /// Ties an address to an instance's interface; the reply is the association's id.
  public record Associate(
      Reference reference,
      Optional<String> instanceId,
      Optional<String> networkInterfaceId,
      Optional<Integer> privateAddress,
      boolean allowReassociation)
      implements NetworkCommand<String> {
    @Override
    public String run(Edit edit) {
      ElasticIp ip = resolve(edit, reference);
      NetworkInterface target = target(edit);
      refuseForeign(target);
      if (privateAddress.isPresent() && privateAddress.get() != target.address()) {
        throw Faults.value(
            "Address %s is not a private address of %s, whose address is %s",
            Ipv4.format(privateAddress.get()), target.id(), Ipv4.format(target.address()));
      }
      if (edit.gatewayOf(target.vpcId()).isEmpty()) {
        throw Refusal.of(
            "Gateway.NotAttached",
            "Network %s is not attached to any internet gateway: attach one first",
            target.vpcId());
      }
      refuseTaken(edit, ip, target);
      return tie(edit, ip, target);
    }

    private NetworkInterface target(Edit edit) {
      if (networkInterfaceId.isPresent()) {
        NetworkInterface named = edit.networkInterface(networkInterfaceId.get());
        if (instanceId.isPresent() && !named.attachedTo().equals(instanceId.get())) {
          throw Refusal.of(
              Faults.COMBINATION,
              "Network interface %s is not attached to %s: give only one of them",
              named.id(),
              instanceId.get());
        }
        return named;
      }
      String id =
          instanceId.orElseThrow(
              () ->
                  Refusal.of(
                      "MissingParameter",
                      "Either instance ID or network interface id must be specified"));
      return edit.networkInterface(Instances.require(edit, id).networkInterfaceId());
    }

    private static void refuseForeign(NetworkInterface target) {
      if (target.holder() != NetworkInterface.Holder.INSTANCE) {
        throw Refusal.of(
            "OperationNotPermitted",
            "Network interface %s belongs to %s, which takes no public address of its own: go"
                + " through a NAT instance",
            target.id(),
            target.attachedTo());
      }
    }

    private void refuseTaken(Edit edit, ElasticIp ip, NetworkInterface target) {
      Optional<ElasticIp.Association> present =
          ip.association().filter(a -> !a.networkInterfaceId().equals(target.id()));
      present.ifPresent(a -> refuseNat(edit, a));
      if (present.isPresent() && !allowReassociation) {
        throw Refusal.of(
            Faults.ASSOCIATED,
            "resource %s is already associated with associate-id %s",
            ip.allocationId(),
            present.get().associationId());
      }
      Optional<ElasticIp> other =
          ofInterface(edit.draft().state(), edit.account(), target.id())
              .filter(o -> !o.allocationId().equals(ip.allocationId()));
      if (other.isPresent() && !allowReassociation) {
        throw Refusal.of(
            Faults.ASSOCIATED,
            "resource %s is already associated with %s: disassociate it first",
            target.id(),
            other.get().allocationId());
      }
    }

    private static String tie(Edit edit, ElasticIp ip, NetworkInterface target) {
      Optional<ElasticIp.Association> same =
          ip.association().filter(a -> a.networkInterfaceId().equals(target.id()));
      if (same.isPresent()) {
        return same.get().associationId();
      }
      return give(edit, ip, target);
    }
  }

  /// A NAT gateway keeps its address until it is deleted.
  private static void refuseNat(Edit edit, ElasticIp.Association association) {
    boolean nat =
        edit.find(NetworkKinds.NETWORK_INTERFACE, association.networkInterfaceId())
            .filter(it -> it.holder() == NetworkInterface.Holder.NAT_GATEWAY)
            .isPresent();
    if (nat) {
      throw Refusal.of(
          "OperationNotPermitted",
          "The association %s belongs to a NAT gateway: delete the NAT gateway instead",
          association.associationId());
    }
  }

  /// Makes an address stand for an interface; the reply is the association's id.
  static String give(Edit edit, ElasticIp ip, NetworkInterface target) {
    freeInterface(edit, target.id());
    String id = edit.newId(ResourceKind.ADDRESS_ASSOCIATION);
    edit.put(
        NetworkKinds.ELASTIC_IP,
        ip.allocationId(),
        new ElasticIp(
            ip.allocationId(),
            ip.owner(),
            ip.publicAddress(),
            Optional.of(new ElasticIp.Association(id, target.id(), target.address()))));
    return id;
  }

  /// Ends an association, named by its id or by the address.
  public record Disassociate(Optional<String> associationId, Optional<String> publicIp)
      implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      ElasticIp ip =
          associationId.isPresent()
              ? byAssociation(edit, associationId.get())
              : resolve(edit, new Reference(Optional.empty(), publicIp));
      if (ip.association().isEmpty()) {
        throw Refusal.of(
            "InvalidAssociationID.NotFound",
            "Address %s is not associated with anything",
            Ipv4.format(ip.publicAddress()));
      }
      refuseNat(edit, ip.association().get());
      free(edit, ip);
      return true;
    }

    private static ElasticIp byAssociation(Edit edit, String id) {
      Faults.wellFormed(ResourceKind.ADDRESS_ASSOCIATION, id);
      return edit.all(NetworkKinds.ELASTIC_IP).stream()
          .filter(ip -> ip.association().filter(a -> a.associationId().equals(id)).isPresent())
          .findFirst()
          .orElseThrow(() -> Faults.notFound(ResourceKind.ADDRESS_ASSOCIATION, id));
    }
  }

  /// The public address of an interface: its Elastic IP, or one that was lent to it.
  public static Optional<ElasticIp> publicOf(State state, String account, String interfaceId) {
    return ofInterface(state, account, interfaceId)
        .or(() -> state.find(account, NetworkKinds.LENT_IP, interfaceId));
  }

  static Optional<ElasticIp> ofInterface(State state, String account, String interfaceId) {
    return state.all(account, NetworkKinds.ELASTIC_IP).stream()
        .filter(
            ip ->
                ip.association()
                    .filter(a -> a.networkInterfaceId().equals(interfaceId))
                    .isPresent())
        .findFirst();
  }

  /// Ends whatever public address the interface has.
  static void freeInterface(Edit edit, String interfaceId) {
    ofInterface(edit.draft().state(), edit.account(), interfaceId).ifPresent(ip -> free(edit, ip));
    PublicAddresses.takeBack(edit, interfaceId);
  }

  private static void free(Edit edit, ElasticIp ip) {
    edit.put(
        NetworkKinds.ELASTIC_IP,
        ip.allocationId(),
        new ElasticIp(ip.allocationId(), ip.owner(), ip.publicAddress(), Optional.empty()));
  }

  private static ElasticIp resolve(Edit edit, Reference reference) {
    if (reference.allocationId().isPresent()) {
      return edit.require(
          NetworkKinds.ELASTIC_IP, ResourceKind.ELASTIC_IP, reference.allocationId().get());
    }
    String text =
        reference
            .publicIp()
            .orElseThrow(
                () ->
                    Refusal.of(
                        "MissingParameter", "Either public IP or allocation id must be specified"));
    int address = PublicAddresses.parse(text);
    return edit.all(NetworkKinds.ELASTIC_IP).stream()
        .filter(ip -> ip.publicAddress() == address)
        .findFirst()
        .orElseThrow(() -> Refusal.of("InvalidAddress.NotFound", "Address '%s' not found.", text));
  }
}
