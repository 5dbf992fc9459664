package io.nokube.api;

import io.nokube.api.Tables.Cell;
import io.nokube.api.Tables.Column;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ResourceType;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Container;
import io.nokube.model.core.Event;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeStatus;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec;
import io.nokube.model.core.Secret;
import io.nokube.model.meta.LabelSelector;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The columns of each type. Source: upstream `pkg/printers/internalversion/printers.go`.
final class Columns {
  private Columns() {}

  static List<Column> of(ResourceType type) {
    if (type.equals(ResourceType.POD)) {
      return POD;
    }
    if (type.equals(ResourceType.DEPLOYMENT)) {
      return DEPLOYMENT;
    }
    if (type.equals(ResourceType.DAEMON_SET)) {
      return DAEMON_SET;
    }
    if (type.equals(ResourceType.NODE)) {
      return NODE;
    }
    if (type.equals(ResourceType.NAMESPACE)) {
      return NAMESPACE;
    }
    if (type.equals(ResourceType.CONFIG_MAP)) {
      return CONFIG_MAP;
    }
    if (type.equals(ResourceType.SECRET)) {
      return SECRET;
    }
    if (type.equals(ResourceType.EVENT)) {
      return EVENT;
    }
    return List.of(NAME, AGE);
  }

  private static final Column NAME = text("Name", object -> object.metadata().name());
  private static final Column AGE =
      new Column(
          "Age",
          false,
          false,
          (object, now) -> Ages.since(object.metadata().creationTimestamp(), now));

  private static final List<Column> POD =
      List.of(
          NAME,
          text("Ready", on(Pod.class, PodCells::ready)),
          text("Status", on(Pod.class, PodCells::status)),
          timed("Restarts", Pod.class, PodCells::restarts),
          AGE,
          wide("IP", on(Pod.class, pod -> orNone(pod.status().podIP()))),
          wide(
              "Node",
              on(Pod.class, pod -> pod.spec().nodeName().map(NodeName::text).orElse("<none>"))));

  private static final List<Column> DEPLOYMENT =
      List.of(
          NAME,
          text(
              "Ready",
              on(Deployment.class, d -> d.status().readyReplicas() + "/" + d.spec().replicas())),
          number("Up-to-date", on(Deployment.class, d -> "" + d.status().updatedReplicas())),
          number("Available", on(Deployment.class, d -> "" + d.status().availableReplicas())),
          AGE,
          wide("Containers", on(Deployment.class, d -> names(d.spec().template().spec()))),
          wide("Images", on(Deployment.class, d -> images(d.spec().template().spec()))),
          wide("Selector", on(Deployment.class, d -> selector(d.spec().selector()))));

  private static final List<Column> DAEMON_SET =
      List.of(
          NAME,
          number("Desired", on(DaemonSet.class, d -> "" + d.status().desiredNumberScheduled())),
          number("Current", on(DaemonSet.class, d -> "" + d.status().currentNumberScheduled())),
          number("Ready", on(DaemonSet.class, d -> "" + d.status().numberReady())),
          number("Up-to-date", on(DaemonSet.class, d -> "" + d.status().updatedNumberScheduled())),
          number("Available", on(DaemonSet.class, d -> "" + d.status().numberAvailable())),
          text(
              "Node Selector",
              on(DaemonSet.class, d -> orNone(labels(d.spec().template().spec().nodeSelector())))),
          AGE,
          wide("Containers", on(DaemonSet.class, d -> names(d.spec().template().spec()))),
          wide("Images", on(DaemonSet.class, d -> images(d.spec().template().spec()))),
          wide("Selector", on(DaemonSet.class, d -> selector(d.spec().selector()))));

  private static final List<Column> NODE =
      List.of(
          NAME,
          text("Status", on(Node.class, Columns::nodeStatus)),
          text("Roles", on(Node.class, Columns::roles)),
          AGE,
          text("Version", on(Node.class, n -> n.status().nodeInfo().kubeletVersion())),
          wide("Internal-IP", on(Node.class, n -> address(n, "InternalIP"))),
          wide("External-IP", on(Node.class, n -> address(n, "ExternalIP"))),
          wide("OS-Image", on(Node.class, n -> n.status().nodeInfo().osImage())),
          wide("Kernel-Version", on(Node.class, n -> n.status().nodeInfo().kernelVersion())),
          wide(
              "Container-Runtime",
              on(Node.class, n -> orUnknown(n.status().nodeInfo().containerRuntimeVersion()))));

