package io.scorta.server.instance;

import java.time.Duration;

/// The bounds of this room.
final class Limits {
  /// How long the namespaces and mounts of a place may take.
  static final Duration OPEN_MAX = Duration.ofSeconds(20);

  /// How long the processes of a place may take to end when it is closed.
  static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  /// How long one command line over the operator's API may run.
  static final Duration RUN_MAX = Duration.ofSeconds(25);

  /// Bytes that such a command line may print, to each of output and error.
  static final int RUN_OUTPUT_BYTES_MAX = 512 * 1024;

  /// How long a connection that the relay makes may take to come about.
  static final Duration CONNECT_MAX = Duration.ofSeconds(10);

  /// How long a relay's ticket can be used.
  static final Duration TICKET_MAX = Duration.ofSeconds(30);

  /// Tickets of the relay that wait to be used.
  static final int TICKETS_MAX = 1024;

  /// Connections through the relay at a time.
  static final int RELAYED_MAX = 256;

  /// How long somebody who connected by SSH may take to log in.
  static final Duration LOGIN_MAX = Duration.ofSeconds(30);

  /// How long an SSH session may say nothing.
  static final Duration SESSION_IDLE_MAX = Duration.ofMinutes(30);

  /// How long what a command printed may take to be read after its end.
  static final Duration DRAIN_MAX = Duration.ofSeconds(2);

  /// SSH connections to one instance, logged in or not.
  static final int CONNECTIONS_MAX = 32;

  /// SSH sessions of one user of an instance.
  static final int SESSIONS_MAX = 16;

  /// Channels of one SSH session.
  static final int CHANNELS_MAX = 10;

  /// Processes and threads of one instance.
  static final int PROCESSES_MAX = 256;

  /// Memory of all processes of one instance together, where control groups can be made.
  static final long MEMORY_BYTES_MAX = 512L << 20;

  /// Address space of one process of an instance, bytes.
  static final long ADDRESS_BYTES_MAX = 2L << 30;

  /// Open files of one process of an instance.
  static final int FILES_MAX = 1024;

  /// Size of one file that an instance writes, bytes.
  static final long FILE_BYTES_MAX = 64L << 20;

  /// Users that an instance has: its own numbers from 0.
  static final int USERS = 65_536;

  private Limits() {}
}
