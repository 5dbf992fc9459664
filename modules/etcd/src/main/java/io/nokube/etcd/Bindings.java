package io.nokube.etcd;

import io.nokube.etcd.session.Write;
import io.nokube.model.EtcdKeys;
import io.nokube.model.KubeObject;
import io.nokube.model.core.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a write of an object does to its binding, in the same transaction. Only pods that have a
/// node have one.
record Bindings(EtcdKeys keys) {

  List<Write> created(KubeObject object) {
    return key(object).map(key -> List.of(put(key, (Pod) object))).orElse(List.of());
  }

  List<Write> removed(KubeObject object) {
    return key(object).map(key -> List.<Write>of(Write.delete(key))).orElse(List.of());
  }

  /// A change of nothing but the status leaves the binding alone.
  List<Write> changed(KubeObject before, KubeObject after) {
    Optional<String> was = key(before);
    Optional<String> is = key(after);
    List<Write> writes = new ArrayList<>();
    was.filter(key -> !was.equals(is)).ifPresent(key -> writes.add(Write.delete(key)));
    is.filter(key ->
            !was.equals(is)
                || !StoredObject.binding((Pod) before).equals(StoredObject.binding((Pod) after)))
        .ifPresent(key -> writes.add(put(key, (Pod) after)));
    return writes;
  }

  private static Write put(String key, Pod pod) {
    return Write.put(key, StoredObject.json(StoredObject.binding(pod)));
  }

  private Optional<String> key(KubeObject object) {
    return object instanceof Pod pod
        ? pod.spec()
            .nodeName()
            .map(node -> keys.binding(node, pod.metadata().namespace(), pod.metadata().name()))
        : Optional.empty();
  }
}
