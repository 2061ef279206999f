package io.scorta.control.network;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.InternetGateway;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Commands on internet gateways.
public final class InternetGateways {
  private InternetGateways() {}

  public record Create(Map<String, String> tags) implements NetworkCommand<InternetGateway> {
    public Create {
      tags = Map.copyOf(tags);
    }

    @Override
    public InternetGateway run(Edit edit) {
      edit.room(
          edit.all(NetworkKinds.INTERNET_GATEWAY).size(),
          Limits.INTERNET_GATEWAYS,
          "InternetGatewayLimitExceeded",
          "internet gateways");
      String id = edit.newId(ResourceKind.INTERNET_GATEWAY);
      InternetGateway gateway = new InternetGateway(id, edit.account(), Optional.empty());
      edit.put(NetworkKinds.INTERNET_GATEWAY, id, gateway);
      edit.tag(id, tags);
      return gateway;
    }
  }

  public record Delete(String gatewayId) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      InternetGateway gateway = edit.gateway(gatewayId);
      gateway
          .vpcId()
          .ifPresent(
              vpc -> {
                throw Faults.dependency(
                    ResourceKind.INTERNET_GATEWAY, gatewayId, "its attachment to " + vpc);
              });
      edit.remove(NetworkKinds.INTERNET_GATEWAY, gatewayId);
      return true;
    }
  }

  public record Attach(String gatewayId, String vpcId) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      InternetGateway gateway = edit.gateway(gatewayId);
      edit.vpc(vpcId);
      gateway
          .vpcId()
          .ifPresent(
              other -> {
                throw Refusal.of(
                    Faults.ASSOCIATED,
                    "resource %s is already attached to network %s: detach it first",
                    gatewayId,
                    other);
              });
      edit.gatewayOf(vpcId)
          .ifPresent(
              other -> {
                throw Refusal.of(
                    Faults.ASSOCIATED,
                    "Network %s already has an internet gateway attached, %s: detach it first",
                    vpcId,
                    other.id());
              });
      edit.put(
          NetworkKinds.INTERNET_GATEWAY,
          gatewayId,
          new InternetGateway(gatewayId, gateway.owner(), Optional.of(vpcId)));
      return true;
    }
  }

  public record Detach(String gatewayId, String vpcId) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      InternetGateway gateway = edit.gateway(gatewayId);
      edit.vpc(vpcId);
      if (!gateway.vpcId().equals(Optional.of(vpcId))) {
        throw Refusal.of(
            "Gateway.NotAttached", "resource %s is not attached to network %s", gatewayId, vpcId);
      }
      if (hasMappedAddresses(edit)) {
        throw Refusal.of(
            Faults.DEPENDENCY,
            "Network %s has some mapped public address(es). Please unmap those public address(es)"
                + " before detaching the gateway.",
            vpcId);
      }
      edit.put(
          NetworkKinds.INTERNET_GATEWAY,
          gatewayId,
          new InternetGateway(gatewayId, gateway.owner(), Optional.empty()));
      return true;
    }

    private boolean hasMappedAddresses(Edit edit) {
      return Stream.concat(
              edit.all(NetworkKinds.ELASTIC_IP).stream(), edit.all(NetworkKinds.LENT_IP).stream())
          .flatMap(ip -> ip.association().stream())
          .map(ElasticIp.Association::networkInterfaceId)
          .flatMap(eni -> edit.find(NetworkKinds.NETWORK_INTERFACE, eni).stream())
          .anyMatch(eni -> eni.vpcId().equals(vpcId));
    }
  }
}
