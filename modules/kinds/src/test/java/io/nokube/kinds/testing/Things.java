package io.nokube.kinds.testing;

import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.DaemonSetSpec;
import io.nokube.model.apps.DaemonSetStatus;
import io.nokube.model.apps.Deployment;
import io.nokube.model.apps.DeploymentSpec;
import io.nokube.model.apps.DeploymentStatus;
import io.nokube.model.core.Affinity;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Container;
import io.nokube.model.core.Container.ContainerPort;
import io.nokube.model.core.Container.ImagePullPolicy;
import io.nokube.model.core.Container.Resources;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeSpec;
import io.nokube.model.core.NodeSpec.Taint;
import io.nokube.model.core.NodeStatus;
import io.nokube.model.core.NodeStatus.NodeSystemInfo;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec;
import io.nokube.model.core.PodSpec.PodSecurityContext;
import io.nokube.model.core.PodSpec.RestartPolicy;
import io.nokube.model.core.PodStatus;
import io.nokube.model.core.PodTemplate;
import io.nokube.model.core.Toleration;
import io.nokube.model.meta.Condition;
import io.nokube.model.meta.IntOrPercent;
import io.nokube.model.meta.LabelSelector;
import io.nokube.model.meta.ObjectMeta;
import io.nokube.model.meta.OwnerReference;
import io.nokube.model.meta.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Objects for tests, in few words.
public final class Things {
  /// When everything begins.
  public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private Things() {}

  public static NodeBuilder node(String name) {
    return new NodeBuilder(name);
  }

  public static PodBuilder pod(String name) {
    return new PodBuilder(name);
  }

  public static Deployment deployment(String name, int replicas) {
    return new Deployment(
        ObjectMeta.named("default", name)
            .withUid(new Uid("uid-" + name))
            .withGeneration(1)
            .withResourceVersion(new Revision(1))
            .withCreationTimestamp(T0),
        new DeploymentSpec(
            replicas,
            new LabelSelector(Map.of("app", name), List.of()),
            template(name, "busybox:1"),
            new DeploymentSpec.Strategy(
                DeploymentSpec.StrategyType.ROLLING_UPDATE,
                Optional.of(
                    new DeploymentSpec.RollingUpdate(
                        IntOrPercent.parse("25%"), IntOrPercent.parse("25%")))),
            0,
            600),
        DeploymentStatus.NONE);
  }

  /// Tolerates that its node is silent, but only for so long.
  public static Toleration unreachableFor(long seconds) {
    return new Toleration(
        "node.kubernetes.io/unreachable", "Exists", "", "NoExecute", Optional.of(seconds));
  }

  public static Namespace namespace(String name) {
    return new Namespace(
        ObjectMeta.named("", name)
            .withUid(new Uid("uid-" + name))
            .withResourceVersion(new Revision(1)),
        new Namespace.NamespaceStatus("Active"));
  }

  public static ConfigMap configMap(String name) {
    return new ConfigMap(
        ObjectMeta.named("default", name).withUid(new Uid("uid-cm-" + name)),
        Map.of("key", "value"),
        Map.of(),
        Optional.empty());
  }

  public static DaemonSet daemonSet(String name) {
    return new DaemonSet(
        ObjectMeta.named("default", name)
            .withUid(new Uid("uid-" + name))
            .withGeneration(1)
            .withResourceVersion(new Revision(1))
            .withCreationTimestamp(T0),
        new DaemonSetSpec(
            new LabelSelector(Map.of("app", name), List.of()),
            template(name, "busybox:1"),
            new DaemonSetSpec.UpdateStrategy(
                DaemonSetSpec.UpdateType.ROLLING_UPDATE,
                Optional.of(
                    new DaemonSetSpec.RollingUpdate(IntOrPercent.of(1), IntOrPercent.of(0)))),
            0),
        DaemonSetStatus.NONE);
  }

  public static DaemonSet maxUnavailable(DaemonSet set, IntOrPercent most) {
    return new DaemonSet(
        set.metadata(),
        new DaemonSetSpec(
            set.spec().selector(),
            set.spec().template(),
            new DaemonSetSpec.UpdateStrategy(
                DaemonSetSpec.UpdateType.ROLLING_UPDATE,
                Optional.of(new DaemonSetSpec.RollingUpdate(most, IntOrPercent.of(0)))),
            set.spec().minReadySeconds()),
        set.status());
  }

  public static DaemonSet image(DaemonSet set, String image) {
    return with(set, template(set.metadata().name(), image));
  }

