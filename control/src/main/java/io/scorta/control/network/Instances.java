package io.scorta.control.network;

import io.scorta.access.guest.GuestPower;
import io.scorta.access.model.Guest;
import io.scorta.access.model.Instance;
import io.scorta.access.model.NetworkInterface;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Commands on instances that exist. Their making: [Launch].
public final class Instances {
  private Instances() {}

  /// What an instance is doing: its name in the API, and the number that goes with it.
  public enum Status {
    PENDING("pending", 0),
    RUNNING("running", 16),
    SHUTTING_DOWN("shutting-down", 32),
    TERMINATED("terminated", 48),
    STOPPING("stopping", 64),
    STOPPED("stopped", 80);

    private final String wireName;
    private final int code;

    Status(String wireName, int code) {
      this.wireName = wireName;
      this.code = code;
    }

    public String wireName() {
      return wireName;
    }

    public int code() {
      return code;
    }
  }

  /// An instance's status before a command and after it.
  public record Move(String instanceId, Status before, Status after) {}

  /// Starts stopped instances: they boot, and are lent a public address where their subnet says so.
  public record Start(List<String> instanceIds) implements NetworkCommand<List<Move>> {
    public Start {
      instanceIds = List.copyOf(instanceIds);
    }

    @Override
    public List<Move> run(Edit edit) {
      return move(edit, instanceIds, id -> start(edit, id));
    }

    private static void start(Edit edit, String id) {
      Instance instance = requireLive(edit, id, "it can be started");
      if (instance.running()) {
        return;
      }
      put(edit, instance, true, GuestPower.boot(instance.guest()));
      InstanceFacts facts = facts(edit, id).launched(edit.context().now());
      edit.put(NetworkKinds.INSTANCE_FACTS, id, facts);
      if (facts.publicAddress()) {
        PublicAddresses.lend(edit, edit.networkInterface(instance.networkInterfaceId()));
      }
    }
  }

  /// Stops instances. They keep their private and Elastic addresses and their files; a lent address
  /// and everything unsaved is gone.
  public record Stop(List<String> instanceIds) implements NetworkCommand<List<Move>> {
    public Stop {
      instanceIds = List.copyOf(instanceIds);
    }

    @Override
    public List<Move> run(Edit edit) {
      return move(edit, instanceIds, id -> stop(edit, id));
    }

    private static void stop(Edit edit, String id) {
      Instance instance = requireLive(edit, id, "it can be stopped");
      if (!instance.running()) {
        return;
      }
      put(edit, instance, false, GuestPower.halt(instance.guest()));
      PublicAddresses.takeBack(edit, instance.networkInterfaceId());
      edit.put(
          NetworkKinds.INSTANCE_FACTS,
          id,
          facts(edit, id).ended(Optional.of(edit.context().now()), Optional.empty()));
    }
  }

  /// Restarts the inside of running instances: what was not saved is gone.
  public record Reboot(List<String> instanceIds) implements NetworkCommand<Boolean> {
    public Reboot {
      instanceIds = List.copyOf(instanceIds);
    }

    @Override
    public Boolean run(Edit edit) {
      for (String id : instanceIds) {
        Instance instance = requireRunning(edit, id, "it can be rebooted");
        put(edit, instance, true, GuestPower.boot(GuestPower.halt(instance.guest())));
        edit.put(NetworkKinds.INSTANCE_FACTS, id, facts(edit, id).rebooted());
      }
      return true;
    }
  }

  /// Ends instances for good. Their interfaces go, Elastic IPs are freed.
  public record Terminate(List<String> instanceIds) implements NetworkCommand<List<Move>> {
    public Terminate {
      instanceIds = List.copyOf(instanceIds);
    }

    @Override
    public List<Move> run(Edit edit) {
      List<Move> moves = move(edit, instanceIds, id -> terminate(edit, id));
      forgetOld(edit);
      return moves;
    }

    private static void terminate(Edit edit, String id) {
      Optional<Instance> live = edit.find(NetworkKinds.INSTANCE, id);
      if (live.isEmpty()) {
        return;
      }
      Interfaces.remove(edit.draft(), edit.context(), live.get().networkInterfaceId());
      edit.draft().remove(edit.account(), NetworkKinds.INSTANCE, id);
      edit.put(
          NetworkKinds.INSTANCE_FACTS,
          id,
          facts(edit, id).ended(Optional.empty(), Optional.of(edit.context().now())));
    }
  }

  /// Changes an instance's only interface; an absent part stays.
  public record Modify(
      String instanceId, Optional<List<String>> groupIds, Optional<Boolean> sourceDestCheck)
      implements NetworkCommand<Boolean> {
    public Modify {
      groupIds = groupIds.map(List::copyOf);
    }

    @Override
    public Boolean run(Edit edit) {
      Instance instance = require(edit, instanceId);
      return new Interfaces.Modify(
              instance.networkInterfaceId(), groupIds, sourceDestCheck, Optional.empty())
          .run(edit);
    }
  }

