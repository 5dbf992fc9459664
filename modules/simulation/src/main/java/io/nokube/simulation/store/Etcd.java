package io.nokube.simulation.store;

import io.nokube.actor.Change;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Interest;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Liveness.AliveRecord;
import io.nokube.actor.port.Liveness.Claim;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.actor.port.Write.Reason;
import io.nokube.actor.store.Deletion;
import io.nokube.actor.store.Metadata;
import io.nokube.actor.store.Updated;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import io.nokube.simulation.net.Network;
import io.nokube.simulation.time.Chance;
import io.nokube.simulation.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// The store's state, and all that can be asked of it. Each request is carried out whole at one
/// moment: it is linearizable by making.
public final class Etcd {
  /// So many changes are kept for a watch that can't be reached: then it begins anew.
  private static final int HISTORY = 40;

  private static final long RECONNECT = 400_000;
  private static final int TRIES = 8;

  private final Timeline time;
  private final Network network;
  private final Chance chance;
  private final Duration ttl;
  private final Fencing fencing;
  private final Witness witness;
  private final Map<String, NavigableMap<String, KubeObject>> objects = new TreeMap<>();
  private final Map<NodeName, NavigableMap<String, Pod>> bindings = new TreeMap<>();
  private final NavigableMap<String, Held> alive = new TreeMap<>();
  private final NavigableMap<Long, Lease> leases = new TreeMap<>();
  private final Map<Interest, Set<Watch>> watches = new HashMap<>();
  private final List<RecordWatch> recordWatches = new ArrayList<>();
  private long revision = 1;
  private long term = 1;
  private long uids;
  private boolean up = true;

  private record Held(Seen seen, long lease) {}

  private static final class Lease {
    private final Set<String> paths = new LinkedHashSet<>();
    private long expires;
  }

  public Etcd(
      Timeline time,
      Network network,
      Chance chance,
      Duration ttl,
      Fencing fencing,
      Witness witness) {
    this.time = time;
    this.network = network;
    this.chance = chance;
    this.ttl = ttl;
    this.fencing = fencing;
    this.witness = witness;
  }

  // --- health ----------------------------------------------------------------------------------

  public boolean isUp() {
    return up;
  }

  /// Changes with the leader: contact counts from it.
  long term() {
    return term;
  }

  public void goDown() {
    up = false;
  }

  /// A new leader. Leases live on with their full time.
  public void comeUp() {
    up = true;
    term++;
    leases.values().forEach(lease -> lease.expires = time.now() + Timeline.micros(ttl));
  }

  // --- leases ----------------------------------------------------------------------------------

  long grant() {
    long id = ++revision;
    Lease lease = new Lease();
    leases.put(id, lease);
    lease.expires = time.now() + Timeline.micros(ttl);
    time.after(ttl, () -> expire(id));
    return id;
  }

  /// @return whether it lives
  boolean renew(long id) {
    Lease lease = leases.get(id);
    if (lease == null) {
      return false;
    }
    lease.expires = time.now() + Timeline.micros(ttl);
    return true;
  }

  private void expire(long id) {
    Lease lease = leases.get(id);
    if (lease == null) {
      return;
    }
    if (!up || lease.expires > time.now()) {
      time.after(Math.max(lease.expires - time.now(), 100_000), () -> expire(id));
      return;
    }
    revoke(id);
  }

  void revoke(long id) {
    Lease lease = leases.remove(id);
    if (lease != null) {
      revision++;
      lease.paths.forEach(this::drop);
    }
  }

  /// Ends the lease on which a record hangs: a successor needn't wait for it to run out.
  public void revokeOf(OwnershipPath path, Optional<Long> own) {
    Held held = alive.get(path.text());
    if (held != null && !own.equals(Optional.of(held.lease))) {
      revoke(held.lease);
    }
  }

  // --- alive records ---------------------------------------------------------------------------

