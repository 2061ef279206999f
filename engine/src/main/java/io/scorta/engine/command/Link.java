package io.scorta.engine.command;

/// The way to a connection for whoever is not just executing its commands.
///
/// All methods but [#post] belong to the connection's loop.
public interface Link {
  /// Sends bytes behind all that was sent before; what the socket does not take waits.
  void send(byte[] bytes);

  /// Goes on with what the peer has sent while no command of the connection could be executed.
  void resume();

  /// Has a task run by the connection's loop, soon; from any thread.
  void post(Runnable task);

  /// Leads nowhere: for a session without a connection.
  Link NONE =
      new Link() {
        @Override
        public void send(byte[] bytes) {
          // Nobody is there.
        }

        @Override
        public void resume() {
          // Nobody is there.
        }

        @Override
        public void post(Runnable task) {
          // Nobody is there.
        }
      };
}
