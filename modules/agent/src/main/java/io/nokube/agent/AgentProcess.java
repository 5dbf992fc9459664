package io.nokube.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.NodeLogs;
import io.nokube.actor.port.PodEngine;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.agent.config.ClusterConfig;
import io.nokube.agent.config.ClusterConfig.NodeConfig;
import io.nokube.agent.config.ClusterConfig.Role;
import io.nokube.agent.config.Url;
import io.nokube.agent.history.LeftMark;
import io.nokube.agent.history.MarkKeeper;
import io.nokube.agent.history.Refusal;
import io.nokube.agent.identity.IdentityFiles;
import io.nokube.agent.identity.NodeIdentity;
import io.nokube.agent.isolation.GuardedEngine;
import io.nokube.agent.isolation.IsolationGuard;
import io.nokube.agent.renewal.Lives;
import io.nokube.agent.renewal.OwnCertificate;
import io.nokube.agent.renewal.Signing;
import io.nokube.api.ApiServer;
import io.nokube.api.ApiSettings;
import io.nokube.api.ApiTls;
import io.nokube.api.Bearer;
import io.nokube.containers.DockerPodEngine;
import io.nokube.etcd.EtcdLiveness;
import io.nokube.etcd.EtcdObjectStore;
import io.nokube.etcd.LeaderDuties;
import io.nokube.etcd.manifest.ManifestsReconciler;
import io.nokube.etcd.session.Contact;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.Past;
import io.nokube.etcd.upkeep.EtcdUpkeep;
import io.nokube.kinds.PodPath;
import io.nokube.model.EtcdKeys;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.core.Namespace;
import io.nokube.model.json.Json;
import io.nokube.model.meta.ObjectMeta;
import io.nokube.runtime.NodeRuntime;
import io.nokube.runtime.Ports;
import io.nokube.telemetry.Machine;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node's agent: everything opened in order, closed in reverse.
final class AgentProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);
  private static final Duration CONTACT = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration STEP = Duration.ofSeconds(30);

  /// Beside the ready file, which is this agent's own.
  private static final String SEEN = "etcd-seen.json";

  private final Deque<Opened> opened = new ArrayDeque<>();
  private final Refusal refusal = new Refusal();
  private final OptionalInt apiBefore;
  private volatile OptionalInt api = OptionalInt.empty();

  /// @param apiBefore where the API listened that this one takes the place of
  AgentProcess(OptionalInt apiBefore) {
    this.apiBefore = apiBefore;
  }

  private record Opened(String what, AutoCloseable part) {}

  /// What an agent runs on.
  ///
  /// @param config the cluster's configuration as parsed
  /// @param own this node's part of it
  /// @param text the configuration as it was written
  /// @param token of the API, which a worker hasn't; never printed
  /// @param identity empty: nothing is encrypted, and all is on loopback
  /// @param ownToEtcd empty: the same as to all others
  record Plan(
      ClusterConfig config,
      NodeConfig own,
      String text,
      NodeName node,
      Hosting hosting,
      Optional<String> token,
      Optional<NodeIdentity> identity,
      Optional<NodeIdentity> ownToEtcd,
      String version,
      Path readyFile) {
    /// Who this node is to etcd; empty: nothing is encrypted.
    Optional<NodeIdentity> toEtcd() {
      return ownToEtcd.or(() -> identity);
    }

    @Override
    public String toString() {
      return "node " + node + " of cluster " + config.cluster();
    }
  }

  /// Blocks until the node has joined; if etcd was set back, until somebody has said what counts.
  ///
  /// @param stuck told why, if this process can't go on: it must end, its successor adopts
  /// @throws AgentFailure if a part can't be opened
  void start(Plan plan, Consumer<String> stuck) {
    NodeConfig node = plan.own();
    EtcdKeys keys = new EtcdKeys(plan.config().cluster());
    LeftMark left =
        new LeftMark(plan.readyFile().toAbsolutePath().resolveSibling(SEEN), plan.config().id());
    EtcdSession session =
        open(
            "etcd session",
            EtcdSession.open(PartSettings.etcd(plan), new Past(keys.epoch(), left.read())));
    open("etcd's mark", MarkKeeper.start(session, left));
    refusal.follow(session);
    DockerPodEngine docker =
        open("container engine", DockerPodEngine.open(PartSettings.engine(plan, node)));
    AtomicReference<Optional<NodeRuntime>> hosting = new AtomicReference<>(Optional.empty());
    Optional<IsolationGuard> guard =
        PartSettings.times(plan.config())
            .map(times ->
                open(
                    "isolation guard",
                    IsolationGuard.start(
                        times,
                        IsolationParts.lease(session, plan.node(), hosting::get),
                        IsolationParts.containers(docker),
                        node.memory().path())));
    StoredConfig stored = new StoredConfig(session, keys);
    EtcdObjectStore store =
        new EtcdObjectStore(session, keys, InstantSource.system(), PartSettings.sealing(plan));
    EtcdLiveness liveness = new EtcdLiveness(session, keys);
    awaitEtcd(plan, session, () -> refusing(plan, session, store, liveness, stored));
    stored.agree(plan.config().id(), node.role() == Role.HEAD);
    if (node.role() == Role.HEAD && plan.identity().isEmpty()) {
      stored.keep(plan.text());
    }
    liveness.revokePredecessor(plan.node());
    PodEngine engine =
        guard.<PodEngine>map(it -> new GuardedEngine(docker, it, store)).orElse(docker);
    Vertx vertx =
        Bus.join(
            session, keys, node.address(), plan.hosting().runtime().eventLoops(), plan.identity());
    open("bus", (AutoCloseable) () -> await("leaving the bus", vertx.close()));
    NodeRuntime runtime =
        open(
            "runtime",
            NodeRuntime.start(
                vertx,
                plan.node(),
                new Ports(store, liveness, engine),
                plan.hosting().runtime(),
                plan.hosting().kinds(),
                stuck));
    hosting.set(Optional.of(runtime));
    plan.identity()
        .ifPresent(
            identity -> open("own certificate", lookAfter(plan, identity.files(), session, keys)));
    if (plan.hosting().head().isPresent()) {
      HeadDuties head = plan.hosting().head().get();
      namespaceDefault(store);
      api =
          OptionalInt.of(api(plan, head, vertx, runtime.logs(), store, liveness, stored, session));
      open("leader's duties", duties(plan, head, session, keys, store));
      runtime.candidate(OwnershipPath.KUBECONTROLLER);
    }
    OwnershipPath self = OwnershipPath.agent(plan.node());
    runtime.spawn(
        self, Optional.of(NodeObject.of(plan.node(), node, machine(node), plan.version())));
    ready(plan, api);
    open(
        "rehearsal",
        new Rehearsal(session, store, docker, runtime, plan.node(), keys.alive(self))
            .begin(plan.hosting().rehearsal()));
    LOG.info("agent ready node={} role={} cluster={}", plan.node(), node.role(), keys.cluster());
  }

  /// Blocks until etcd was restored under this process, so that nothing it has read counts any
  /// more: close it, and start another.
  void awaitRestored() throws InterruptedException {
    refusal.awaitRestored();
  }

  /// Where its API listens; empty: it has none, or not yet.
  OptionalInt api() {
    return api;
  }

  /// What is open only while etcd is not believed.
  private interface Meanwhile extends AutoCloseable {
    @Override
    void close();
  }

  private void awaitEtcd(Plan plan, EtcdSession session, Supplier<Meanwhile> refusing) {
    long patience = System.nanoTime() + CONTACT.toNanos();
    while (!session.awaitContact(LOOK) && refusal.why().isEmpty()) {
      if (System.nanoTime() - patience > 0) {
        throw new AgentFailure(
            "etcd does not answer at %s: is it running there%s? (%s)"
                .formatted(
                    plan.config().etcd().endpoints(),
                    plan.toEtcd().isPresent() ? ", and does it take this node's certificate" : "",
                    session.contact() instanceof Contact.Lost lost ? lost.why() : "too late"));
      }
    }
    if (session.contact() instanceof Contact.Lost) {
      try (Meanwhile meanwhile = refusing.get()) {
        while (!session.awaitContact(LOOK)) {
          LOG.debug("still refusing");
        }
      }
    }
    refusal.end();
  }

  /// A head that finds etcd set back at its start has an API all the same, which says so.
  private Meanwhile refusing(
      Plan plan,
      EtcdSession session,
      EtcdObjectStore store,
      EtcdLiveness liveness,
      StoredConfig stored) {
    if (plan.hosting().head().isEmpty()) {
      return () -> {};
    }
    Vertx vertx = Vertx.vertx(new VertxOptions().setFileSystemOptions(Plans.NO_CACHE));
    NodeLogs none = (node, request) -> new PodEngine.Logs.None("etcd was set back");
    HeadDuties head = plan.hosting().head().get();
    api = OptionalInt.of(api(plan, head, vertx, none, store, liveness, stored, session));
    return () -> await("ending the API that refuses", vertx.close());
  }

  private synchronized <T extends AutoCloseable> T open(String what, T part) {
    opened.push(new Opened(what, part));
    return part;
  }

  private static OwnCertificate lookAfter(
      Plan plan, IdentityFiles files, EtcdSession session, EtcdKeys keys) {
    return OwnCertificate.lookAfter(
        session,
        keys,
        plan.node(),
        files,
        plan.hosting().certificates().duration("look_every"),
        InstantSource.system());
  }

  private static LeaderDuties duties(
      Plan plan, HeadDuties head, EtcdSession session, EtcdKeys keys, EtcdObjectStore store) {
    List<LeaderDuties.Duty> duties = new ArrayList<>();
    duties.add(
        fence -> ManifestsReconciler.start(session, keys, store, fence, head.manifestSettings()));
    plan.config()
        .etcd()
        .quotaBackendBytes()
        .map(head::upkeepSettings)
        .ifPresent(upkeep ->
            duties.add(
                fence -> EtcdUpkeep.start(session, upkeep, InstantSource.system(), room -> {})));
    plan.config()
        .tls()
        .flatMap(AgentProcess::authority)
        .ifPresent(authority ->
            duties.add(
                fence -> Signing.begin(session, keys, authority, fence, InstantSource.system())));
    return LeaderDuties.of(session, keys, plan.node(), duties);
  }

  private static Optional<Signing.Authority> authority(ClusterConfig.Tls tls) {
    return tls.authorityKey().map(key -> new Signing.Authority(tls.authority().path(), key.path()));
  }

  private int api(
      Plan plan,
      HeadDuties head,
      Vertx vertx,
      NodeLogs logs,
      EtcdObjectStore store,
      EtcdLiveness liveness,
      StoredConfig stored,
      EtcdSession session) {
    NodeConfig node = plan.own();
    int port = node.apiPort() == 0 ? api.orElse(apiBefore.orElse(0)) : node.apiPort();
    ApiServer server =
        new ApiServer(
            new ApiSettings(
                plan.config().cluster(),
                node.address(),
                port,
                plan.version(),
                plan.config().etcd().endpoints().stream().map(Url::toString).toList(),
                head.api().duration("watch_limit"),
                head.apiLimits(),
                plan.identity().map(identity -> new ApiTls(identity.key(), identity.callers()))),
            new Bearer(plan.token().stream().toList()),
            store,
            liveness,
            logs,
            PodPath::of,
            stored,
            health(plan, session),
            refusal::why,
            InstantSource.system());
    await("starting the API", vertx.deployVerticle(server, new DeploymentOptions()));
    return server.port();
  }

  private static HeadHealth health(Plan plan, EtcdSession session) {
    EtcdKeys keys = new EtcdKeys(plan.config().cluster());
    return new HeadHealth(
        session,
        keys,
        plan.config().etcd().quotaBackendBytes(),
        new Lives(
            session,
            keys,
            plan.identity().map(NodeIdentity::files),
            plan.ownToEtcd().map(NodeIdentity::files)));
  }

  private static void namespaceDefault(EtcdObjectStore store) {
    Namespace wanted =
        new Namespace(ObjectMeta.named("", "default"), new Namespace.NamespaceStatus("Active"));
    if (store.get(wanted.key()) instanceof Read.Found<?>) {
      return;
    }
    switch (store.create(wanted, new Fence.User())) {
      case Write.Accepted accepted -> LOG.info("namespace made name=default");
      case Write.Refused(Write.Reason reason, String message) -> {
        if (reason != Write.Reason.ALREADY_EXISTS) {
          throw new AgentFailure("cannot make the namespace default: " + message);
        }
      }
      case Write.Unknown(String why) ->
          throw new AgentFailure("unknown whether the namespace default was made: " + why);
    }
  }

  private static Machine machine(NodeConfig node) {
    return Machine.below(node.hostRoot().path());
  }

  private static void ready(Plan plan, OptionalInt api) {
    ObjectNode ready = Json.MAPPER.createObjectNode().put("pid", ProcessHandle.current().pid());
    String scheme = plan.identity().isPresent() ? "https" : "http";
    api.ifPresent(port -> ready.put("api", scheme + "://" + plan.own().address() + ":" + port));
    Path file = plan.readyFile();
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(fresh, Json.write(ready));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new AgentFailure("cannot write " + file + ": " + e.getMessage());
    }
  }

  static <T> T await(String doing, Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(STEP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentFailure("interrupted while " + doing);
    } catch (ExecutionException e) {
      throw new AgentFailure(doing + " failed: " + e.getCause());
    } catch (TimeoutException e) {
      throw new AgentFailure(doing + " took longer than " + STEP.toSeconds() + " s");
    }
  }

  /// Leaves in good order: containers stay as they are.
  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      Opened next = opened.pop();
      try {
        next.part().close();
      } catch (Exception e) {
        LOG.warn("closing failed part=\"{}\" why=\"{}\"", next.what(), e.toString());
      }
    }
  }
}