  public Claim claim(AliveRecord record, long id) {
    Lease lease = leases.get(id);
    if (lease == null) {
      return new Claim.Unavailable("the lease is gone");
    }
    Held held = alive.get(record.path().text());
    if (held != null) {
      return held.seen.record().equals(record) && held.lease == id
          ? new Claim.Held(held.seen.incarnation())
          : new Claim.Taken(held.seen);
    }
    Seen seen = new Seen(record, new Incarnation(++revision), Duration.ZERO);
    alive.put(record.path().text(), new Held(seen, id));
    lease.paths.add(record.path().text());
    witness.claimed(seen);
    return new Claim.Held(seen.incarnation());
  }

  public void release(OwnershipPath path, Incarnation incarnation) {
    Held held = alive.get(path.text());
    if (held != null && held.seen.incarnation().equals(incarnation)) {
      remove(path);
    }
  }

  /// As `etcdctl del` of the record does.
  public void remove(OwnershipPath path) {
    Held held = alive.get(path.text());
    if (held != null) {
      revision++;
      Lease lease = leases.get(held.lease);
      if (lease != null) {
        lease.paths.remove(path.text());
      }
      drop(path.text());
    }
  }

  private void drop(String path) {
    Held held = alive.remove(path);
    if (held == null) {
      return;
    }
    witness.went(held.seen);
    OwnershipPath gone = held.seen.record().path();
    recordWatches.removeIf(watch -> watch.client().isGone());
    for (RecordWatch watch : recordWatches) {
      if (watch.gone(gone)) {
        time.after(network.delay(Network.STORE, watch.client().node()), () -> flush(watch));
      }
    }
  }

  private void flush(RecordWatch watch) {
    if (watch.client().isGone()) {
      return;
    }
    if (reaches(watch.client())) {
      watch.hand();
    } else {
      time.after(RECONNECT, () -> flush(watch));
    }
  }

  private boolean reaches(Client client) {
    return up && network.passes(Network.STORE, client.node());
  }

  public Read<Seen> record(OwnershipPath path) {
    Held held = alive.get(path.text());
    Revision at = new Revision(revision);
    return held == null ? new Read.Absent<>(at) : new Read.Found<>(held.seen, at);
  }

  /// For whoever checks.
  public Optional<Seen> holder(OwnershipPath path) {
    return Optional.ofNullable(alive.get(path.text())).map(Held::seen);
  }

  public Collection<Seen> records() {
    return alive.values().stream().map(Held::seen).toList();
  }

  // --- objects ---------------------------------------------------------------------------------

  public Optional<KubeObject> get(ObjectKey key) {
    NavigableMap<String, KubeObject> some = objects.get(key.type().plural());
    return some == null ? Optional.empty() : Optional.ofNullable(some.get(name(key)));
  }

  /// In the order of their names.
  public Collection<KubeObject> all(ResourceType type) {
    return objects.getOrDefault(type.plural(), new TreeMap<>()).values();
  }

  public long revision() {
    return revision;
  }

  private static String name(ObjectKey key) {
    return key.namespace() + "/" + key.name();
  }

  public Read<KubeObject> read(ObjectKey key) {
    Revision at = new Revision(revision);
    return get(key)
        .<Read<KubeObject>>map(object -> new Read.Found<>(object, at))
        .orElseGet(() -> new Read.Absent<>(at));
  }

  public Write create(KubeObject given, Fence fence) {
    KubeObject born = given;
    for (int tries = 0; tries < TRIES; tries++) {
      born = born(given);
      if (get(born.key()).isEmpty() || !given.metadata().name().isEmpty()) {
        break;
      }
    }
    ObjectKey key = born.key();
    if (key.type().namespaced()) {
      Optional<KubeObject> namespace =
          get(new ObjectKey(ResourceType.NAMESPACE, "", key.namespace()));
      if (namespace.isEmpty()) {
        return refused(Reason.NOT_FOUND, "no namespace " + key.namespace());
      }
      if (namespace.get().metadata().isDeleting()) {
        return refused(Reason.CONFLICT, "the namespace " + key.namespace() + " is ending");
      }
    }
    if (fenced(fence)) {
      return refused(Reason.FENCED, key + ": the writer no longer lives its path");
    }
    return get(key).isPresent()
        ? refused(Reason.ALREADY_EXISTS, key + " already exists")
        : put(key, Optional.empty(), born, fence);
  }

