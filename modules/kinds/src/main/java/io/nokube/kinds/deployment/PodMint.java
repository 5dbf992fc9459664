package io.nokube.kinds.deployment;

import io.nokube.kinds.TemplateHash;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import io.nokube.model.core.PodTemplate;
import io.nokube.model.meta.ObjectMeta;
import io.nokube.model.meta.OwnerReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// New pods of a deployment, and their names.
final class PodMint {
  /// A pod's name is its hostname too, so it has to be a DNS label.
  private static final int LONGEST = 63;

  private static final int CHANCE = 5;

  private PodMint() {}

  /// `<deployment>-<revision>-<5 random letters>`, its first part cut so that it fits.
  ///
  /// @param taken names that it must not be
  static String name(
      String deployment, String revision, Set<String> taken, RandomGenerator chance) {
    int room = LONGEST - revision.length() - CHANCE - 2;
    String first = deployment.length() > room ? deployment.substring(0, room) : deployment;
    String name;
    do {
      name = first + "-" + revision + "-" + TemplateHash.chance(chance, CHANCE);
    } while (taken.contains(name));
    return name;
  }

  static Pod pod(Deployment owner, String revision, String name) {
    PodTemplate template = owner.spec().template();
    Map<String, String> labels = new HashMap<>(template.metadata().labels());
    labels.put(Replica.HASH_LABEL, revision);
    return new Pod(
        ObjectMeta.named(owner.metadata().namespace(), name)
            .withLabels(Map.copyOf(labels))
            .withAnnotations(template.metadata().annotations())
            .withOwnerReferences(List.of(OwnerReference.controller(owner))),
        template.spec(),
        PodStatus.PENDING);
  }
}
