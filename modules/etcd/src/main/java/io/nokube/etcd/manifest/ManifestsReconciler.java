package io.nokube.etcd.manifest;

import io.nokube.actor.port.Fence;
import io.nokube.actor.port.ObjectStore;
import io.nokube.etcd.EtcdObjectStore;
import io.nokube.etcd.manifest.Reconciliation.Came;
import io.nokube.etcd.session.Change;
import io.nokube.etcd.session.Delivery;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Span;
import io.nokube.etcd.session.Watch;
import io.nokube.model.EtcdKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the objects of every manifest key as its text says (design.md §5). Runs where
/// kubecontroller is; as soon as another leads, its writes are refused and it ends.
///
/// A key whose status says that its present revision is applied is left alone, so that a change of
/// leader doesn't take back what users have changed since, such as by `scale`.
public final class ManifestsReconciler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestsReconciler.class);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final EtcdKeys keys;
  private final ObjectStore store;
  private final Fence fence;
  private final ManifestSettings settings;
  private final StatusKeys statuses;
  private final BlockingQueue<Delivery> inbox = new LinkedBlockingQueue<>();
  private final Duration patience;
  private final Thread worker;
  private final Watch watch;
  private volatile boolean closed;

  // The worker's own from here on.
  private final Map<String, KeyValue> texts = new HashMap<>();
  private final Map<String, ManifestStatus> said = new HashMap<>();
  private final Agenda agenda = new Agenda();
  private Optional<Delivery.Resync> beginning = Optional.empty();
  private Optional<Reconciliation> reconciliation = Optional.empty();

  private ManifestsReconciler(
      EtcdSession session,
      EtcdKeys keys,
      ObjectStore store,
      Fence fence,
      ManifestSettings settings) {
    this.keys = keys;
    this.store = store;
    this.fence = fence;
    this.settings = settings;
    this.statuses = new StatusKeys(session, keys, fence);
    this.patience = session.settings().requestTimeout();
    this.worker = Thread.ofVirtual().name("manifests").unstarted(this::run);
    this.watch = session.watch(Span.prefix(keys.manifests()), inbox::add);
  }

  /// @param fence of the leader's kubecontroller
  public static ManifestsReconciler start(
      EtcdSession session,
      EtcdKeys keys,
      ObjectStore store,
      Fence fence,
      ManifestSettings settings) {
    ManifestsReconciler reconciler = new ManifestsReconciler(session, keys, store, fence, settings);
    reconciler.worker.start();
    return reconciler;
  }

  /// Nothing is begun afterwards; what is being written is waited for, for a while.
  @Override
  public void close() {
    closed = true;
    watch.close();
    inbox.add(new Delivery.Changes(List.of(), 0));
    if (Thread.currentThread() != worker) {
      try {
        worker.join(patience);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    try {
      while (!closed) {
        Optional.ofNullable(inbox.poll(idle().toNanos(), TimeUnit.NANOSECONDS))
            .ifPresent(this::take);
        if (inbox.isEmpty() && begun()) {
          agenda.next(System.nanoTime()).ifPresent(this::reconcile);
        }
      }
    } catch (InterruptedException e) {
      LOG.error("the manifests prefix was interrupted: it is looked after no longer");
    }
  }

  private Duration idle() {
    return beginning.isPresent() ? settings.retry() : agenda.idle(System.nanoTime(), LONGEST);
  }

  private void take(Delivery delivery) {
    switch (delivery) {
      case Delivery.Resync resync -> {
        texts.clear();
        resync.entries().forEach(entry -> texts.put(path(entry.key()), entry));
        beginning = Optional.of(resync);
      }
      case Delivery.Changes(List<Change> changes, long revision) -> changes.forEach(this::take);
    }
  }

  private void take(Change change) {
    switch (change) {
      case Change.Put put -> texts.put(path(put.key()), put.now());
      case Change.Delete delete -> texts.remove(path(delete.key()));
    }
    agenda.at(path(change.key()), System.nanoTime());
  }

  /// Whether it is known what the keys have made so far; it is read once there is a first sight of
  /// the keys, and tried again while etcd is away.
  private boolean begun() {
    if (beginning.isPresent()) {
      Optional<Map<String, Long>> applied = statuses.applied();
      Optional<Holdings> holdings = Holdings.read(store);
      if (applied.isEmpty() || holdings.isEmpty()) {
        return false;
      }
      begin(applied.get(), holdings.get());
      beginning = Optional.empty();
    }
    return reconciliation.isPresent();
  }

  private void begin(Map<String, Long> applied, Holdings holdings) {
    reconciliation =
        Optional.of(
            new Reconciliation(
                store, new Carrying(store, fence), holdings, EtcdObjectStore.LARGEST));
    said.clear();
    agenda.clear();
    Set<String> paths = new HashSet<>(texts.keySet());
    paths.addAll(applied.keySet());
    paths.addAll(holdings.paths());
    for (String path : paths) {
      Optional<Long> revision = Optional.ofNullable(texts.get(path)).map(KeyValue::modRevision);
      if (revision.isEmpty() || !revision.equals(Optional.ofNullable(applied.get(path)))) {
        agenda.at(path, System.nanoTime());
      }
    }
    LOG.info("manifests looked after keys={} due={}", texts.size(), agenda.size());
  }

  private void reconcile(String path) {
    Optional<KeyValue> text = Optional.ofNullable(texts.get(path));
    Reconciliation now = reconciliation.orElseThrow();
    Came came;
    try {
      came = text.map(entry -> now.of(path, entry)).orElseGet(() -> now.withdraw(path));
    } catch (RuntimeException e) {
      LOG.error("manifest failed path={}: it is tried again later", path, e);
      came =
          new Came.Blocked(
              ManifestStatus.unknown(
                  text.map(KeyValue::modRevision).orElse(0L), "nokube failed at it: " + e));
    }
    long then = System.nanoTime();
    switch (came) {
      case Came.Settled(ManifestStatus status, boolean changed) -> {
        agenda.settled(path);
        say(path, text.isPresent() ? Optional.of(status) : Optional.empty());
        if (changed) {
          agenda.unblock(then);
        }
      }
      case Came.Blocked(ManifestStatus status) -> {
        agenda.blocked(path, then + settings.lookAgain().toNanos());
        say(path, Optional.of(status));
      }
      case Came.Again(ManifestStatus status) -> {
        agenda.at(path, then + settings.retry().toNanos());
        say(path, Optional.of(status));
      }
      case Came.Deposed deposed -> deposed();
    }
  }

  /// Only what wasn't said last.
  private void say(String path, Optional<ManifestStatus> status) {
    if (status.isPresent() && status.equals(Optional.ofNullable(said.get(path)))) {
      return;
    }
    switch (status.map(now -> statuses.put(path, now)).orElseGet(() -> statuses.remove(path))) {
      case YES -> {
        said.remove(path);
        status.ifPresent(now -> said.put(path, now));
      }
      case NO -> agenda.at(path, System.nanoTime() + settings.retry().toNanos());
      case DEPOSED -> deposed();
    }
  }

  private void deposed() {
    LOG.warn("another leads now: the manifests prefix is left to it");
    close();
  }

  private String path(String key) {
    return key.substring(keys.manifests().length());
  }
}
