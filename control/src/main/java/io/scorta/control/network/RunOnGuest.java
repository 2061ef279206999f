package io.scorta.control.network;

import io.scorta.access.guest.GuestAnswer;
import io.scorta.access.guest.GuestHost;
import io.scorta.access.guest.GuestShell;
import io.scorta.access.model.Instance;
import io.scorta.access.model.Ipv4;

/// Runs a command line in the shell of a running instance, and keeps what it changed there.
public record RunOnGuest(String instanceId, String commandLine)
    implements NetworkCommand<RunOnGuest.Answer> {
  /// What was printed, and the exit status of the last command.
  public record Answer(String output, String errors, int exit) {}

  @Override
  public Answer run(Edit edit) {
    Instance instance = Instances.requireRunning(edit, instanceId, "commands can be run on it");
    int address = edit.networkInterface(instance.networkInterfaceId()).address();
    String hostname = "ip-" + Ipv4.format(address).replace('.', '-');
    GuestAnswer answer =
        GuestShell.run(instance.guest(), new GuestHost(instanceId, address, hostname), commandLine);
    if (!answer.after().equals(instance.guest())) {
      Instances.put(edit, instance, true, answer.after());
    }
    return new Answer(answer.output(), answer.errors(), answer.exit());
  }
}
