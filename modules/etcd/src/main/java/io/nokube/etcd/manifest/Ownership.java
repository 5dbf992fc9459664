package io.nokube.etcd.manifest;

import io.nokube.model.KubeObject;
import io.nokube.model.meta.ObjectMeta;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// To whom an object belongs: an annotation names the manifest key that made it.
public final class Ownership {
  /// Its value is the key's path below `manifests/`.
  public static final String ANNOTATION = "nokube.io/manifest";

  private Ownership() {}

  static Optional<String> path(KubeObject object) {
    return Optional.ofNullable(object.metadata().annotations().get(ANNOTATION));
  }

  static boolean isOf(String path, KubeObject object) {
    return path(object).equals(Optional.of(path));
  }

  static KubeObject ownedBy(String path, KubeObject object) {
    ObjectMeta meta = object.metadata();
    Map<String, String> annotations = new TreeMap<>(meta.annotations());
    annotations.put(ANNOTATION, path);
    return object.withMetadata(meta.withAnnotations(annotations));
  }

  /// Why a manifest key may not take an object; empty if it is its own.
  static Optional<String> strangerTo(String path, KubeObject there) {
    if (isOf(path, there)) {
      return Optional.empty();
    }
    String named = there.key().shortName();
    return Optional.of(
        path(there)
            .map(other ->
                "%s is owned by the manifest key %s: take it out of one of the two"
                    .formatted(named, other))
            .or(() ->
                there
                    .metadata()
                    .controller()
                    .map(owner ->
                        "%s is owned by %s/%s: give yours another name"
                            .formatted(
                                named,
                                owner.kind().toLowerCase(java.util.Locale.ROOT),
                                owner.name())))
            .orElse(
                "%s is owned by nokube apply or the API, which made it: delete it there first, or leave it out here"
                    .formatted(named)));
  }
}
