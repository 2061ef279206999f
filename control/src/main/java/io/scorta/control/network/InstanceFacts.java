package io.scorta.control.network;

import java.time.Instant;
import java.util.Optional;

/// What the API tells of an instance: how it was launched, and when it was terminated if it was.
///
/// `authorizedKey` is the line of the key pair that it was launched with, as `authorized_keys`
/// holds it ("" for none): it stays when the key pair goes. `publicAddress` says that it is lent a
/// public address while it runs. `reboots` counts those since it was launched.
public record InstanceFacts(
    String id,
    String reservationId,
    int launchIndex,
    String imageId,
    String instanceType,
    String keyName,
    String authorizedKey,
    String clientToken,
    boolean publicAddress,
    Instant launchTime,
    int reboots,
    Optional<Instant> stoppedAt,
    Optional<Instant> terminatedAt) {

  InstanceFacts launched(Instant at) {
    return new InstanceFacts(
        id,
        reservationId,
        launchIndex,
        imageId,
        instanceType,
        keyName,
        authorizedKey,
        clientToken,
        publicAddress,
        at,
        reboots,
        Optional.empty(),
        Optional.empty());
  }

  InstanceFacts rebooted() {
    return new InstanceFacts(
        id,
        reservationId,
        launchIndex,
        imageId,
        instanceType,
        keyName,
        authorizedKey,
        clientToken,
        publicAddress,
        launchTime,
        reboots + 1,
        stoppedAt,
        terminatedAt);
  }

  InstanceFacts ended(Optional<Instant> stopped, Optional<Instant> terminated) {
    return new InstanceFacts(
        id,
        reservationId,
        launchIndex,
        imageId,
        instanceType,
        keyName,
        authorizedKey,
        clientToken,
        publicAddress,
        launchTime,
        reboots,
        stopped,
        terminated);
  }
}