  /// Records whether an instance was seen running.
  public record Observe(String instanceId, boolean running) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      if (edit.find(NetworkKinds.INSTANCE, instanceId).isEmpty()) {
        edit.draft().remove(edit.account(), NetworkKinds.INSTANCE_OBSERVATION, instanceId);
      } else {
        edit.put(NetworkKinds.INSTANCE_OBSERVATION, instanceId, new InstanceObservation(running));
      }
      return true;
    }
  }

  /// Records what the inside of a running instance was seen to be, where it is not of our making.
  public record ObserveGuest(String instanceId, Guest guest) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      Optional<Instance> instance = edit.find(NetworkKinds.INSTANCE, instanceId);
      boolean isNews = instance.filter(it -> it.running() && !it.guest().equals(guest)).isPresent();
      if (isNews) {
        put(edit, instance.get(), true, guest);
      }
      return isNews;
    }
  }

  /// An instance whose last observation is not what was asked for: it is to be realised and
  /// observed.
  public record Unsettled(String account, String instanceId, boolean running) {}

  /// Every instance of every account that is still to be observed as it was asked for; one that was
  /// terminated, until it is seen to be gone.
  public static List<Unsettled> unsettled(State state) {
    List<Unsettled> all = new ArrayList<>();
    for (Instance it : state.everywhere(NetworkKinds.INSTANCE)) {
      if (seenRunning(state, it.owner(), it.id()) != it.running()) {
        all.add(new Unsettled(it.owner(), it.id(), it.running()));
      }
    }
    for (String account : state.accounts()) {
      for (InstanceFacts facts : state.all(account, NetworkKinds.INSTANCE_FACTS)) {
        if (facts.terminatedAt().isPresent() && seenRunning(state, account, facts.id())) {
          all.add(new Unsettled(account, facts.id(), false));
        }
      }
    }
    return all;
  }

  /// The status, from what was asked and what was seen.
  public static Status status(State state, String account, String instanceId) {
    Optional<Instance> instance = state.find(account, NetworkKinds.INSTANCE, instanceId);
    boolean seen = seenRunning(state, account, instanceId);
    if (instance.isEmpty()) {
      return seen ? Status.SHUTTING_DOWN : Status.TERMINATED;
    }
    if (instance.get().running()) {
      return seen ? Status.RUNNING : Status.PENDING;
    }
    return seen ? Status.STOPPING : Status.STOPPED;
  }

  /// Whether an instance still shows: it lives, or was terminated a while ago at most.
  public static boolean shows(InstanceFacts facts, Instant now) {
    return facts
        .terminatedAt()
        .map(at -> at.plusSeconds(Limits.TERMINATED_SHOWN_SECONDS).isAfter(now))
        .orElse(true);
  }

  /// The instance, when it lives.
  static Instance require(Edit edit, String id) {
    return requireLive(edit, id, "it can be used");
  }

  /// Takes away what is left of instances that were terminated long ago.
  static void forgetOld(Edit edit) {
    for (InstanceFacts facts : edit.all(NetworkKinds.INSTANCE_FACTS)) {
      if (!shows(facts, edit.context().now())) {
        edit.remove(NetworkKinds.INSTANCE_FACTS, facts.id());
        if (edit.find(NetworkKinds.INSTANCE_OBSERVATION, facts.id()).isPresent()) {
          edit.draft().remove(edit.account(), NetworkKinds.INSTANCE_OBSERVATION, facts.id());
        }
      }
    }
  }

  /// The instance, when it was asked to run.
  static Instance requireRunning(Edit edit, String id, String purpose) {
    Instance instance = requireLive(edit, id, purpose);
    if (!instance.running()) {
      throw notIn(id, purpose);
    }
    return instance;
  }

  static void put(Edit edit, Instance instance, boolean running, Guest guest) {
    edit.put(
        NetworkKinds.INSTANCE,
        instance.id(),
        new Instance(
            instance.id(), instance.owner(), instance.networkInterfaceId(), running, guest));
  }

  /// The interface of a live instance.
  public static Optional<NetworkInterface> interfaceOf(State state, String account, String id) {
    return state
        .find(account, NetworkKinds.INSTANCE, id)
        .flatMap(i -> state.find(account, NetworkKinds.NETWORK_INTERFACE, i.networkInterfaceId()));
  }

  private interface Step {
    void apply(String instanceId);
  }

  private static List<Move> move(Edit edit, List<String> ids, Step step) {
    ids.forEach(id -> facts(edit, id));
    List<Move> moves = new ArrayList<>();
    for (String id : ids) {
      Status before = status(edit.draft().state(), edit.account(), id);
      step.apply(id);
      moves.add(new Move(id, before, status(edit.draft().state(), edit.account(), id)));
    }
    return moves;
  }

  private static InstanceFacts facts(Edit edit, String id) {
    return edit.require(NetworkKinds.INSTANCE_FACTS, ResourceKind.INSTANCE, id);
  }

  private static Instance requireLive(Edit edit, String id, String purpose) {
    facts(edit, id);
    return edit.find(NetworkKinds.INSTANCE, id).orElseThrow(() -> notIn(id, purpose));
  }

  private static Refusal notIn(String id, String purpose) {
    return Refusal.of(
        "IncorrectInstanceState",
        "The instance '%s' is not in a state from which %s.",
        id,
        purpose);
  }

  private static boolean seenRunning(State state, String account, String id) {
    return state
        .find(account, NetworkKinds.INSTANCE_OBSERVATION, id)
        .filter(InstanceObservation::running)
        .isPresent();
  }
}
