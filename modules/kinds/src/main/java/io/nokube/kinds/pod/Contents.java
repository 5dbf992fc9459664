package io.nokube.kinds.pod;

import io.nokube.kinds.configstore.StoreMessage.Content;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What a pod was told of the ConfigMaps and Secrets it refers to.
///
/// @param told by object; one that isn't in it was not told yet
record Contents(Map<ObjectKey, Content> told) {
  static final Contents NONE = new Contents(Map.of());

  /// What is known of an object.
  sealed interface Known<T> {
    record There<T>(T object) implements Known<T> {}

    record Absent<T>() implements Known<T> {}

    record NotYet<T>() implements Known<T> {}
  }

  Contents with(Content content) {
    Map<ObjectKey, Content> more = new HashMap<>(told);
    more.put(content.key(), content);
    return new Contents(Map.copyOf(more));
  }

  Revision revision(ObjectKey key) {
    return Optional.ofNullable(told.get(key)).map(Content::revision).orElse(Revision.NONE);
  }

  Known<ConfigMap> configMap(String namespace, String name) {
    return known(
        new ObjectKey(ResourceType.CONFIG_MAP, namespace, name),
        object -> object instanceof ConfigMap it ? Optional.of(it) : Optional.empty());
  }

  Known<Secret> secret(String namespace, String name) {
    return known(
        new ObjectKey(ResourceType.SECRET, namespace, name),
        object -> object instanceof Secret it ? Optional.of(it) : Optional.empty());
  }

  private <T> Known<T> known(ObjectKey key, Function<KubeObject, Optional<T>> as) {
    Content content = told.get(key);
    if (content == null) {
      return new Known.NotYet<>();
    }
    return content
        .object()
        .flatMap(as)
        .<Known<T>>map(Known.There::new)
        .orElseGet(Known.Absent::new);
  }
}
