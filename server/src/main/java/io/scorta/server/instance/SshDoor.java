package io.scorta.server.instance;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/// The SSH server of one instance, on port 22 of its own network: what its security groups refuse
/// never arrives here.
///
/// The key that the instance was launched with lets in `root` and `ec2-user`, who have the same
/// powers; nothing else does. Nothing is forwarded.
final class SshDoor implements AutoCloseable {
  static final int PORT = 22;
  static final String ROOT = "root";
  static final String USER = "ec2-user";
  private static final Set<String> USERS = Set.of(ROOT, USER);
  private static final String HOST_KEY = "ssh_host_key";
  private static final int HOST_KEY_BITS = 256;
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final SshServer server;

  private SshDoor(SshServer server) {
    this.server = server;
  }

  /// Opens the door of a place whose network is there.
  ///
  /// @param folder where the instance's host key is kept, out of its own sight
  /// @param ended told whenever a shell or command of a session has ended
  /// @throws PlaceException when port 22 cannot be listened on
  static SshDoor open(
      Place place, PlaceSpec spec, Path folder, SshThreads threads, Runnable ended) {
    SshServer server = ServerBuilder.builder().build();
    server.setHost("0.0.0.0");
    server.setPort(PORT);
    threads.lendTo(server, place.network());
    server.setKeyPairProvider(hostKey(folder.resolve(HOST_KEY)));
    server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    Optional<PublicKey> known = key(spec);
    server.setPublickeyAuthenticator(
        (user, key, _) ->
            USERS.contains(user) && known.filter(it -> KeyUtils.compareKeys(it, key)).isPresent());
    server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    server.setShellFactory(
        channel -> new SshCommand(place, channel.getSession().getUsername(), "", ended));
    server.setCommandFactory(
        (channel, command) ->
            new SshCommand(place, channel.getSession().getUsername(), command, ended));
    bound(server);
    try {
      server.start();
      return new SshDoor(server);
    } catch (IOException e) {
      throw new PlaceException(
          "port %d of %s cannot be listened on".formatted(PORT, spec.instanceId()), e);
    }
  }

  private static void bound(SshServer server) {
    CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Scorta");
    CoreModuleProperties.AUTH_TIMEOUT.set(server, Limits.LOGIN_MAX);
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Limits.SESSION_IDLE_MAX);
    CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, Limits.SESSIONS_MAX);
    CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, Limits.CHANNELS_MAX);
    server.setIoServiceEventListener(
        new IoServiceEventListener() {
          @Override
          public void connectionAccepted(
              IoAcceptor acceptor, SocketAddress local, SocketAddress remote, SocketAddress service)
              throws IOException {
            if (server.getActiveSessions().size() >= Limits.CONNECTIONS_MAX) {
              throw new IOException("too many connections");
            }
          }
        });
  }

  private static SimpleGeneratorHostKeyProvider hostKey(Path file) {
    SimpleGeneratorHostKeyProvider provider = new SimpleGeneratorHostKeyProvider(file);
    provider.setAlgorithm(KeyUtils.EC_ALGORITHM);
    provider.setKeySize(HOST_KEY_BITS);
    provider.setStrictFilePermissions(true);
    return provider;
  }

  private static Optional<PublicKey> key(PlaceSpec spec) {
    String line = spec.authorizedKey().orElse("").strip();
    if (line.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          AuthorizedKeyEntry.parseAuthorizedKeyEntry(line)
              .resolvePublicKey(null, PublicKeyEntryResolver.FAILING));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new PlaceException("the key of %s cannot be read".formatted(spec.instanceId()), e);
    }
  }

  /// Ends all sessions; back when port 22 is free.
  @Override
  public void close() {
    try {
      server.close(true).await(CLOSE.toMillis());
      server.stop(true);
    } catch (IOException e) {
      throw new PlaceException("an SSH server did not end in order", e);
    }
  }
}