  private static final List<Column> NAMESPACE =
      List.of(NAME, text("Status", on(Namespace.class, n -> n.status().phase())), AGE);

  private static final List<Column> CONFIG_MAP =
      List.of(
          NAME,
          number("Data", on(ConfigMap.class, c -> "" + (c.data().size() + c.binaryData().size()))),
          AGE);

  private static final List<Column> SECRET =
      List.of(
          NAME,
          text("Type", on(Secret.class, Secret::secretType)),
          number("Data", on(Secret.class, s -> "" + s.data().size())),
          AGE);

  private static final List<Column> EVENT =
      List.of(
          timed("Last Seen", Event.class, (e, now) -> Ages.since(e.lastTimestamp(), now)),
          text("Type", on(Event.class, Event::eventType)),
          text("Reason", on(Event.class, Event::reason)),
          text(
              "Object",
              on(
                  Event.class,
                  e ->
                      e.involvedObject().kind().toLowerCase(Locale.ROOT)
                          + "/"
                          + e.involvedObject().name())),
          wide("Subobject", on(Event.class, e -> e.involvedObject().fieldPath())),
          wide("Source", on(Event.class, e -> e.source().component())),
          text("Message", on(Event.class, Event::message)),
          timedWide("First Seen", Event.class, (e, now) -> Ages.since(e.firstTimestamp(), now)),
          wide("Count", on(Event.class, e -> "" + e.count())),
          wide("Name", object -> object.metadata().name()));

  private static <T extends KubeObject> Function<KubeObject, String> on(
      Class<T> type, Function<T, String> cell) {
    return object -> cell.apply(type.cast(object));
  }

  private static Column text(String name, Function<KubeObject, String> cell) {
    return new Column(name, false, false, (object, now) -> cell.apply(object));
  }

  private static Column number(String name, Function<KubeObject, String> cell) {
    return new Column(name, true, false, (object, now) -> cell.apply(object));
  }

  private static Column wide(String name, Function<KubeObject, String> cell) {
    return new Column(name, false, true, (object, now) -> cell.apply(object));
  }

  private static <T extends KubeObject> Column timed(
      String name, Class<T> type, BiFunction<T, Instant, String> cell) {
    return new Column(name, false, false, cell(type, cell));
  }

  private static <T extends KubeObject> Column timedWide(
      String name, Class<T> type, BiFunction<T, Instant, String> cell) {
    return new Column(name, false, true, cell(type, cell));
  }

  private static <T extends KubeObject> Cell cell(
      Class<T> type, BiFunction<T, Instant, String> cell) {
    return (object, now) -> cell.apply(type.cast(object), now);
  }

  private static String names(PodSpec spec) {
    return spec.containers().stream().map(Container::name).collect(Collectors.joining(","));
  }

  private static String images(PodSpec spec) {
    return spec.containers().stream().map(Container::image).collect(Collectors.joining(","));
  }

  private static String selector(LabelSelector selector) {
    return orNone(labels(selector.matchLabels()));
  }

  private static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "<none>" : text;
  }

  private static String orUnknown(String text) {
    return text.isEmpty() ? "<unknown>" : text;
  }

  private static String nodeStatus(Node node) {
    Optional<Boolean> ready =
        node.status().conditions().stream()
            .filter(condition -> condition.type().equals("Ready"))
            .map(condition -> condition.holds())
            .findFirst();
    String status = ready.map(holds -> holds ? "Ready" : "NotReady").orElse("Unknown");
    return node.spec().unschedulable() ? status + ",SchedulingDisabled" : status;
  }

  private static String roles(Node node) {
    String prefix = "node-role.kubernetes.io/";
    return orNone(
        node.metadata().labels().keySet().stream()
            .filter(label -> label.startsWith(prefix))
            .map(label -> label.substring(prefix.length()))
            .sorted()
            .collect(Collectors.joining(",")));
  }

  private static String address(Node node, String type) {
    return node.status().addresses().stream()
        .filter(address -> address.type().equals(type))
        .map(NodeStatus.NodeAddress::address)
        .findFirst()
        .orElse("<none>");
  }
}