  /// On nodes with this label only.
  public static DaemonSet selecting(DaemonSet set, String key, String value) {
    PodTemplate template = set.spec().template();
    PodSpec spec = pod("any").selects(key, value).build().spec();
    return with(set, new PodTemplate(template.metadata(), spec));
  }

  private static DaemonSet with(DaemonSet set, PodTemplate template) {
    return new DaemonSet(
        set.metadata(),
        new DaemonSetSpec(
            set.spec().selector(),
            template,
            set.spec().updateStrategy(),
            set.spec().minReadySeconds()),
        set.status());
  }

  public static PodTemplate template(String app, String image) {
    return new PodTemplate(
        ObjectMeta.named("", "").withLabels(Map.of("app", app)),
        spec(List.of(container("main", image, Resources.NONE, List.of()))));
  }

  /// The same spec with another image.
  public static DeploymentSpec template(String app, String image, DeploymentSpec spec) {
    return new DeploymentSpec(
        spec.replicas(),
        spec.selector(),
        template(app, image),
        spec.strategy(),
        spec.minReadySeconds(),
        spec.progressDeadlineSeconds());
  }

  public static Deployment minReady(Deployment deployment, int seconds) {
    DeploymentSpec spec = deployment.spec();
    return new Deployment(
        deployment.metadata(),
        new DeploymentSpec(
            spec.replicas(),
            spec.selector(),
            spec.template(),
            spec.strategy(),
            seconds,
            spec.progressDeadlineSeconds()),
        deployment.status());
  }

  private static Container container(
      String name, String image, Resources resources, List<ContainerPort> ports) {
    return new Container(
        name,
        image,
        ImagePullPolicy.IF_NOT_PRESENT,
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        ports,
        resources,
        List.of(),
        Optional.empty());
  }

  private static PodSpec spec(List<Container> containers) {
    return new PodSpec(
        containers,
        List.of(),
        RestartPolicy.ALWAYS,
        30,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        List.of(),
        false,
        false,
        "",
        PodSecurityContext.NONE);
  }

  /// A ready node with 4 CPUs, 8 GiB and room for 110 pods, unless told otherwise.
  public static final class NodeBuilder {
    private final String name;
    private final Map<String, String> labels = new HashMap<>();
    private final List<Taint> taints = new ArrayList<>();
    private boolean unschedulable;
    private String ready = "True";
    private Map<String, Quantity> allocatable = allocatable("4", "8Gi", 110);
    private Instant since = T0;

    NodeBuilder(String name) {
      this.name = name;
      labels.put("kubernetes.io/hostname", name);
    }

    private static Map<String, Quantity> allocatable(String cpu, String memory, int pods) {
      return Map.of(
          "cpu", new Quantity(cpu), "memory", new Quantity(memory), "pods", Quantity.of(pods));
    }

    public NodeBuilder label(String key, String value) {
      labels.put(key, value);
      return this;
    }

    public NodeBuilder taint(String key, String value, String effect) {
      taints.add(new Taint(key, value, effect));
      return this;
    }

    public NodeBuilder cordoned() {
      unschedulable = true;
      return this;
    }

    public NodeBuilder notReady() {
      ready = "False";
      return this;
    }

    public NodeBuilder silent() {
      ready = "Unknown";
      return this;
    }

    public NodeBuilder readySince(Instant since) {
      this.since = since;
      return this;
    }

    public NodeBuilder room(String cpu, String memory, int pods) {
      allocatable = allocatable(cpu, memory, pods);
      return this;
    }

    public Node build() {
      return new Node(
          ObjectMeta.named("", name)
              .withUid(new Uid("uid-" + name))
              .withResourceVersion(new Revision(1))
              .withLabels(Map.copyOf(labels)),
          new NodeSpec(unschedulable, List.copyOf(taints)),
          new NodeStatus(
              allocatable,
              allocatable,
              List.of(new Condition("Ready", ready, Optional.empty(), Optional.of(since), "", "")),
              List.of(),
              NodeSystemInfo.UNKNOWN));
    }
  }

  /// A pending pod of one container, unless told otherwise.
  public static final class PodBuilder {
    private ObjectMeta metadata;
    private PodSpec spec = spec(List.of());
    private PodStatus status = PodStatus.PENDING;
    private final List<Container> containers = new ArrayList<>();

    PodBuilder(String name) {
      metadata =
          ObjectMeta.named("default", name)
              .withUid(new Uid("uid-" + name))
              .withResourceVersion(new Revision(1))
              .withCreationTimestamp(T0);
    }

    public PodBuilder ownedBy(KubeObject owner) {
      metadata = metadata.withOwnerReferences(List.of(OwnerReference.controller(owner)));
      return this;
    }

