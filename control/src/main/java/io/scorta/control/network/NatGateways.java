package io.scorta.control.network;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Subnet;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands on NAT gateways.
public final class NatGateways {
  private NatGateways() {}

  /// Makes a public one, with an Elastic IP that stands for nothing else.
  public record Create(
      String subnetId,
      String allocationId,
      Optional<Integer> privateAddress,
      Map<String, String> tags)
      implements NetworkCommand<NatGateway> {
    public Create {
      tags = Map.copyOf(tags);
    }

    @Override
    public NatGateway run(Edit edit) {
      forgetOld(edit);
      Subnet subnet = edit.subnet(subnetId);
      ElasticIp ip = edit.require(NetworkKinds.ELASTIC_IP, ResourceKind.ELASTIC_IP, allocationId);
      if (ip.association().isPresent()) {
        throw Refusal.of(
            Faults.ASSOCIATED,
            "Elastic IP address [%s] is already associated: disassociate %s first",
            allocationId,
            ip.association().get().associationId());
      }
      if (edit.gatewayOf(subnet.vpcId()).isEmpty()) {
        throw Refusal.of(
            "Gateway.NotAttached",
            "Network %s has no Internet gateway attached: attach one first",
            subnet.vpcId());
      }
      long present =
          edit.all(NetworkKinds.NAT_GATEWAY).stream()
              .filter(it -> it.deletedAt().isEmpty())
              .filter(it -> edit.subnet(it.subnetId()).zone().equals(subnet.zone()))
              .count();
      edit.room(
          Math.toIntExact(present),
          Limits.NAT_GATEWAYS_PER_ZONE,
          "NatGatewayLimitExceeded",
          "NAT gateways in the availability zone");
      return make(edit, subnet, ip);
    }

    private NatGateway make(Edit edit, Subnet subnet, ElasticIp ip) {
      String id = edit.newId(ResourceKind.NAT_GATEWAY);
      NetworkInterface nic =
          new NetworkInterface(
              edit.newId(ResourceKind.NETWORK_INTERFACE),
              subnet.vpcId(),
              subnet.id(),
              edit.account(),
              Addresses.free(edit.draft(), subnet, privateAddress),
              List.of(),
              false,
              "Interface for NAT Gateway " + id,
              NetworkInterface.Holder.NAT_GATEWAY,
              id);
      edit.put(NetworkKinds.NETWORK_INTERFACE, nic.id(), nic);
      ElasticIps.give(edit, ip, nic);
      NatGateway made =
          new NatGateway(
              id,
              edit.account(),
              subnet.vpcId(),
              subnet.id(),
              nic.id(),
              ip.allocationId(),
              nic.address(),
              ip.publicAddress(),
              edit.context().now(),
              Optional.empty());
      edit.put(NetworkKinds.NAT_GATEWAY, id, made);
      edit.tag(id, tags);
      return made;
    }
  }

  /// Takes one away; its Elastic IP is free then, and routes through it lead nowhere.
  public record Delete(String id) implements NetworkCommand<NatGateway> {
    @Override
    public NatGateway run(Edit edit) {
      NatGateway present = require(edit, id);
      NatGateway deleted = present.deleted(edit.context().now());
      Interfaces.remove(edit.draft(), edit.context(), present.networkInterfaceId());
      edit.put(NetworkKinds.NAT_GATEWAY, id, deleted);
      return deleted;
    }
  }

  /// The gateway of this id, when it is not deleted.
  static NatGateway require(Edit edit, String id) {
    NatGateway found = edit.require(NetworkKinds.NAT_GATEWAY, ResourceKind.NAT_GATEWAY, id);
    if (found.deletedAt().isPresent()) {
      throw Faults.notFound(ResourceKind.NAT_GATEWAY, id);
    }
    return found;
  }

  private static void forgetOld(Edit edit) {
    for (NatGateway it : edit.all(NetworkKinds.NAT_GATEWAY)) {
      if (!it.shows(edit.context().now())) {
        edit.remove(NetworkKinds.NAT_GATEWAY, it.id());
      }
    }
  }
}
