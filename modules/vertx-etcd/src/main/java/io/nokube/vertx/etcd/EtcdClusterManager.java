package io.nokube.vertx.etcd;

import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.EtcdSettings;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Clusters Vert.x on etcd.
///
/// ```
/// var etcd = new EtcdSettings(List.of(URI.create("http://10.0.0.1:2379")), …);
/// Vertx.builder().withClusterManager(new EtcdClusterManager(etcd, "/vertx/")).buildClustered();
/// ```
///
/// All nodes with the same etcd and the same prefix are one cluster. Each node has a session and a
/// lease, its own from joining to leaving or one that its program has anyway; what it has in the
/// cluster ends with the lease. Its node id is the same all that time, even if its lease is lost
/// and replaced.
public final class EtcdClusterManager implements ClusterManager {

  private final Supplier<Lodging> lodging;
  private final Keys keys;
  private final String id = UUID.randomUUID().toString();
  private final CopyOnWriteArrayList<Consumer<MembershipEvent>> membershipListeners =
      new CopyOnWriteArrayList<>();
  private Optional<Offload> offload = Optional.empty();
  private RegistrationListener registrationListener = new RegistrationListener() {};
  private volatile Optional<ClusterNode> node = Optional.empty();

  /// @param prefix of all keys this cluster has in etcd, ending with a slash
  public EtcdClusterManager(EtcdSettings settings, String prefix) {
    this.lodging = () -> new Lodging.Own(EtcdSession.open(settings));
    this.keys = new Keys(prefix);
  }

  /// @param session whose lease this node hangs on; open from joining until it has left
  /// @param prefix of all keys this cluster has in etcd, ending with a slash
  public EtcdClusterManager(EtcdSession session, String prefix) {
    this.lodging = () -> new Lodging.Shared(session);
    this.keys = new Keys(prefix);
  }

  /// Tells `listener` of every node that joins or leaves from now on, this one included, one event
  /// at a time and not on an event loop. Vert.x itself offers that to its high availability only.
  ///
  /// @return closing it ends the listening
  public EtcdSession.Registration onMembership(Consumer<MembershipEvent> listener) {
    membershipListeners.add(listener);
    return () -> membershipListeners.remove(listener);
  }

  @Override
  public void init(Vertx vertx) {
    offload = Optional.of(new Offload((VertxInternal) vertx));
  }

  @Override
  public void registrationListener(RegistrationListener listener) {
    registrationListener = listener;
  }

  // --- coming and going ----------------------------------------------------------------------

  @Override
  public void join(Completable<Void> promise) {
    // On a worker, not a virtual thread: until the node has joined, nothing else may keep a program
    // alive whose main method has returned.
    initialized()
        .vertx()
        .<@Nullable Void>executeBlocking(
            () -> {
              node =
                  Optional.of(
                      ClusterNode.join(
                          lodging.get(), keys, id, registrationListener, membershipListeners));
              return null;
            },
            false)
        .onComplete(promise);
  }

  @Override
  public void leave(Completable<Void> promise) {
    var leaving = node;
    node = Optional.empty();
    Offload.<@Nullable Void>run(
        () -> {
          leaving.ifPresent(ClusterNode::leave);
          return null;
        },
        promise);
  }

  @Override
  public boolean isActive() {
    return node.isPresent();
  }

  // --- nodes ---------------------------------------------------------------------------------

  @Override
  public String getNodeId() {
    return id;
  }

  @Override
  public List<String> getNodes() {
    return node.map(ClusterNode::membership).map(Membership::nodes).orElse(List.of());
  }

  @Override
  public void nodeListener(NodeListener listener) {
    joined().membership().availability(listener);
  }

  @Override
  public void setNodeInfo(NodeInfo info, Completable<Void> promise) {
    complete(promise, joined().info(info));
  }

  @Override
  public @Nullable NodeInfo getNodeInfo() {
    return node.flatMap(ClusterNode::info).orElse(null);
  }

  @Override
  public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
    Offload.run(() -> joined().info(nodeId), failingRequests(promise));
  }

  // --- the event bus -------------------------------------------------------------------------

  @Override
  public void addRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
    var here = node.map(ClusterNode::registrations);
    if (here.isEmpty()) {
      promise.fail(new EtcdFailure("registering on %s: the node has left".formatted(address)));
    } else if (info.localOnly()) {
      here.get().addLocal(address, info);
      promise.succeed();
    } else {
      complete(promise, here.get().add(address, info));
    }
  }

  @Override
  public void removeRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
    var there = node.map(ClusterNode::registrations);
    if (there.isEmpty()) {
      promise.succeed(); // it went when the node left
    } else if (info.localOnly()) {
      there.get().removeLocal(address, info);
      promise.succeed();
    } else {
      complete(promise, there.get().remove(address, info));
    }
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
    Offload.run(() -> joined().registrations().get(address), failingRequests(promise));
  }

  // --- shared data ---------------------------------------------------------------------------

  @Override
  public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> promise) {
    promise.succeed(new EtcdAsyncMap<>(map(name), initialized()));
  }

  @Override
  public <K, V> Map<K, V> getSyncMap(String name) {
    return new EtcdSyncMap<>(map(name));
  }

  @Override
  public void getLockWithTimeout(String name, long timeout, Completable<Lock> promise) {
    Offload.run(() -> joined().locks().acquire(name, Duration.ofMillis(timeout)), promise);
  }

  @Override
  public void getCounter(String name, Completable<Counter> promise) {
    promise.succeed(
        new EtcdCounter(new Cell(joined().session(), keys.counter(name)), initialized()));
  }

  /// All registrations that the watch has shown this node, by address: what tests compare.
  Map<String, List<RegistrationInfo>> registrations() {
    return node.map(ClusterNode::view).map(ClusterView::registrations).orElse(Map.of());
  }

  private <K, V> SharedMap<K, V> map(String name) {
    return new SharedMap<>(joined().session(), keys.map(name));
  }

  private ClusterNode joined() {
    return node.orElseThrow(
        () -> new EtcdFailure("node %s is not in the cluster %s".formatted(id, keys.prefix())));
  }

  private Offload initialized() {
    return offload.orElseThrow(() -> new IllegalStateException("init(vertx) comes first"));
  }

  /// The event bus ends a waiting request early only for its own kind of failure; for any other,
  /// the requester would wait until its timeout.
  private static <T> Completable<T> failingRequests(Completable<T> promise) {
    return (result, failure) -> {
      if (failure == null) {
        promise.succeed(result);
      } else {
        promise.fail(new ReplyException(ReplyFailure.ERROR, failure.getMessage()));
      }
    };
  }

  private static void complete(Completable<Void> promise, CompletableFuture<Boolean> work) {
    var _ =
        work.whenComplete((_, failure) -> {
          if (failure == null) {
            promise.succeed();
          } else {
            promise.fail(failure instanceof CompletionException e ? e.getCause() : failure);
          }
        });
  }
}
