package io.nokube.simulation.story;

import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.DaemonSetSpec;
import io.nokube.model.apps.DaemonSetStatus;
import io.nokube.model.apps.Deployment;
import io.nokube.model.apps.DeploymentSpec;
import io.nokube.model.apps.DeploymentStatus;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Container;
import io.nokube.model.core.Container.ImagePullPolicy;
import io.nokube.model.core.Container.Resources;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec;
import io.nokube.model.core.PodSpec.PodSecurityContext;
import io.nokube.model.core.PodSpec.RestartPolicy;
import io.nokube.model.core.PodStatus;
import io.nokube.model.core.PodTemplate;
import io.nokube.model.core.Volume;
import io.nokube.model.meta.IntOrPercent;
import io.nokube.model.meta.LabelSelector;
import io.nokube.model.meta.ObjectMeta;
import io.nokube.model.meta.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The objects that users of a history ask for.
public final class Workload {
  private static final String NAMESPACE = "default";
  private static final String MOUNTED = "page";

  private Workload() {}

  public static Namespace namespace() {
    return new Namespace(ObjectMeta.named("", NAMESPACE), new Namespace.NamespaceStatus("Active"));
  }

  public static ConfigMap configMap(int version) {
    return new ConfigMap(
        ObjectMeta.named(NAMESPACE, MOUNTED),
        Map.of("page", "version " + version),
        Map.of(),
        Optional.empty());
  }

  /// @param mounts whether its pods mount the ConfigMap
  public static Deployment deployment(String name, int replicas, int version, boolean mounts) {
    return new Deployment(
        ObjectMeta.named(NAMESPACE, name),
        new DeploymentSpec(
            replicas,
            new LabelSelector(Map.of("app", name), List.of()),
            template(name, version, 500, mounts),
            new DeploymentSpec.Strategy(
                DeploymentSpec.StrategyType.ROLLING_UPDATE,
                Optional.of(
                    new DeploymentSpec.RollingUpdate(
                        IntOrPercent.parse("25%"), IntOrPercent.parse("25%")))),
            0,
            600),
        DeploymentStatus.NONE);
  }

  public static DaemonSet daemonSet(String name, int version) {
    return new DaemonSet(
        ObjectMeta.named(NAMESPACE, name),
        new DaemonSetSpec(
            new LabelSelector(Map.of("app", name), List.of()),
            template(name, version, 0, false),
            new DaemonSetSpec.UpdateStrategy(
                DaemonSetSpec.UpdateType.ROLLING_UPDATE,
                Optional.of(
                    new DaemonSetSpec.RollingUpdate(IntOrPercent.of(1), IntOrPercent.of(0)))),
            0),
        DaemonSetStatus.NONE);
  }

  public static Pod pod(String name) {
    PodTemplate template = template(name, 1, 200, false);
    return new Pod(ObjectMeta.named(NAMESPACE, name), template.spec(), PodStatus.PENDING);
  }

  /// A pod that its user put on a node, past placement: the node itself must see whether it has
  /// room.
  ///
  /// @param milliCpu what it asks for
  public static Pod pinned(String name, int node, int milliCpu) {
    Pod pod = pod(name);
    PodTemplate template = template(name, 1, milliCpu, false);
    return pod.withSpec(template.spec().withNodeName(new NodeName("n" + node)));
  }

  private static PodTemplate template(String app, int version, int milliCpu, boolean mounts) {
    Container main =
        new Container(
            "main",
            "app:" + version,
            ImagePullPolicy.IF_NOT_PRESENT,
            List.of(),
            List.of(),
            "",
            List.of(),
            List.of(),
            List.of(),
            new Resources(Map.of("cpu", Quantity.ofMilli(milliCpu)), Map.of()),
            List.of(),
            Optional.empty());
    Volume page =
        new Volume(
            MOUNTED,
            Optional.of(new Volume.ConfigMapVolume(MOUNTED, List.of(), 420, Optional.empty())),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    PodSpec spec =
        new PodSpec(
            List.of(main),
            mounts ? List.of(page) : List.of(),
            RestartPolicy.ALWAYS,
            2,
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            List.of(),
            false,
            false,
            "",
            PodSecurityContext.NONE);
    return new PodTemplate(ObjectMeta.named("", "").withLabels(Map.of("app", app)), spec);
  }

  public static ObjectKey key(ResourceType type, String name) {
    return new ObjectKey(type, NAMESPACE, name);
  }

  /// An object in a few words.
  static String words(KubeObject object) {
    String named = object.type().singular() + "/" + object.metadata().name();
    return switch (object) {
      case Deployment it ->
          named + " replicas=" + it.spec().replicas() + " image=" + image(it.spec().template());
      case DaemonSet it -> named + " image=" + image(it.spec().template());
      default -> named;
    };
  }

  public static String image(PodTemplate template) {
    return template.spec().containers().getFirst().image();
  }
}
