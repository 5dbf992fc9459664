package io.nokube.runtime.memory;

import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Liveness;
import io.nokube.actor.port.ObjectStore.Subscription;
import io.nokube.actor.port.Read;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Alive records in memory, as one process sees them: several processes share a [Records]. Answers
/// as etcd would; away, and without contact, when a test says so.
public final class InMemoryLiveness implements Liveness {
  /// What etcd holds. Guards itself.
  public static final class Records {
    private final Map<String, Held> byPath = new TreeMap<>();
    private final List<Watching> watchers = new CopyOnWriteArrayList<>();
    private long revision = 1;

    private record Held(Seen seen, InMemoryLiveness owner) {}

    private record Watching(String prefix, RecordWatcher watcher) {}

    private void went(String path) {
      for (Watching watching : watchers) {
        if (path.startsWith(watching.prefix())) {
          watching.watcher().went(new OwnershipPath(path));
        }
      }
    }

    /// As `etcdctl del` would.
    public void delete(OwnershipPath path) {
      synchronized (this) {
        revision++;
        byPath.remove(path.text());
      }
      went(path.text());
    }

    /// As another process' claim would.
    public synchronized Incarnation put(AliveRecord record) {
      Seen seen = new Seen(record, new Incarnation(++revision), Duration.ZERO);
      byPath.put(record.path().text(), new Held(seen, new InMemoryLiveness(this)));
      return seen.incarnation();
    }
  }

  private final Records records;
  private final List<Runnable> leaseListeners = new CopyOnWriteArrayList<>();
  private volatile boolean away;
  private volatile Duration contact = Duration.ofHours(1);

  public InMemoryLiveness(Records records) {
    this.records = records;
  }

  /// Whether somebody watches a path.
  public boolean watches(OwnershipPath path) {
    return records.watchers.stream()
        .anyMatch(watching -> path.text().startsWith(watching.prefix()));
  }

  public Records records() {
    return records;
  }

  /// Whether etcd can be reached.
  public void away(boolean isAway) {
    away = isAway;
  }

  public void contact(Duration unbroken) {
    contact = unbroken;
  }

  /// The lease expires: all records of this process go.
  public void loseLease() {
    List<String> lost = new ArrayList<>();
    synchronized (records) {
      records.byPath.forEach((path, held) -> {
        if (held.owner() == this) {
          lost.add(path);
        }
      });
      lost.forEach(records.byPath::remove);
    }
    lost.forEach(records::went);
    leaseListeners.forEach(Runnable::run);
  }

  @Override
  public Claim claim(AliveRecord record) {
    if (away) {
      return new Claim.Unavailable("away");
    }
    synchronized (records) {
      Records.Held held = records.byPath.get(record.path().text());
      if (held != null) {
        return new Claim.Taken(held.seen());
      }
      Seen seen = new Seen(record, new Incarnation(++records.revision), Duration.ZERO);
      records.byPath.put(record.path().text(), new Records.Held(seen, this));
      return new Claim.Held(seen.incarnation());
    }
  }

  @Override
  public void release(OwnershipPath path, Incarnation incarnation) {
    if (away) {
      return;
    }
    synchronized (records) {
      Records.Held held = records.byPath.get(path.text());
      if (held == null || !held.seen().incarnation().equals(incarnation)) {
        return;
      }
      records.revision++;
      records.byPath.remove(path.text());
    }
    records.went(path.text());
  }

  @Override
  public Read<Seen> read(OwnershipPath path) {
    if (away) {
      return new Read.Unavailable<>("away");
    }
    synchronized (records) {
      Records.Held held = records.byPath.get(path.text());
      Revision now = new Revision(records.revision);
      return held == null ? new Read.Absent<>(now) : new Read.Found<>(held.seen(), now);
    }
  }

  @Override
  public Read<List<Seen>> list(String prefix) {
    if (away) {
      return new Read.Unavailable<>("away");
    }
    synchronized (records) {
      List<Seen> seen =
          records.byPath.values().stream()
              .map(Records.Held::seen)
              .filter(one -> one.record().path().text().startsWith(prefix))
              .toList();
      return new Read.Found<>(seen, new Revision(records.revision));
    }
  }

  @Override
  public Duration contact() {
    return away ? Duration.ZERO : contact;
  }

  @Override
  public Duration settling() {
    return Duration.ofSeconds(10);
  }

  @Override
  public void onLeaseLost(Runnable listener) {
    leaseListeners.add(listener);
  }

  @Override
  public Subscription watch(String prefix, RecordWatcher watcher) {
    Records.Watching watching = new Records.Watching(prefix, watcher);
    records.watchers.add(watching);
    return () -> records.watchers.remove(watching);
  }

  /// Whether an incarnation still holds a path.
  public boolean holds(OwnershipPath path, Incarnation incarnation) {
    return read(path) instanceof Read.Found<Seen>(var seen, _)
        && seen.incarnation().equals(incarnation);
  }
}
