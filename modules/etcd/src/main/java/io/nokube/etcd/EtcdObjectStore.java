package io.nokube.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import io.etcd.jetcd.ByteSequence;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Span;
import io.nokube.etcd.session.Txn;
import io.nokube.model.EtcdKeys;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Pod;
import io.nokube.model.json.Json;
import io.nokube.model.meta.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Objects in etcd. Each write compares what it was based on, and the writer's fence.
public final class EtcdObjectStore implements ObjectStore {
  /// etcd takes requests of 1.5 MiB; the rest is for keys and a pod's binding.
  private static final int LARGEST = 1_400_000;

  private static final int TRIES = 8;
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final EtcdSession session;
  private final EtcdKeys keys;
  private final Fences fences;
  private final InstantSource clock;
  private final EventLease eventLease;

  public EtcdObjectStore(EtcdSession session, EtcdKeys keys, InstantSource clock) {
    this.session = session;
    this.keys = keys;
    this.fences = new Fences(keys);
    this.clock = clock;
    this.eventLease = new EventLease(session);
  }

  @Override
  public Read<KubeObject> get(ObjectKey key) {
    return switch (session.get(keys.object(key))) {
      case Reading.Answer<Optional<KeyValue>>(Optional<KeyValue> entry, long at) ->
          entry
              .<Read<KubeObject>>map(found ->
                  new Read.Found<>(StoredObject.of(key.type(), found).object(), new Revision(at)))
              .orElseGet(() -> new Read.Absent<>(new Revision(at)));
      case Reading.Compacted<Optional<KeyValue>>(String why) -> new Read.Unavailable<>(why);
      case Reading.Unavailable<Optional<KeyValue>>(String why) -> new Read.Unavailable<>(why);
    };
  }

  @Override
  public Read<Listing> list(ResourceType type, String namespace) {
    return switch (session.list(span(type, namespace))) {
      case Reading.Answer<List<KeyValue>>(List<KeyValue> entries, long at) ->
          new Read.Found<>(
              new Listing(
                  entries.stream().map(entry -> StoredObject.of(type, entry).object()).toList(),
                  new Revision(at)),
              new Revision(at));
      case Reading.Compacted<List<KeyValue>>(String why) -> new Read.Unavailable<>(why);
      case Reading.Unavailable<List<KeyValue>>(String why) -> new Read.Unavailable<>(why);
    };
  }

  private Span span(ResourceType type, String namespace) {
    return Span.prefix(namespace.isEmpty() ? keys.objects(type) : keys.objects(type, namespace));
  }

  // --- writing -------------------------------------------------------------------------------

  @Override
  public Write create(KubeObject object, Fence fence) {
    boolean generated = object.metadata().name().isEmpty();
    for (int tries = 0; ; tries++) {
      Write write = createOnce(object, generated, fence);
      boolean taken =
          write instanceof Write.Refused refused && refused.reason() == Write.Reason.ALREADY_EXISTS;
      if (!generated || !taken || tries == TRIES) {
        return write;
      }
    }
  }

  private Write createOnce(KubeObject object, boolean generated, Fence fence) {
    ObjectMeta given = object.metadata();
    Instant now = clock.instant();
    KubeObject made =
        object.withMetadata(
            given
                .withName(generated ? given.generateName() + suffix() : given.name())
                .withUid(new Uid(UUID.randomUUID().toString()))
                .withCreationTimestamp(now)
                .withGeneration(1));
    if (made instanceof Namespace namespace) {
      made = new Namespace(namespace.metadata(), new Namespace.NamespaceStatus("Active"));
    }
    ObjectKey key = made.key();
    String path = keys.object(key);
    List<Compare> compares = new ArrayList<>(fences.compares(fence));
    compares.add(new Compare.Absent(path));
    if (key.type().namespaced()) {
      compares.add(new Compare.Present(namespaceKey(key)));
    }
    Optional<LeaseId> lease = Optional.empty();
    if (key.type().equals(ResourceType.EVENT)) {
      lease = eventLease.at(now);
      if (lease.isEmpty()) {
        return new Write.Refused(Write.Reason.UNAVAILABLE, "no contact with etcd");
      }
    }
    KubeObject stored = made;
    return commit(
        key,
        new Txn(compares, puts(path, made, lease)),
        fence,
        revision -> at(stored, revision),
        failed ->
            failed.current(path).isPresent()
                ? refused(
                    Write.Reason.ALREADY_EXISTS,
                    "%s \"%s\" already exists".formatted(key.type().qualifiedPlural(), key.name()))
                : refused(
                    Write.Reason.NOT_FOUND,
                    "namespaces \"%s\" not found".formatted(key.namespace())));
  }

