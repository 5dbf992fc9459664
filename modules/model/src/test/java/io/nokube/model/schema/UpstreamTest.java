package io.nokube.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.Generated;
import io.nokube.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UpstreamTest {
  private static final String RESOURCES =
      "modules/model/src/main/resources/io/nokube/model/schema/";

  /// Kinds beyond the core and apps groups. Source: Kubernetes' API reference, v1.33.
  private static final Map<String, String> OTHER_KINDS =
      Map.ofEntries(
          Map.entry(
              "admissionregistration.k8s.io/v1",
              "MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
                  + " ValidatingWebhookConfiguration"),
          Map.entry("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
          Map.entry("apiregistration.k8s.io/v1", "APIService"),
          Map.entry("autoscaling/v1", "HorizontalPodAutoscaler"),
          Map.entry("autoscaling/v2", "HorizontalPodAutoscaler"),
          Map.entry("batch/v1", "CronJob Job"),
          Map.entry("certificates.k8s.io/v1", "CertificateSigningRequest"),
          Map.entry("coordination.k8s.io/v1", "Lease"),
          Map.entry("discovery.k8s.io/v1", "EndpointSlice"),
          Map.entry("events.k8s.io/v1", "Event"),
          Map.entry("flowcontrol.apiserver.k8s.io/v1", "FlowSchema PriorityLevelConfiguration"),
          Map.entry(
              "networking.k8s.io/v1", "IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR"),
          Map.entry("node.k8s.io/v1", "RuntimeClass"),
          Map.entry("policy/v1", "PodDisruptionBudget"),
          Map.entry(
              "rbac.authorization.k8s.io/v1", "ClusterRole ClusterRoleBinding Role RoleBinding"),
          Map.entry("scheduling.k8s.io/v1", "PriorityClass"),
          Map.entry(
              "storage.k8s.io/v1",
              "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment"));

  @Test
  void allFieldsOfUpstreamsKindsAreKnown() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# Type, then its fields, each with its type if it is an object. Made by UpstreamTest");
    lines.add("# of fabric8's kubernetes-model 8.0.0.");
    Fabric8.types(
            ResourceType.BUILT_IN.stream()
                .<Class<?>>map(type -> Fabric8.kind(type.kind()))
                .toList())
        .forEach((type, fields) -> lines.add((type + " " + written(fields)).strip()));

    Generated.isCommitted(RESOURCES + "upstream-fields.txt", String.join("\n", lines) + "\n");
  }

  @Test
  void allOfUpstreamsKindsAreKnown() throws Exception {
    Map<String, Set<String>> kinds = new TreeMap<>(Fabric8.kinds());
    OTHER_KINDS.forEach((apiVersion, names) ->
        List.of(names.split(" ", -1))
            .forEach(kind -> kinds.computeIfAbsent(kind, each -> new TreeSet<>()).add(apiVersion)));
    String text =
        "# Kind, then its apiVersions. Made by UpstreamTest of fabric8's kubernetes-model 8.0.0 and\n"
            + "# Kubernetes' API reference.\n"
            + kinds.entrySet().stream()
                .map(each -> each.getKey() + " " + String.join(" ", each.getValue()) + "\n")
                .collect(Collectors.joining());

    Generated.isCommitted(RESOURCES + "upstream-kinds.txt", text);
  }

  @Test
  void everyFieldOfARecordIsUpstreams() {
    List<String> own = new ArrayList<>();
    for (ResourceType type : ResourceType.BUILT_IN) {
      collect(KubeSchema.fields(type, KubeSchema.Status.READ), type.kind(), type.kind(), own);
    }

    assertThat(own)
        .as("one record Condition serves all kinds; only Deployment's have this field")
        .containsExactly(
            "Node.status.conditions.lastUpdateTime", "Pod.status.conditions.lastUpdateTime");
  }

  private static void collect(Shape shape, String path, String upstream, List<String> own) {
    switch (shape) {
      case Shape.Many(Shape item) -> collect(item, path, upstream, own);
      case Shape.ByKey(Shape value) -> collect(value, path, upstream, own);
      case Shape.Maybe(Shape value) -> collect(value, path, upstream, own);
      case Shape.Fields fields ->
          fields
              .accepted()
              .forEach((name, below) -> {
                if (!Upstream.get().has(upstream, List.of(name))) {
                  own.add(path + "." + name);
                }
                Upstream.get()
                    .typeOf(upstream, name)
                    .ifPresent(type -> collect(below, path + "." + name, type, own));
              });
      case Shape.Text(),
          Shape.Parsed(_, _, _),
          Shape.Whole(_),
          Shape.Fraction(),
          Shape.Truth(),
          Shape.CountOrPercent(),
          Shape.Word(_, _),
          Shape.Dropped() -> {}
    }
  }

  private static String written(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(each -> each.getKey() + (each.getValue().isEmpty() ? "" : ":" + each.getValue()))
        .collect(Collectors.joining(" "));
  }
}
