package io.nokube.agent;

import io.netty.util.concurrent.EventExecutor;
import io.nokube.agent.identity.IdentityFiles;
import io.nokube.agent.identity.NodeIdentity;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.model.EtcdKeys;
import io.nokube.vertx.etcd.EtcdClusterManager;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Joins the clustered event bus: with an identity, both sides of every connection show
/// certificates of the nodes' authority, and the one that is called must name the address called.
final class Bus {
  /// Seconds. Vert.x only logs what it finds, and the runtime's watchdog does more; once a second,
  /// as it would, costs an idle agent a twentieth of what it takes of a processor.
  private static final long LOOK_FOR_BLOCKED_THREADS = 10;

  /// Hours.
  private static final long LONG = 1;

  private Bus() {}

  /// Blocks until this node is on the bus.
  ///
  /// @param eventLoops how many threads carry it, and the actors
  /// @param identity empty: nothing is encrypted
  /// @throws AgentFailure if it can't join
  static Vertx join(
      EtcdSession session,
      EtcdKeys keys,
      String address,
      int eventLoops,
      Optional<NodeIdentity> identity) {
    EventBusOptions options = new EventBusOptions().setHost(address).setClusterPublicHost(address);
    identity.ifPresent(known -> secure(options, known.files()));
    Vertx vertx =
        AgentProcess.await(
            "joining the bus",
            Vertx.builder()
                .with(
                    new VertxOptions()
                        .setFileSystemOptions(Plans.NO_CACHE)
                        .setPreferNativeTransport(false)
                        .setEventLoopPoolSize(eventLoops)
                        .setInternalBlockingPoolSize(2)
                        .setWorkerPoolSize(2)
                        .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
                        .setBlockedThreadCheckInterval(LOOK_FOR_BLOCKED_THREADS)
                        .setEventBusOptions(options))
                .withClusterManager(new EtcdClusterManager(session, keys.bus()))
                .buildClustered());
    sleepSoundly(vertx);
    identity.ifPresent(known -> follow(vertx.eventBus(), known));
    return vertx;
  }

  /// A loop for which nothing is scheduled wakes each second to see whether something is. The other
  /// loops always have something; the one that takes connections never has, and it was a twentieth
  /// of what an idle agent takes of a processor.
  private static void sleepSoundly(Vertx vertx) {
    for (EventExecutor loop : ((VertxInternal) vertx).acceptorEventLoopGroup()) {
      var _ = loop.scheduleAtFixedRate(() -> {}, LONG, LONG, TimeUnit.HOURS);
    }
  }

  /// The bus passes its options on as JSON, which holds files but no managers: so it begins with
  /// the files as they are.
  private static void secure(EventBusOptions options, IdentityFiles files) {
    options
        .setSsl(true)
        .setTrustAll(false)
        .setClientAuth(ClientAuth.REQUIRED)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(files.certificate().toString())
                .setKeyPath(files.key().toString()))
        .setTrustOptions(new PemTrustOptions().addCertPath(files.authority().toString()));
  }

  /// And goes on, before anything is sent, with managers that follow the files, and with the check
  /// of the address, which the bus turns off. Vert.x has both as options of the server and the
  /// client inside the bus, but no way to these but their fields.
  private static void follow(EventBus bus, NodeIdentity identity) {
    KeyCertOptions key = KeyCertOptions.wrap(identity.key());
    TrustOptions nodes = TrustOptions.wrap(identity.nodes());
    ServerSSLOptions called =
        new ServerSSLOptions()
            .setClientAuth(ClientAuth.REQUIRED)
            .setKeyCertOptions(key)
            .setTrustOptions(nodes);
    ClientSSLOptions calling =
        new ClientSSLOptions()
            .setTrustAll(false)
            .setHostnameVerificationAlgorithm("HTTPS")
            .setKeyCertOptions(key)
            .setTrustOptions(nodes);
    AgentProcess.await(
        "securing the bus",
        part(bus, "server", NetServer.class)
            .updateSSLOptions(called, true)
            .compose(done -> part(bus, "client", NetClient.class).updateSSLOptions(calling, true)));
  }

  private static <T> T part(EventBus bus, String name, Class<T> type) {
    try {
      Field field = bus.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(bus));
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalStateException(
          "securing the bus: this version of Vert.x keeps no %s \"%s\" in its %s; see Bus.follow"
              .formatted(type.getSimpleName(), name, bus.getClass().getName()),
          e);
    }
  }
}