  private KubeObject born(KubeObject given) {
    KubeObject born =
        given.withMetadata(
            Metadata.born(given.metadata(), new Uid("u" + ++uids), chance.generator(), instant()));
    return born instanceof Namespace namespace
        ? new Namespace(namespace.metadata(), new Namespace.NamespaceStatus("Active"))
        : born;
  }

  private Instant instant() {
    return Instant.ofEpochSecond(time.instant().getEpochSecond());
  }

  public Write update(KubeObject given, Fence fence) {
    return become(
        given.key(),
        given.metadata().uid(),
        given.metadata().resourceVersion(),
        fence,
        was ->
            switch (Updated.of(given, was)) {
              case Updated.To(var next) -> Optional.of(next);
              case Updated.Gone _, Updated.OtherNode _ -> Optional.of(was);
            });
  }

  public Write updateStatus(KubeObject given, Fence fence) {
    return become(
        given.key(),
        given.metadata().uid(),
        given.metadata().resourceVersion(),
        fence,
        was -> Optional.of(was.withStatusOf(given)));
  }

  public Write delete(ObjectKey key, Uid uid, Optional<Duration> grace, Fence fence) {
    return become(
        key,
        uid,
        Revision.NONE,
        fence,
        was ->
            switch (Deletion.of(was, grace, instant())) {
              case Deletion.Now _ -> Optional.empty();
              case Deletion.Later(var marked) -> Optional.of(marked);
              case Deletion.Already _ -> Optional.of(was);
            });
  }

  public Write evict(ObjectKey key, Uid uid, Duration grace, NodeName node, Fence fence) {
    return holder(OwnershipPath.agent(node)).isPresent() && !fenced(fence)
        ? refused(Reason.CONFLICT, key + " stays: node " + node + " is no longer silent")
        : delete(key, uid, Optional.of(grace), fence);
  }

  public Write remove(ObjectKey key, Uid uid, Fence fence) {
    return become(key, uid, Revision.NONE, fence, _ -> Optional.empty());
  }

  private Write become(
      ObjectKey key,
      Uid uid,
      Revision based,
      Fence fence,
      Function<KubeObject, Optional<KubeObject>> next) {
    Optional<KubeObject> found = get(key);
    if (found.isEmpty()) {
      return refused(Reason.NOT_FOUND, key + " not found");
    }
    KubeObject was = found.get();
    if (!uid.equals(Uid.NONE) && !uid.equals(was.metadata().uid())) {
      return refused(Reason.NOT_FOUND, key + " with uid " + uid.text() + " not found");
    }
    if (fenced(fence)) {
      return refused(Reason.FENCED, key + ": the writer no longer lives its path");
    }
    if (!based.equals(Revision.NONE) && !based.equals(was.metadata().resourceVersion())) {
      return refused(Reason.CONFLICT, key + " has been modified");
    }
    Optional<KubeObject> made = next.apply(was);
    if (made.isEmpty()) {
      return gone(key, was, fence);
    }
    KubeObject same =
        made.get()
            .withMetadata(
                made.get().metadata().withResourceVersion(was.metadata().resourceVersion()));
    return same.equals(was) ? new Write.Accepted(was) : put(key, found, made.get(), fence);
  }

  private boolean fenced(Fence fence) {
    Optional<Incarnation> holds =
        switch (fence) {
          case Fence.User _ -> Optional.empty();
          case Fence.Actor(var path, _) -> holder(path).map(Seen::incarnation);
        };
    return !fencing.admits(fence, holds);
  }

  private static Write refused(Reason reason, String message) {
    return new Write.Refused(reason, message);
  }

  private Write put(ObjectKey key, Optional<KubeObject> before, KubeObject next, Fence fence) {
    KubeObject stored =
        next.withMetadata(next.metadata().withResourceVersion(new Revision(++revision)));
    objects.computeIfAbsent(key.type().plural(), _ -> new TreeMap<>()).put(name(key), stored);
    show(key, new Change.Put(stored, before.isEmpty()));
    bind(stored);
    witness.wrote(key, before, Optional.of(stored), fence, revision);
    return new Write.Accepted(stored);
  }

