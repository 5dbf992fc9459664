package io.nokube.kinds.daemonset;

import io.nokube.model.NodeName;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec;
import io.nokube.model.core.PodStatus;
import io.nokube.model.core.PodTemplate;
import io.nokube.model.meta.ObjectMeta;
import io.nokube.model.meta.OwnerReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// New pods of a daemon set.
final class DaemonMint {
  private DaemonMint() {}

  static String name(DaemonSet owner, NodeName node) {
    return owner.metadata().name() + "-" + node;
  }

  static Pod pod(DaemonSet owner, String revision, NodeName node) {
    PodTemplate template = owner.spec().template();
    Map<String, String> labels = new HashMap<>(template.metadata().labels());
    labels.put(Daemon.HASH_LABEL, revision);
    return new Pod(
        ObjectMeta.named(owner.metadata().namespace(), name(owner, node))
            .withLabels(Map.copyOf(labels))
            .withAnnotations(template.metadata().annotations())
            .withOwnerReferences(List.of(OwnerReference.controller(owner))),
        tolerant(template.spec()).withNodeName(node),
        PodStatus.PENDING);
  }

  private static PodSpec tolerant(PodSpec spec) {
    return new PodSpec(
        spec.containers(),
        spec.volumes(),
        spec.restartPolicy(),
        spec.terminationGracePeriodSeconds(),
        spec.nodeName(),
        spec.nodeSelector(),
        spec.affinity(),
        Eligibility.tolerations(spec),
        spec.hostNetwork(),
        spec.hostPID(),
        spec.hostname(),
        spec.securityContext());
  }
}
