package io.scorta.server.instance;

import io.scorta.access.kernel.Inside;
import io.scorta.access.kernel.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.AbstractIoServiceFactory;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2Acceptor;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;

/// The threads that serve all SSH servers of this process together, so that an idle one has none.
///
/// A listening socket is opened inside its instance's network; it stays there, while everything
/// after that is done out here.
final class SshThreads implements AutoCloseable {
  /// The library tells of every login and every key that it makes. Kept here, or it is forgotten.
  private static final Logger LIBRARY = Logger.getLogger("org.apache.sshd");

  private final CloseableExecutorService workers = ThreadUtils.newCachedThreadPool("scorta-ssh");
  private final ScheduledExecutorService timer =
      ThreadUtils.newSingleThreadScheduledExecutor("scorta-ssh-timer");
  private final AsynchronousChannelGroup group;

  /// Makes the sessions of all servers; belongs to a server that is never started.
  private final Nio2ServiceFactory sessions;

  SshThreads() {
    LIBRARY.setLevel(Level.WARNING);
    try {
      group = AsynchronousChannelGroup.withThreadPool(ThreadUtils.noClose(workers));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SshServer idle = ServerBuilder.builder().build();
    sessions =
        new Nio2ServiceFactory(idle, ThreadUtils.noClose(workers), ThreadUtils.noClose(workers));
  }

  /// Lets a server use these threads, and listen inside a namespace.
  void lendTo(SshServer server, Namespace where) {
    server.setScheduledExecutorService(timer, false);
    server.setIoServiceFactoryFactory(
        new IoServiceFactoryFactory() {
          @Override
          public IoServiceFactory create(FactoryManager manager) {
            return new InsideService(manager, where);
          }

          @Override
          public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
            throw new UnsupportedOperationException("the threads are lent");
          }
        });
  }

  @Override
  public void close() {
    sessions.close(true);
    try {
      group.shutdownNow();
    } catch (IOException e) {
      throw new PlaceException("the threads of the SSH servers did not end in order", e);
    } finally {
      timer.shutdownNow();
      workers.shutdownNow();
    }
  }

  private final class InsideService extends AbstractIoServiceFactory {
    private final Namespace where;

    InsideService(FactoryManager manager, Namespace where) {
      super(manager, ThreadUtils.noClose(workers));
      this.where = where;
    }

    @Override
    public IoAcceptor createAcceptor(IoHandler handler) {
      return autowireCreatedService(
          new InsideAcceptor(SshThreads.this, getFactoryManager(), handler, where));
    }

    @Override
    public IoConnector createConnector(IoHandler handler) {
      throw new UnsupportedOperationException("an instance's SSH server connects to nobody");
    }
  }

  private static final class InsideAcceptor extends Nio2Acceptor {
    private final Namespace where;

    InsideAcceptor(SshThreads threads, FactoryManager manager, IoHandler handler, Namespace where) {
      super(threads.sessions, manager, handler, threads.group, threads.workers);
      this.where = where;
    }

    @Override
    protected AsynchronousServerSocketChannel openAsynchronousServerSocketChannel(
        SocketAddress address, AsynchronousChannelGroup shared) {
      return Inside.call(where, () -> AsynchronousServerSocketChannel.open(shared));
    }
  }
}