  private String namespaceKey(ObjectKey key) {
    return keys.object(new ObjectKey(ResourceType.NAMESPACE, "", key.namespace()));
  }

  @Override
  public Write update(KubeObject object, Fence fence) {
    return change(
        object.key(),
        object.metadata().uid(),
        object.metadata().resourceVersion(),
        fence,
        current -> {
          ObjectMeta was = current.object().metadata();
          KubeObject kept =
              object.withMetadata(kept(object.metadata(), was).withGeneration(was.generation()));
          JsonNode before = current.tree();
          JsonNode after =
              StoredObject.withStatusOf(
                  StoredObject.tree(StoredObject.bytes(kept).getBytes()), before);
          boolean spec = StoredObject.specDiffers(before, after);
          KubeObject merged = Json.read(after, object.type().record());
          return merged.withMetadata(
              merged.metadata().withGeneration(was.generation() + (spec ? 1 : 0)));
        });
  }

  /// What the store alone says of an object stays as it is.
  private static ObjectMeta kept(ObjectMeta given, ObjectMeta was) {
    return new ObjectMeta(
        given.name(),
        was.generateName(),
        given.namespace(),
        was.uid(),
        Revision.NONE,
        was.generation(),
        was.creationTimestamp(),
        was.deletionTimestamp(),
        was.deletionGracePeriodSeconds(),
        given.labels(),
        given.annotations(),
        given.ownerReferences(),
        given.finalizers());
  }

  @Override
  public Write updateStatus(KubeObject object, Fence fence) {
    return change(
        object.key(),
        object.metadata().uid(),
        object.metadata().resourceVersion(),
        fence,
        current ->
            Json.read(
                StoredObject.withStatusOf(current.tree(), Json.tree(object)),
                object.type().record()));
  }

  @Override
  public Write delete(ObjectKey key, Uid uid, Optional<Duration> grace, Fence fence) {
    for (int tries = 0; tries < TRIES; tries++) {
      switch (current(key, uid)) {
        case Found.Not(Write write) -> {
          return write;
        }
        case Found.It(StoredObject current) -> {
          Write write = deleteOnce(key, current, grace, fence);
          if (!lostRace(write)) {
            return write;
          }
        }
      }
    }
    return conflict(key);
  }

  private Write deleteOnce(
      ObjectKey key, StoredObject current, Optional<Duration> grace, Fence fence) {
    KubeObject object = current.object();
    if (object instanceof Pod pod && pod.spec().nodeName().isPresent()) {
      Duration wanted =
          grace.orElse(Duration.ofSeconds(pod.spec().terminationGracePeriodSeconds()));
      Optional<Long> already = pod.metadata().deletionGracePeriodSeconds();
      if (already.isPresent() && already.get() <= wanted.toSeconds()) {
        return new Write.Accepted(pod);
      }
      return replace(
          key,
          current,
          pod.withMetadata(
              pod.metadata()
                  .withDeletionTimestamp(clock.instant().plus(wanted))
                  .withDeletionGracePeriodSeconds(wanted.toSeconds())),
          fence);
    }
    if (object instanceof Namespace namespace) {
      if (namespace.metadata().isDeleting()) {
        return new Write.Accepted(namespace);
      }
      return replace(
          key,
          current,
          new Namespace(
              namespace.metadata().withDeletionTimestamp(clock.instant()),
              new Namespace.NamespaceStatus("Terminating")),
          fence);
    }
    return removeOnce(key, current, fence);
  }

  @Override
  public Write remove(ObjectKey key, Uid uid, Fence fence) {
    for (int tries = 0; tries < TRIES; tries++) {
      switch (current(key, uid)) {
        case Found.Not(Write write) -> {
          return write;
        }
        case Found.It(StoredObject current) -> {
          Write write = removeOnce(key, current, fence);
          if (!lostRace(write)) {
            return write;
          }
        }
      }
    }
    return conflict(key);
  }

