package io.scorta.control.network;

import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Subnet;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Network interfaces: the command to change one, and how other rooms make and remove them.
public final class Interfaces {
  private Interfaces() {}

  /// What a new interface is to be. No group means the VPC's default one; no address means any.
  public record Request(
      Subnet subnet,
      List<String> groupIds,
      Optional<Integer> address,
      String description,
      NetworkInterface.Holder holder,
      String attachedTo) {
    public Request {
      groupIds = List.copyOf(groupIds);
    }
  }

  /// Makes an interface that nothing holds yet.
  public record Create(
      String subnetId,
      List<String> groupIds,
      Optional<Integer> address,
      String description,
      Map<String, String> tags)
      implements NetworkCommand<NetworkInterface> {
    public Create {
      groupIds = List.copyOf(groupIds);
      tags = Map.copyOf(tags);
    }

    @Override
    public NetworkInterface run(Edit edit) {
      SecurityGroups.checkText("description", description);
      NetworkInterface made =
          create(
              edit.draft(),
              edit.context(),
              new Request(
                  edit.subnet(subnetId),
                  groupIds,
                  address,
                  description,
                  NetworkInterface.Holder.INSTANCE,
                  ""));
      edit.tag(made.id(), tags);
      return made;
    }
  }

  /// Takes away an interface that nothing holds.
  public record Delete(String interfaceId) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      NetworkInterface present = edit.networkInterface(interfaceId);
      if (!present.attachedTo().isEmpty()) {
        throw Refusal.of(
            "InvalidParameterValue",
            "Network interface '%s' is currently in use by %s.",
            interfaceId,
            present.attachedTo());
      }
      remove(edit.draft(), edit.context(), interfaceId);
      return true;
    }
  }

  /// Changes an instance's interface; an absent part stays.
  public record Modify(
      String interfaceId,
      Optional<List<String>> groupIds,
      Optional<Boolean> sourceDestCheck,
      Optional<String> description)
      implements NetworkCommand<Boolean> {
    public Modify {
      groupIds = groupIds.map(List::copyOf);
    }

    @Override
    public Boolean run(Edit edit) {
      NetworkInterface present = edit.networkInterface(interfaceId);
      if (present.holder() != NetworkInterface.Holder.INSTANCE) {
        throw Refusal.of(
            "OperationNotPermitted",
            "Network interface %s is managed for %s: modify that instead",
            interfaceId,
            present.attachedTo());
      }
      change(edit, present);
      return true;
    }

    private void change(Edit edit, NetworkInterface present) {
      if (groupIds.filter(List::isEmpty).isPresent()) {
        throw Faults.value("An interface carries at least one security group: name one");
      }
      List<String> groups =
          groupIds
              .map(
                  ids -> SecurityGroups.checked(edit.draft(), edit.account(), present.vpcId(), ids))
              .orElse(present.groupIds());
      edit.put(
          NetworkKinds.NETWORK_INTERFACE,
          interfaceId,
          new NetworkInterface(
              present.id(),
              present.vpcId(),
              present.subnetId(),
              present.owner(),
              present.address(),
              groups,
              sourceDestCheck.orElse(present.sourceDestCheck()),
              description.orElse(present.description()),
              present.holder(),
              present.attachedTo()));
    }
  }

  /// Makes an interface with a free address in the subnet, or refuses.
  public static NetworkInterface create(Draft draft, Context context, Request request) {
    Edit edit = new Edit(draft, context);
    edit.room(
        draft.all(context.account(), NetworkKinds.NETWORK_INTERFACE).size(),
        Limits.NETWORK_INTERFACES,
        "NetworkInterfaceLimitExceeded",
        "network interfaces");
    String vpcId = request.subnet().vpcId();
    NetworkInterface made =
        new NetworkInterface(
            edit.newId(ResourceKind.NETWORK_INTERFACE),
            vpcId,
            request.subnet().id(),
            context.account(),
            Addresses.free(draft, request.subnet(), request.address()),
            SecurityGroups.checked(draft, context.account(), vpcId, request.groupIds()),
            true,
            request.description(),
            request.holder(),
            request.attachedTo());
    edit.put(NetworkKinds.NETWORK_INTERFACE, made.id(), made);
    return made;
  }

  /// Gives an interface other security groups: how a cache's groups are changed.
  public static void regroup(
      Draft draft, Context context, String interfaceId, List<String> groupIds) {
    Edit edit = new Edit(draft, context);
    NetworkInterface present = edit.networkInterface(interfaceId);
    new Modify(interfaceId, Optional.of(groupIds), Optional.empty(), Optional.empty())
        .change(edit, present);
  }

  /// Takes an interface away with its public address and its tags; routes to it lead nowhere then.
  public static void remove(Draft draft, Context context, String interfaceId) {
    Edit edit = new Edit(draft, context);
    ElasticIps.freeInterface(edit, interfaceId);
    edit.remove(NetworkKinds.NETWORK_INTERFACE, interfaceId);
  }
}
