package io.nokube.etcd.manifest;

import io.nokube.actor.port.ObjectStore;
import io.nokube.etcd.manifest.Carrying.End;
import io.nokube.etcd.manifest.ManifestPlan.Put;
import io.nokube.etcd.manifest.ManifestStatus.State;
import io.nokube.etcd.session.KeyValue;
import io.nokube.model.ObjectKey;
import io.nokube.model.strict.Manifest;
import io.nokube.model.strict.Manifest.Document;
import io.nokube.model.text.SourceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the objects of one manifest key what its text says, or says why not.
record Reconciliation(ObjectStore store, Carrying carrying, Holdings holdings, int largest) {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
  private static final String NAMESPACE = "default";
  private static final int TRIES = 5;

  /// What it came to.
  sealed interface Came {
    /// @param changed whether something was written or deleted
    record Settled(ManifestStatus status, boolean changed) implements Came {}

    /// Refused because of what is there: that may change.
    record Blocked(ManifestStatus status) implements Came {}

    record Again(ManifestStatus status) implements Came {}

    record Deposed() implements Came {}
  }

  /// The key is there.
  Came of(String path, KeyValue entry) {
    Manifest text =
        Manifest.read(new SourceName("manifests/" + path), entry.value().getBytes(), NAMESPACE);
    return switch (text) {
      case Manifest.Refused refused ->
          new Came.Settled(ManifestStatus.unreadable(entry.modRevision(), refused), false);
      case Manifest.Read(List<Document> documents) -> apply(path, entry.modRevision(), documents);
    };
  }

  private Came apply(String path, long revision, List<Document> documents) {
    Map<Integer, String> outdated = Map.of();
    Optional<String> blind = holdings.blind(store);
    for (int tries = 0; tries < TRIES; tries++) {
      switch (Sights.look(store, documents)) {
        case Sights.Look.Blind(String why) -> {
          return new Came.Again(ManifestStatus.unknown(revision, why));
        }
        case Sights.Look.Seen(Sight sight) -> {
          switch (ManifestPlan.of(path, documents, sight, holdings.of(path), largest)) {
            case ManifestPlan.Refuse(Map<Integer, String> whys) -> {
              return new Came.Blocked(
                  ManifestStatus.notApplied(revision, State.REFUSED, documents, whys));
            }
            case ManifestPlan.Wait(Map<Integer, String> whys) -> {
              return new Came.Again(
                  ManifestStatus.notApplied(revision, State.UNKNOWN, documents, whys));
            }
            case ManifestPlan.Apply plan -> {
              List<End> ends = carrying.puts(plan.puts());
              outdated = outdated(plan.puts(), ends);
              if (outdated.isEmpty()) {
                return carried(path, revision, plan, ends, blind);
              }
            }
          }
        }
      }
    }
    return new Came.Blocked(
        ManifestStatus.notApplied(revision, State.REFUSED, documents, outdated));
  }

  private static Map<Integer, String> outdated(List<Put> puts, List<End> ends) {
    Map<Integer, String> outdated = new HashMap<>();
    for (int i = 0; i < ends.size(); i++) {
      if (ends.get(i) instanceof End.Outdated(String why)) {
        outdated.put(puts.get(i).document().index(), why);
      }
    }
    return outdated;
  }

  private Came carried(
      String path, long revision, ManifestPlan.Apply plan, List<End> ends, Optional<String> blind) {
    Tally tally = new Tally();
    for (int i = 0; i < plan.puts().size(); i++) {
      Put put = plan.puts().get(i);
      holdings.add(path, put.object().key());
      tally.wrote(put.document(), i < ends.size() ? ends.get(i) : new End.Unknown("not tried yet"));
    }
    if (tally.isClean()) {
      prune(path, plan.prune(), tally);
      blind.ifPresent(tally::blind);
    }
    return logged(path, revision, tally);
  }

  /// The key is gone, and so are its objects.
  Came withdraw(String path) {
    Tally tally = new Tally();
    holdings.blind(store).ifPresent(tally::blind);
    prune(path, ManifestPlan.prune(holdings.of(path), Set.of()), tally);
    return logged(path, 0, tally);
  }

  private void prune(String path, List<ObjectKey> keys, Tally tally) {
    for (ObjectKey key : keys) {
      End end = carrying.prune(path, key);
      tally.pruned(key, end);
      if (end instanceof End.Done) {
        holdings.drop(path, key);
      }
    }
  }

  private static Came logged(String path, long revision, Tally tally) {
    Came came = tally.came(revision);
    if (came instanceof Came.Settled) {
      LOG.info("manifest carried out path={} revision={} {}", path, revision, tally);
    }
    return came;
  }
}