  private Write removeOnce(ObjectKey key, StoredObject current, Fence fence) {
    String path = keys.object(key);
    List<Compare> compares = new ArrayList<>(fences.compares(fence));
    compares.add(new Compare.Unchanged(path, current.entry().modRevision()));
    List<io.nokube.etcd.session.Write> writes = new ArrayList<>();
    writes.add(io.nokube.etcd.session.Write.delete(path));
    bindingKey(current.object())
        .ifPresent(binding -> writes.add(io.nokube.etcd.session.Write.delete(binding)));
    return commit(
        key,
        new Txn(compares, writes),
        fence,
        revision -> current.object(),
        failed -> conflict(key));
  }

  /// What an object is to become of what it is.
  private interface Becoming extends Function<StoredObject, KubeObject> {}

  private Write change(ObjectKey key, Uid uid, Revision based, Fence fence, Becoming becoming) {
    for (int tries = 0; tries < TRIES; tries++) {
      switch (current(key, uid)) {
        case Found.Not(Write write) -> {
          return write;
        }
        case Found.It(StoredObject current) -> {
          boolean stale =
              !based.equals(Revision.NONE) && based.number() != current.entry().modRevision();
          if (stale) {
            return conflict(key);
          }
          Write write = replace(key, current, becoming.apply(current), fence);
          if (!lostRace(write)) {
            return write;
          }
        }
      }
    }
    return conflict(key);
  }

  private Write replace(ObjectKey key, StoredObject current, KubeObject next, Fence fence) {
    ByteSequence bytes = StoredObject.bytes(next);
    if (bytes.equals(current.entry().value())) {
      return new Write.Accepted(current.object());
    }
    String path = keys.object(key);
    List<Compare> compares = new ArrayList<>(fences.compares(fence));
    compares.add(new Compare.Unchanged(path, current.entry().modRevision()));
    List<io.nokube.etcd.session.Write> writes = new ArrayList<>();
    writes.add(new io.nokube.etcd.session.Write.Put(path, bytes, current.entry().lease()));
    if (next instanceof Pod pod && bindingChanged(current.object(), pod)) {
      bindingKey(pod)
          .ifPresent(binding ->
              writes.add(
                  io.nokube.etcd.session.Write.put(binding, StoredObject.bindingBytes(pod))));
    }
    return commit(
        key,
        new Txn(compares, writes),
        fence,
        revision -> at(next, revision),
        failed -> conflict(key));
  }

  private static boolean bindingChanged(KubeObject before, Pod after) {
    return !(before instanceof Pod pod)
        || !StoredObject.bindingBytes(pod).equals(StoredObject.bindingBytes(after));
  }

  private static boolean lostRace(Write write) {
    return write instanceof Write.Refused refused && refused.reason() == Write.Reason.CONFLICT;
  }

  private sealed interface Found {
    record It(StoredObject object) implements Found {}

    record Not(Write answer) implements Found {}
  }

  private Found current(ObjectKey key, Uid uid) {
    return switch (session.get(keys.object(key))) {
      case Reading.Answer<Optional<KeyValue>>(Optional<KeyValue> entry, long at) -> {
        if (entry.isEmpty()) {
          yield new Found.Not(notFound(key));
        }
        StoredObject stored = StoredObject.of(key.type(), entry.get());
        if (!uid.equals(Uid.NONE) && !uid.equals(stored.object().metadata().uid())) {
          yield new Found.Not(
              refused(
                  Write.Reason.NOT_FOUND,
                  "%s \"%s\" with uid %s not found: another object has its name now"
                      .formatted(key.type().qualifiedPlural(), key.name(), uid)));
        }
        yield new Found.It(stored);
      }
      case Reading.Compacted<Optional<KeyValue>>(String why) ->
          new Found.Not(new Write.Refused(Write.Reason.UNAVAILABLE, why));
      case Reading.Unavailable<Optional<KeyValue>>(String why) ->
          new Found.Not(new Write.Refused(Write.Reason.UNAVAILABLE, why));
    };
  }

