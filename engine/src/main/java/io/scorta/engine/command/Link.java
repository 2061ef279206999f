package io.scorta.engine.command;

/// The way to a connection for whoever is not just executing its commands.
///
/// All methods belong to the connection's loop.
public interface Link {
  /// Sends bytes behind all that was sent before; what the socket does not take waits.
  void send(byte[] bytes);

  /// Goes on with what the peer has sent while no command of the connection could be executed.
  void resume();

  /// Has a task run once so many milliseconds have passed; running the answer takes that back.
  Runnable after(long millis, Runnable task);

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
        public Runnable after(long millis, Runnable task) {
          return () -> {};
        }
      };
}
