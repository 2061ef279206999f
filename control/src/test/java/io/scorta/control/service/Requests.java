package io.scorta.control.service;

import io.scorta.control.group.GroupRequest;
import io.scorta.control.node.ClusterRequest;
import io.scorta.control.node.Modification;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Requests as tests need them.
final class Requests {
  private Requests() {}

  static ClusterRequest cluster(String id, String engine, int count) {
    return cluster(id, engine, count, ClusterRequest.Place.UNSAID);
  }

  static ClusterRequest cluster(String id, String engine, int count, ClusterRequest.Place place) {
    return new ClusterRequest(
        id,
        Optional.of(count),
        Optional.empty(),
        software(engine, "cache.t3.micro"),
        place,
        ClusterRequest.Upkeep.UNSAID,
        Map.of());
  }

  static ClusterRequest cluster(String id, ClusterRequest.Software software) {
    return new ClusterRequest(
        id,
        Optional.empty(),
        Optional.empty(),
        software,
        ClusterRequest.Place.UNSAID,
        ClusterRequest.Upkeep.UNSAID,
        Map.of());
  }

  static ClusterRequest.Software software(String engine, String nodeType) {
    return new ClusterRequest.Software(
        Optional.of(engine), Optional.empty(), Optional.of(nodeType), Optional.empty());
  }

  static ClusterRequest.Software software(String engine, String version, String group) {
    return new ClusterRequest.Software(
        Optional.of(engine),
        Optional.of(version),
        Optional.of("cache.t3.micro"),
        Optional.of(group).filter(name -> !name.isEmpty()));
  }

  static ClusterRequest.Place in(String subnetGroup) {
    return new ClusterRequest.Place(
        Optional.of(subnetGroup), List.of(), Optional.empty(), Optional.empty(), List.of());
  }

  static GroupRequest group(String id) {
    return group(id, GroupRequest.Shape.UNSAID);
  }

  static GroupRequest group(String id, GroupRequest.Shape shape) {
    return new GroupRequest(
        id,
        "sessions of the shop",
        shape,
        Optional.empty(),
        cluster("", software("valkey", "cache.t3.micro")));
  }

  static Modification count(boolean immediately, int count, String... remove) {
    return new Modification(
        immediately,
        new Modification.Nodes(Optional.of(count), List.of(remove), Optional.empty(), List.of()),
        Modification.Software.SAME,
        Modification.Guard.SAME);
  }

  static Modification software(boolean immediately, Modification.Software software) {
    return new Modification(
        immediately, Modification.Nodes.SAME, software, Modification.Guard.SAME);
  }

  static Modification.Software version(String version) {
    return new Modification.Software(
        Optional.empty(), Optional.of(version), Optional.empty(), Optional.empty());
  }

  static Modification.Software type(String type) {
    return new Modification.Software(
        Optional.empty(), Optional.empty(), Optional.of(type), Optional.empty());
  }

  static Modification.Software parameters(String group) {
    return new Modification.Software(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(group));
  }
}
