package io.nokube.model.validation;

import io.nokube.model.ResourceType;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Problem;
import java.util.function.Consumer;

/// All rules for an object of a type.
public final class Rules {
  private Rules() {}

  /// Says what in a document breaks a rule.
  ///
  /// @param path of the document: the root, or an item of a list
  /// @param document with defaults in
  public static void check(
      ResourceType type, FieldPath path, Mapping document, Consumer<Problem> problems) {
    Field object = Field.of(path, document, problems);
    MetadataRules.check(type, object.get("metadata"));
    Field spec = object.get("spec");
    switch (type.kind()) {
      case "Pod" -> PodRules.check(spec);
      case "Deployment" -> WorkloadRules.checkDeployment(spec);
      case "DaemonSet" -> WorkloadRules.checkDaemonSet(spec);
      case "ConfigMap" -> ConfigRules.checkConfigMap(object);
      case "Secret" -> ConfigRules.checkSecret(object);
      case "Node" -> SchedulingRules.checkTaintsSent(spec.get("taints"));
      case "Event" -> object.get("involvedObject").required();
      default -> {
        // a kind of a user's own has its rules in its own record's constructors
      }
    }
  }

  /// Says what of a node's settings no Node object could have.
  ///
  /// @param allocatable names of resources to amounts
  public static void checkNode(Field labels, Field taints, Field allocatable) {
    MetadataRules.labels(labels);
    SchedulingRules.checkTaintsGiven(taints);
    allocatable
        .entries()
        .keySet()
        .forEach(name ->
            Names.qualified(name)
                .ifPresent(why -> allocatable.atKey(name).invalid(Field.quoted(name), why)));
  }
}