  private List<io.nokube.etcd.session.Write> puts(
      String path, KubeObject object, Optional<LeaseId> lease) {
    List<io.nokube.etcd.session.Write> puts = new ArrayList<>();
    puts.add(new io.nokube.etcd.session.Write.Put(path, StoredObject.bytes(object), lease));
    if (object instanceof Pod pod) {
      bindingKey(pod)
          .ifPresent(binding ->
              puts.add(io.nokube.etcd.session.Write.put(binding, StoredObject.bindingBytes(pod))));
    }
    return puts;
  }

  private Optional<String> bindingKey(KubeObject object) {
    return object instanceof Pod pod
        ? pod.spec()
            .nodeName()
            .map(node -> keys.binding(node, pod.metadata().namespace(), pod.metadata().name()))
        : Optional.empty();
  }

  private Write commit(
      ObjectKey key,
      Txn txn,
      Fence fence,
      Function<Long, KubeObject> committed,
      Function<Outcome.CompareFailed, Write> compareFailed) {
    int size =
        txn.writes().stream()
            .mapToInt(write ->
                write instanceof io.nokube.etcd.session.Write.Put put ? put.value().size() : 0)
            .sum();
    if (size > LARGEST) {
      return refused(
          Write.Reason.TOO_LARGE,
          "%s is %d bytes as JSON; the store takes %d: make it smaller or split it"
              .formatted(key, size, LARGEST));
    }
    return switch (session.commit(txn)) {
      case Outcome.Committed(long revision) -> new Write.Accepted(committed.apply(revision));
      case Outcome.CompareFailed failed ->
          fences.stopped(fence, failed)
              ? refused(
                  Write.Reason.FENCED, "the writer of %s no longer lives its path".formatted(key))
              : compareFailed.apply(failed);
      case Outcome.Unknown(String why) -> new Write.Unknown(why);
      case Outcome.Refused(Outcome.Reason reason, String why) ->
          refused(
              reason == Outcome.Reason.TOO_LARGE
                  ? Write.Reason.TOO_LARGE
                  : Write.Reason.UNAVAILABLE,
              why);
    };
  }

  private static KubeObject at(KubeObject object, long revision) {
    return object.withMetadata(object.metadata().withResourceVersion(new Revision(revision)));
  }

  private static Write refused(Write.Reason reason, String message) {
    return new Write.Refused(reason, message);
  }

  private static Write notFound(ObjectKey key) {
    return refused(
        Write.Reason.NOT_FOUND,
        "%s \"%s\" not found".formatted(key.type().qualifiedPlural(), key.name()));
  }

  private static Write conflict(ObjectKey key) {
    return refused(
        Write.Reason.CONFLICT,
        ("Operation cannot be fulfilled on %s \"%s\": the object has been modified; please apply"
                + " your changes to the latest version and try again")
            .formatted(key.type().qualifiedPlural(), key.name()));
  }

  private static String suffix() {
    StringBuilder suffix = new StringBuilder();
    RandomGenerator chance = RandomGenerator.getDefault();
    for (int i = 0; i < 5; i++) {
      suffix.append(SUFFIX_LETTERS.charAt(chance.nextInt(SUFFIX_LETTERS.length())));
    }
    return suffix.toString();
  }

  // --- watching ------------------------------------------------------------------------------

  @Override
  public Subscription watch(ResourceType type, String namespace, Revision after, Watcher watcher) {
    ObjectChanges changes = new ObjectChanges(type, key -> keys.objectKey(type, key), watcher);
    Span span = span(type, namespace);
    return after.equals(Revision.NONE)
        ? session.watch(span, changes)::close
        : session.watchWithPrevious(span, after.number() + 1, changes)::close;
  }

  @Override
  public Subscription watch(ObjectKey key, Watcher watcher) {
    return session.watch(
            Span.key(keys.object(key)),
            new ObjectChanges(key.type(), ignored -> key, watcher).sayingAbsence(key))
        ::close;
  }

  @Override
  public Subscription watchBindings(NodeName node, Watcher watcher) {
    String prefix = keys.bindings(node);
    return session.watch(
            Span.prefix(prefix),
            new ObjectChanges(
                ResourceType.POD,
                key -> {
                  String[] rest = key.substring(prefix.length()).split("/", -1);
                  return new ObjectKey(ResourceType.POD, rest[0], rest[1]);
                },
                watcher))
        ::close;
  }
}
