package io.nokube.etcd.manifest;

import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.Read;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.strict.Manifest.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Reads what a plan needs to know.
final class Sights {
  private Sights() {}

  sealed interface Look {
    record Seen(Sight sight) implements Look {}

    record Blind(String why) implements Look {}
  }

  static Look look(ObjectStore store, List<Document> documents) {
    Set<ObjectKey> keys = new LinkedHashSet<>();
    documents.stream()
        .map(document -> document.object().key())
        .flatMap(key ->
            key.type().namespaced() ? Stream.of(key, Sight.namespaceKey(key)) : Stream.of(key))
        .forEach(keys::add);
    List<ObjectKey> wanted = new ArrayList<>(keys);
    List<Read<KubeObject>> reads = Several.atOnce(wanted, store::get);
    Map<ObjectKey, KubeObject> there = new HashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      switch (reads.get(i)) {
        case Read.Found<KubeObject>(KubeObject object, var at) -> there.put(wanted.get(i), object);
        case Read.Absent<KubeObject> absent -> {}
        case Read.Unavailable<KubeObject>(String why) -> {
          return new Look.Blind(why);
        }
      }
    }
    return new Look.Seen(new Sight(there));
  }
}
