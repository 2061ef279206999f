package io.scorta.control.network;

import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Kind;
import io.scorta.control.state.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One command's work on the caller's records: the draft, and who asks, where and when.
///
/// The finders by id refuse with AWS's own codes.
record Edit(Draft draft, Context context) {
  String account() {
    return context.account();
  }

  String newId(ResourceKind kind) {
    return context.mint().id(kind.prefix());
  }

  <T extends Record> void put(Kind<T> kind, String id, T value) {
    draft.put(account(), kind, id, value);
  }

  /// Takes a resource away, and its tags.
  void remove(Kind<?> kind, String id) {
    draft.remove(account(), kind, id);
    untag(id);
  }

  void untag(String id) {
    if (draft.find(account(), NetworkKinds.TAGS, id).isPresent()) {
      draft.remove(account(), NetworkKinds.TAGS, id);
    }
  }

  <T extends Record> List<T> all(Kind<T> kind) {
    return List.copyOf(draft.all(account(), kind));
  }

  <T extends Record> Optional<T> find(Kind<T> kind, String id) {
    return draft.find(account(), kind, id);
  }

  <T extends Record> T require(Kind<T> kind, ResourceKind resource, String id) {
    return Faults.require(draft, account(), kind, new Faults.Reference(resource, id));
  }

  Vpc vpc(String id) {
    return require(NetworkKinds.VPC, ResourceKind.VPC, id);
  }

  Optional<Vpc> defaultVpc() {
    return all(NetworkKinds.VPC).stream().filter(Vpc::isDefault).findFirst();
  }

  Subnet subnet(String id) {
    return require(NetworkKinds.SUBNET, ResourceKind.SUBNET, id);
  }

  InternetGateway gateway(String id) {
    return require(NetworkKinds.INTERNET_GATEWAY, ResourceKind.INTERNET_GATEWAY, id);
  }

  RouteTable routeTable(String id) {
    return require(NetworkKinds.ROUTE_TABLE, ResourceKind.ROUTE_TABLE, id);
  }

  SecurityGroup group(String id) {
    return require(NetworkKinds.SECURITY_GROUP, ResourceKind.SECURITY_GROUP, id);
  }

  NetworkInterface networkInterface(String id) {
    return require(NetworkKinds.NETWORK_INTERFACE, ResourceKind.NETWORK_INTERFACE, id);
  }

  List<Subnet> subnetsOf(String vpcId) {
    return all(NetworkKinds.SUBNET).stream().filter(s -> s.vpcId().equals(vpcId)).toList();
  }

  List<RouteTable> routeTablesOf(String vpcId) {
    return all(NetworkKinds.ROUTE_TABLE).stream().filter(t -> t.vpcId().equals(vpcId)).toList();
  }

  List<SecurityGroup> groupsOf(String vpcId) {
    return all(NetworkKinds.SECURITY_GROUP).stream().filter(g -> g.vpcId().equals(vpcId)).toList();
  }

  List<NetworkInterface> interfacesOf(String vpcId) {
    return all(NetworkKinds.NETWORK_INTERFACE).stream()
        .filter(i -> i.vpcId().equals(vpcId))
        .toList();
  }

  Optional<InternetGateway> gatewayOf(String vpcId) {
    return all(NetworkKinds.INTERNET_GATEWAY).stream()
        .filter(g -> g.vpcId().equals(Optional.of(vpcId)))
        .findFirst();
  }

  /// Refuses with the code when one more would be too many.
  void room(int present, int most, String code, String noun) {
    if (present >= most) {
      throw Refusal.of(
          code,
          "The maximum number of %s has been reached: delete one of the %d first",
          noun,
          most);
    }
  }

  /// Gives a new resource its tags.
  void tag(String id, Map<String, String> tags) {
    Tags.add(this, id, tags);
  }
}
