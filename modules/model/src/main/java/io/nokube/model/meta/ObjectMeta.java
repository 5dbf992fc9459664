package io.nokube.model.meta;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Kubernetes' ObjectMeta.
///
/// @param namespace empty for cluster-scoped objects
/// @param generation counts changes of the spec, from 1; 0 before the store has accepted the object
/// @param deletionTimestamp when the object is to be gone, once somebody deleted it
/// @param deletionGracePeriodSeconds how long its pod has to end, once somebody deleted it
public record ObjectMeta(
    String name,
    String generateName,
    String namespace,
    Uid uid,
    Revision resourceVersion,
    long generation,
    Optional<Instant> creationTimestamp,
    Optional<Instant> deletionTimestamp,
    Optional<Long> deletionGracePeriodSeconds,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<OwnerReference> ownerReferences,
    List<String> finalizers) {
  public ObjectMeta {
    uid = uid == null ? Uid.NONE : uid;
    resourceVersion = resourceVersion == null ? Revision.NONE : resourceVersion;
  }

  /// Metadata of a new object.
  public static ObjectMeta named(String namespace, String name) {
    return new ObjectMeta(
        name,
        "",
        namespace,
        Uid.NONE,
        Revision.NONE,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  /// Whether somebody asked for the object to go.
  @JsonIgnore
  public boolean isDeleting() {
    return deletionTimestamp.isPresent();
  }

  /// The owner that manages this object, if any.
  @JsonIgnore
  public Optional<OwnerReference> controller() {
    return ownerReferences.stream().filter(OwnerReference::isController).findFirst();
  }

  public ObjectMeta withName(String name) {
    return new ObjectMeta(
        name,
        generateName,
        namespace,
        uid,
        resourceVersion,
        generation,
        creationTimestamp,
        deletionTimestamp,
        deletionGracePeriodSeconds,
        labels,
        annotations,
        ownerReferences,
        finalizers);
  }

  public ObjectMeta withNamespace(String namespace) {
    return new ObjectMeta(
        name,
        generateName,
        namespace,
        uid,
        resourceVersion,
        generation,
        creationTimestamp,
        deletionTimestamp,
        deletionGracePeriodSeconds,
        labels,
        annotations,
        ownerReferences,
        finalizers);
  }

  public ObjectMeta withUid(Uid uid) {
    return new ObjectMeta(
        name,
        generateName,
        namespace,
        uid,
        resourceVersion,
        generation,
        creationTimestamp,
        deletionTimestamp,
        deletionGracePeriodSeconds,
        labels,
        annotations,
        ownerReferences,
        finalizers);
  }

  public ObjectMeta withResourceVersion(Revision resourceVersion) {
    return new ObjectMeta(
        name,
        generateName,
        namespace,
        uid,
        resourceVersion,
        generation,
        creationTimestamp,
        deletionTimestamp,
        deletionGracePeriodSeconds,
        labels,
        annotations,
        ownerReferences,
        finalizers);
  }

  public ObjectMeta withGeneration(long generation) {
    return new ObjectMeta(
        name,
        generateName,
        namespace,
        uid,
        resourceVersion,
        generation,
        creationTimestamp,
        deletionTimestamp,
        deletionGracePeriodSeconds,
        labels,
        annotations,
        ownerReferences,
        finalizers);
  }

  public ObjectMeta withCreationTimestamp(Instant creationTimestamp) {
    return new ObjectMeta(
        name,
        generateName,
        namespace,
        uid,
        resourceVersion,
        generation,
        Optional.of(creationTimestamp),
        deletionTimestamp,
        deletionGracePeriodSeconds,
        labels,
        annotations,
        ownerReferences,
        finalizers);
  }

  public ObjectMeta withDeletionTimestamp(Instant deletionTimestamp) {
    return new ObjectMeta(
        name,
        generateName,
        namespace,
        uid,
        resourceVersion,
        generation,
        creationTimestamp,
        Optional.of(deletionTimestamp),
        deletionGracePeriodSeconds,
        labels,
        annotations,
        ownerReferences,
        finalizers);
  }

  public ObjectMeta withDeletionGracePeriodSeconds(long deletionGracePeriodSeconds) {
    return new ObjectMeta(
        name,
        generateName,
        namespace,
        uid,
        resourceVersion,
        generation,
        creationTimestamp,
        deletionTimestamp,
        Optional.of(deletionGracePeriodSeconds),
        labels,
        annotations,
        ownerReferences,
        finalizers);
  }

  public ObjectMeta withLabels(Map<String, String> labels) {
    return new ObjectMeta(
        name,
        generateName,
        namespace,
        uid,
        resourceVersion,
        generation,
        creationTimestamp,
        deletionTimestamp,
        deletionGracePeriodSeconds,
        labels,
        annotations,
        ownerReferences,
        finalizers);
  }

  public ObjectMeta withAnnotations(Map<String, String> annotations) {
    return new ObjectMeta(
        name,
        generateName,
        namespace,
        uid,
        resourceVersion,
        generation,
        creationTimestamp,
        deletionTimestamp,
        deletionGracePeriodSeconds,
        labels,
        annotations,
        ownerReferences,
        finalizers);
  }

  public ObjectMeta withOwnerReferences(List<OwnerReference> ownerReferences) {
    return new ObjectMeta(
        name,
        generateName,
        namespace,
        uid,
        resourceVersion,
        generation,
        creationTimestamp,
        deletionTimestamp,
        deletionGracePeriodSeconds,
        labels,
        annotations,
        ownerReferences,
        finalizers);
  }
}