    public PodBuilder label(String key, String value) {
      Map<String, String> labels = new HashMap<>(metadata.labels());
      labels.put(key, value);
      metadata = metadata.withLabels(Map.copyOf(labels));
      return this;
    }

    public PodBuilder uid(String uid) {
      metadata = metadata.withUid(new Uid(uid));
      return this;
    }

    public PodBuilder created(Instant at) {
      metadata = metadata.withCreationTimestamp(at);
      return this;
    }

    public PodBuilder deleting() {
      metadata = metadata.withDeletionTimestamp(T0);
      return this;
    }

    public PodBuilder on(String node) {
      spec = spec.withNodeName(new NodeName(node));
      return this;
    }

    public PodBuilder requests(String cpu, String memory) {
      return container(new Resources(amounts(cpu, memory), Map.of()), List.of());
    }

    public PodBuilder limits(String cpu, String memory) {
      return container(new Resources(Map.of(), amounts(cpu, memory)), List.of());
    }

    public PodBuilder hostPort(int port) {
      return container(
          Resources.NONE, List.of(new ContainerPort("", port, Optional.of(port), "", "TCP")));
    }

    public PodBuilder hostPort(int port, String ip, String protocol) {
      return container(
          Resources.NONE, List.of(new ContainerPort("", port, Optional.of(port), ip, protocol)));
    }

    private PodBuilder container(Resources resources, List<ContainerPort> ports) {
      String name = "c" + containers.size();
      containers.add(Things.container(name, "busybox:1", resources, ports));
      return this;
    }

    private static Map<String, Quantity> amounts(String cpu, String memory) {
      return Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory));
    }

    public PodBuilder hostNetwork() {
      spec =
          new PodSpec(
              spec.containers(),
              spec.volumes(),
              spec.restartPolicy(),
              spec.terminationGracePeriodSeconds(),
              spec.nodeName(),
              spec.nodeSelector(),
              spec.affinity(),
              spec.tolerations(),
              true,
              spec.hostPID(),
              spec.hostname(),
              spec.securityContext());
      return this;
    }

    public PodBuilder selects(String key, String value) {
      spec = with(Map.of(key, value), spec.affinity(), spec.tolerations());
      return this;
    }

    public PodBuilder affinity(Affinity affinity) {
      spec = with(spec.nodeSelector(), Optional.of(affinity), spec.tolerations());
      return this;
    }

    public PodBuilder tolerates(String key, String effect) {
      return tolerates(new Toleration(key, "Exists", "", effect, Optional.empty()));
    }

    public PodBuilder tolerates(Toleration toleration) {
      List<Toleration> all = new ArrayList<>(spec.tolerations());
      all.add(toleration);
      spec = with(spec.nodeSelector(), spec.affinity(), List.copyOf(all));
      return this;
    }

    private PodSpec with(
        Map<String, String> selector, Optional<Affinity> affinity, List<Toleration> tolerations) {
      return new PodSpec(
          spec.containers(),
          spec.volumes(),
          spec.restartPolicy(),
          spec.terminationGracePeriodSeconds(),
          spec.nodeName(),
          selector,
          affinity,
          tolerations,
          spec.hostNetwork(),
          spec.hostPID(),
          spec.hostname(),
          spec.securityContext());
    }

    public PodBuilder ready(Instant since) {
      return phase(
          PodStatus.Phase.RUNNING, List.of(Condition.of("Ready", true, since, "", "")), "");
    }

    public PodBuilder unready() {
      return phase(PodStatus.Phase.RUNNING, List.of(Condition.of("Ready", false, T0, "", "")), "");
    }

    public PodBuilder failed(String reason) {
      return phase(PodStatus.Phase.FAILED, List.of(), reason);
    }

    public PodBuilder succeeded() {
      return phase(PodStatus.Phase.SUCCEEDED, List.of(), "");
    }

    private PodBuilder phase(PodStatus.Phase phase, List<Condition> conditions, String reason) {
      status = new PodStatus(phase, conditions, reason, "", "", "", Optional.empty(), List.of());
      return this;
    }

    public Pod build() {
      List<Container> made =
          containers.isEmpty()
              ? List.of(Things.container("main", "busybox:1", Resources.NONE, List.of()))
              : List.copyOf(containers);
      PodSpec whole =
          new PodSpec(
              made,
              spec.volumes(),
              spec.restartPolicy(),
              spec.terminationGracePeriodSeconds(),
              spec.nodeName(),
              spec.nodeSelector(),
              spec.affinity(),
              spec.tolerations(),
              spec.hostNetwork(),
              spec.hostPID(),
              spec.hostname(),
              spec.securityContext());
      return new Pod(metadata, whole, status);
    }
  }
}
