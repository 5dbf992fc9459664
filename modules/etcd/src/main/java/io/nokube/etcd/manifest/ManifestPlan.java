package io.nokube.etcd.manifest;

import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.SystemNamespace;
import io.nokube.model.json.Json;
import io.nokube.model.meta.ObjectMeta;
import io.nokube.model.strict.Manifest.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a manifest key's text makes of the objects that are there: all of its documents, or none.
///
/// Pure. Objects are made in the order of [ResourceType#BUILT_IN] and pruned in the opposite one.
sealed interface ManifestPlan {
  record Apply(List<Put> puts, List<ObjectKey> prune) implements ManifestPlan {}

  /// Some documents can't be had as things are; nothing changes.
  ///
  /// @param whys by the document's index
  record Refuse(Map<Integer, String> whys) implements ManifestPlan {}

  /// Something is on its way out and has to be gone first.
  record Wait(Map<Integer, String> whys) implements ManifestPlan {}

  /// @param object as it is to be written: based on what is there
  record Put(Document document, KubeObject object, Optional<KubeObject> there) {}

  /// @param owned what the key has made so far
  /// @param largest how many bytes an object may have as JSON
  static ManifestPlan of(
      String path, List<Document> documents, Sight sight, Set<ObjectKey> owned, int largest) {
    Map<Integer, String> refused = new HashMap<>();
    Map<Integer, String> waiting = new HashMap<>();
    List<Put> puts = new ArrayList<>();
    Set<ObjectKey> made =
        documents.stream().map(document -> document.object().key()).collect(Collectors.toSet());
    for (Document document : documents) {
      ObjectKey key = document.object().key();
      Optional<KubeObject> there = sight.of(key);
      refusal(path, document, there, sight, made, largest)
          .ifPresent(why -> refused.put(document.index(), why));
      leaving(key, there, sight).ifPresent(why -> waiting.put(document.index(), why));
      puts.add(new Put(document, written(path, document.object(), there), there));
    }
    if (!refused.isEmpty()) {
      return new Refuse(Map.copyOf(refused));
    }
    if (!waiting.isEmpty()) {
      return new Wait(Map.copyOf(waiting));
    }
    puts.sort(Comparator.comparingInt(put -> rank(put.object().key())));
    return new Apply(List.copyOf(puts), prune(owned, made));
  }

  /// What the key has made and its text no longer names.
  static List<ObjectKey> prune(Set<ObjectKey> owned, Set<ObjectKey> wanted) {
    Set<ObjectKey> prune = new HashSet<>(owned);
    prune.removeAll(wanted);
    return prune.stream()
        .sorted(
            Comparator.comparingInt(ManifestPlan::rank)
                .reversed()
                .thenComparing(ObjectKey::toString))
        .toList();
  }

  private static int rank(ObjectKey key) {
    return ResourceType.BUILT_IN.indexOf(key.type());
  }

  private static Optional<String> refusal(
      String path,
      Document document,
      Optional<KubeObject> there,
      Sight sight,
      Set<ObjectKey> made,
      int largest) {
    ObjectKey key = document.object().key();
    Optional<String> system = SystemNamespace.refusal(key);
    if (system.isPresent()) {
      return system;
    }
    int size = Json.write(document.object()).length;
    if (size > largest) {
      return Optional.of(
          "%s is %d bytes as JSON; the store takes %d: make it smaller or split it"
              .formatted(key.shortName(), size, largest));
    }
    if (key.type().namespaced()
        && sight.namespaceOf(key).isEmpty()
        && !made.contains(Sight.namespaceKey(key))) {
      return Optional.of(
          "namespaces \"%s\" not found: make it first, or add it to this manifest"
              .formatted(key.namespace()));
    }
    return there.flatMap(object -> Ownership.strangerTo(path, object));
  }

  private static Optional<String> leaving(ObjectKey key, Optional<KubeObject> there, Sight sight) {
    Optional<KubeObject> namespace =
        key.type().namespaced() ? sight.namespaceOf(key) : Optional.empty();
    return there
        .or(() -> namespace)
        .filter(object -> object.metadata().isDeleting())
        .or(() -> namespace.filter(object -> object.metadata().isDeleting()))
        .map(object -> object.key().shortName() + " is being deleted: waiting until it is gone");
  }

  /// The manifest's object, based on the one that is there. References and finalizers that others
  /// put on it stay, unless the manifest has its own.
  private static KubeObject written(String path, KubeObject wanted, Optional<KubeObject> there) {
    KubeObject owned = Ownership.ownedBy(path, wanted);
    return there.map(object -> based(owned, object.metadata())).orElse(owned);
  }

  private static KubeObject based(KubeObject object, ObjectMeta was) {
    ObjectMeta given = object.metadata();
    return object.withMetadata(
        new ObjectMeta(
            given.name(),
            was.generateName(),
            given.namespace(),
            was.uid(),
            was.resourceVersion(),
            was.generation(),
            was.creationTimestamp(),
            was.deletionTimestamp(),
            was.deletionGracePeriodSeconds(),
            given.labels(),
            given.annotations(),
            given.ownerReferences().isEmpty() ? was.ownerReferences() : given.ownerReferences(),
            given.finalizers().isEmpty() ? was.finalizers() : given.finalizers()));
  }
}
