package io.nokube.model.core;

import io.nokube.model.KubeObject;
import io.nokube.model.Revision;
import io.nokube.model.Uid;

/// Kubernetes' ObjectReference: names an object, and perhaps a part of it.
///
/// @param fieldPath such as `spec.containers{main}`; empty for the whole object
public record ObjectReference(
    String apiVersion,
    String kind,
    String namespace,
    String name,
    Uid uid,
    Revision resourceVersion,
    String fieldPath) {
  public ObjectReference {
    resourceVersion = resourceVersion == null ? Revision.NONE : resourceVersion;
    uid = uid == null ? Uid.NONE : uid;
  }

  public static ObjectReference to(KubeObject object) {
    return new ObjectReference(
        object.apiVersion(),
        object.kind(),
        object.metadata().namespace(),
        object.metadata().name(),
        object.metadata().uid(),
        object.metadata().resourceVersion(),
        "");
  }
}
