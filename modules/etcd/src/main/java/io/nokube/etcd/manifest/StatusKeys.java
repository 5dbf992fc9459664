package io.nokube.etcd.manifest;

import io.etcd.jetcd.ByteSequence;
import io.nokube.actor.port.Fence;
import io.nokube.etcd.Fences;
import io.nokube.etcd.manifest.ManifestStatus.State;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Span;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Write;
import io.nokube.model.EtcdKeys;
import io.nokube.model.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys below `manifests-status/`, written only by the leader.
record StatusKeys(EtcdSession session, EtcdKeys keys, Fence fence) {
  private static final Logger LOG = LoggerFactory.getLogger(StatusKeys.class);

  /// What a write of a status came to.
  enum Written {
    YES,
    /// Try again.
    NO,
    /// Another leads now.
    DEPOSED
  }

  /// Of which texts it is said that they are applied: path to revision. Empty if etcd can't be
  /// read.
  Optional<Map<String, Long>> applied() {
    return switch (session.list(Span.prefix(keys.manifestsStatus()))) {
      case Reading.Answer<List<KeyValue>>(List<KeyValue> entries, long at) -> {
        Map<String, Long> applied = new HashMap<>();
        for (KeyValue entry : entries) {
          applied.put(entry.key().substring(keys.manifestsStatus().length()), applied(entry));
        }
        yield Optional.of(applied);
      }
      case Reading.Compacted<List<KeyValue>> compacted -> Optional.empty();
      case Reading.Unavailable<List<KeyValue>> unavailable -> Optional.empty();
    };
  }

  /// A status that somebody else has written over says nothing.
  private static long applied(KeyValue entry) {
    try {
      ManifestStatus status = Json.read(entry.value().getBytes(), ManifestStatus.class);
      return status.state() == State.APPLIED ? status.revision() : 0;
    } catch (IllegalArgumentException e) {
      LOG.warn("manifest status can't be read key={}: it is written anew", entry.key());
      return 0;
    }
  }

  Written put(String path, ManifestStatus status) {
    return commit(Write.put(key(path), ByteSequence.from(Json.write(status))));
  }

  Written remove(String path) {
    return commit(Write.delete(key(path)));
  }

  private Written commit(Write write) {
    Txn txn = new Txn(new Fences(keys).compares(fence), List.of(write));
    return switch (session.commit(txn)) {
      case Outcome.Committed committed -> Written.YES;
      case Outcome.CompareFailed failed -> Written.DEPOSED;
      case Outcome.Refused refused -> Written.NO;
      case Outcome.Unknown unknown -> Written.NO;
    };
  }

  private String key(String path) {
    return keys.manifestsStatus() + path;
  }
}