  private Write gone(ObjectKey key, KubeObject was, Fence fence) {
    revision++;
    objects.getOrDefault(key.type().plural(), new TreeMap<>()).remove(name(key));
    show(key, new Change.Removed(key, new Revision(revision), Optional.of(was)));
    if (was instanceof Pod pod && pod.spec().nodeName().isPresent()) {
      NodeName node = pod.spec().nodeName().get();
      Optional<Pod> binding =
          Optional.ofNullable(bindings.getOrDefault(node, new TreeMap<>()).remove(name(key)));
      show(
          new Interest.BoundTo(node),
          new Change.Removed(key, new Revision(revision), binding.map(it -> (KubeObject) it)));
    }
    witness.wrote(key, Optional.of(was), Optional.empty(), fence, revision);
    return new Write.Accepted(was);
  }

  /// A pod's binding is the pod without its status, so that a status changes nothing for its node.
  private void bind(KubeObject stored) {
    if (!(stored instanceof Pod pod) || pod.spec().nodeName().isEmpty()) {
      return;
    }
    NodeName node = pod.spec().nodeName().get();
    Pod binding =
        pod.withStatus(PodStatus.PENDING)
            .withMetadata(pod.metadata().withResourceVersion(new Revision(revision)));
    NavigableMap<String, Pod> there = bindings.computeIfAbsent(node, _ -> new TreeMap<>());
    Pod was = there.get(name(pod.key()));
    boolean same =
        was != null
            && was.equals(
                binding.withMetadata(
                    binding.metadata().withResourceVersion(was.metadata().resourceVersion())));
    if (!same) {
      there.put(name(pod.key()), binding);
      show(new Interest.BoundTo(node), new Change.Put(binding, was == null));
    }
  }

  // --- watches ---------------------------------------------------------------------------------

  private void show(ObjectKey key, Change change) {
    show(new Interest.OfType(key.type()), change);
    show(new Interest.One(key), change);
  }

  private void show(Interest interest, Change change) {
    Set<Watch> some = watches.get(interest);
    if (some == null) {
      return;
    }
    some.removeIf(Watch::isClosed);
    for (Watch watch : some) {
      watch.add(change);
      push(watch);
    }
  }

  private void push(Watch watch) {
    if (watch.schedule()) {
      time.after(network.delay(Network.STORE, watch.client().node()), () -> flush(watch));
    }
  }

  private void flush(Watch watch) {
    if (watch.isClosed()) {
      return;
    }
    if (!reaches(watch.client())) {
      watch.keepAtMost(HISTORY);
      time.after(RECONNECT, () -> flush(watch));
      return;
    }
    boolean whole = watch.isWhole();
    List<Change> missed = watch.take();
    watch.hand(whole ? snapshot(watch.interest()) : missed, whole);
  }

  private List<Change> snapshot(Interest interest) {
    List<Change> all = new ArrayList<>();
    switch (interest) {
      case Interest.OfType(var type) ->
          all(type).forEach(object -> all.add(new Change.Put(object)));
      case Interest.BoundTo(var node) ->
          bindings
              .getOrDefault(node, new TreeMap<>())
              .values()
              .forEach(pod -> all.add(new Change.Put(pod)));
      case Interest.One(var key) ->
          all.add(
              get(key)
                  .<Change>map(Change.Put::new)
                  .orElseGet(() -> new Change.Removed(key, new Revision(revision))));
    }
    return all;
  }

  /// Shows first all that is there, then each change.
  public Watch watch(Interest interest, Client client, Watch.Receiver receiver) {
    Watch watch = new Watch(interest, client, receiver);
    watches.computeIfAbsent(interest, _ -> new LinkedHashSet<>()).add(watch);
    push(watch);
    return watch;
  }

  public RecordWatch watchRecords(Client client, Consumer<OwnershipPath> went) {
    RecordWatch watch = new RecordWatch(client, went);
    recordWatches.add(watch);
    return watch;
  }
}
