package io.scorta.server.boot;

import io.scorta.access.kernel.KernelPlane;
import io.scorta.access.kernel.Namespaces;
import io.scorta.access.kernel.Owner;
import io.scorta.access.kernel.Tools;
import io.scorta.access.loopback.LoopbackConfig;
import io.scorta.access.loopback.LoopbackGate;
import io.scorta.aws.sigv4.AccessKey;
import io.scorta.aws.sigv4.KeyRing;
import io.scorta.aws.sigv4.Secret;
import io.scorta.control.network.Accounts;
import io.scorta.control.service.Kinds;
import io.scorta.control.state.Kind;
import io.scorta.control.state.State;
import io.scorta.engine.loop.Engine;
import io.scorta.engine.loop.EngineConfig;
import io.scorta.server.api.ApiDoor;
import io.scorta.server.api.Calls;
import io.scorta.server.api.OperatorRows;
import io.scorta.server.api.OperatorRows.ServerFacts;
import io.scorta.server.api.Region;
import io.scorta.server.api.Tables;
import io.scorta.server.http.HttpDoor;
import io.scorta.server.http.HttpSite;
import io.scorta.server.loop.ControlLoop;
import io.scorta.server.node.EmbeddedNodes;
import io.scorta.server.node.Guard;
import io.scorta.server.realise.Insides;
import io.scorta.server.realise.KernelGround;
import io.scorta.server.realise.LoopbackGround;
import io.scorta.server.realise.NetworkInForce;
import io.scorta.server.realise.Realiser;
import io.scorta.server.store.AccountKeys;
import io.scorta.server.store.Credentials;
import io.scorta.server.store.FolderLock;
import io.scorta.server.store.SqliteStore;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A whole Scorta in this process: everything that is started, in order, and stopped in reverse.
final class Server implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Server.class.getName());
  private static final String ENDPOINT_SUFFIX = "cache.scorta.internal";
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final ServeOptions options;
  private final GroundChoice choice;
  private final InstantSource clock = InstantSource.system();
  private @Nullable HttpDoor door;
  private @Nullable Realiser realiser;
  private @Nullable ControlLoop loop;

  private Server(ServeOptions options, GroundChoice choice) {
    this.options = options;
    this.choice = choice;
  }

  /// A server that answers at [#api].
  ///
  /// @throws RuntimeException with a message for the user when a part cannot be started
  static Server start(ServeOptions options, GroundChoice choice) {
    Server server = new Server(options, choice);
    try {
      server.start();
      return server;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private void start() {
    keep(FolderLock.hold(options.data()));
    SqliteStore store = keep(SqliteStore.open(options.data(), kinds()));
    Credentials credentials = Credentials.open(options.data());
    SecureRandom seeds = new SecureRandom();
    ControlLoop decisions =
        keep(ControlLoop.start(store, options.region(), clock, seeds::nextLong));
    loop = decisions;
    credentials.all().forEach(keys -> decisions.submit(keys.account(), new Accounts.Open()));
    Engine engine = keep(Engine.start(EngineConfig.standard()));
    Realiser made =
        keep(choice.isKernel() ? kernel(decisions, engine) : loopback(decisions, engine));
    realiser = made;
    door = keep(HttpDoor.open(address(), site(new Plane(decisions, made), made, credentials)));
    made.awaitNetwork();
    keep(RunningFile.write(options.data(), api(), options.region()));
  }

  private Realiser loopback(ControlLoop decisions, Engine engine) {
    LoopbackGate gate = new LoopbackGate(LoopbackConfig.DEFAULT);
    LoopbackGround ground = new LoopbackGround(decisions, gate);
    EmbeddedNodes nodes = new EmbeddedNodes(engine, Guard.of(gate), ground::shown);
    return Realiser.start(decisions, ground, nodes, clock);
  }

  private Realiser kernel(ControlLoop decisions, Engine engine) {
    Namespaces namespaces = new Namespaces(Owner.of(options.data()), new Tools());
    Insides insides = new Insides(options.data(), namespaces, decisions, clock);
    KernelPlane plane = KernelPlane.open(namespaces, insides.maker());
    KernelGround ground = new KernelGround(plane, insides, decisions);
    EmbeddedNodes nodes = new EmbeddedNodes(engine, Guard.KERNEL, (_, address) -> address);
    return Realiser.start(decisions, ground, nodes, clock);
  }

  /// Where the API answers, as HOST:PORT.
  String api() {
    return options.host() + ":" + Objects.requireNonNull(door).address().getPort();
  }

  /// The state that was committed last.
  State state() {
    return Objects.requireNonNull(loop).state();
  }

  /// The network as it is enforced.
  NetworkInForce network() {
    return Objects.requireNonNull(realiser).network();
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "event=stop-failed", e); // The rest is stopped all the same.
      }
    }
  }

  private HttpSite site(Plane plane, Realiser realiser, Credentials credentials) {
    OperatorRows operator =
        new OperatorRows(
            plane, realiser, credentials, new ServerFacts(options.data().toString(), choice.why()));
    Calls calls = new Calls(plane, new Region(options.region(), ENDPOINT_SUFFIX), clock);
    KeyRing keys = id -> credentials.ofAccessKey(id).map(Server::key);
    return new ApiDoor(keys, calls, Tables.all(), operator.all());
  }

  private static AccessKey key(AccountKeys keys) {
    return new AccessKey(keys.accessKeyId(), new Secret(keys.secretAccessKey()), keys.account());
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(options.host(), options.port());
  }

  private static List<Kind<?>> kinds() {
    return Stream.of(Kinds.ALL, Realiser.kinds()).<Kind<?>>flatMap(List::stream).toList();
  }

  private <T extends AutoCloseable> T keep(T part) {
    started.push(part);
    return part;
  }
}
