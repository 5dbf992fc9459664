package io.nokube.api;

import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.core.Event;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A field selector as it stands in `?fieldSelector=`: `status.phase!=Running,spec.nodeName=n1`.
record FieldQuery(List<Term> terms) {

  record Term(String field, boolean equal, String value) {}

  /// @throws IllegalArgumentException if it is no selector
  static FieldQuery parse(String text) {
    List<Term> terms = new ArrayList<>();
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int unequal = part.indexOf("!=");
      int equal = part.indexOf('=');
      if (equal < 0) {
        throw new IllegalArgumentException(
            "unable to parse the field selector \""
                + text
                + "\": write field=value or field!=value");
      }
      boolean not = unequal >= 0 && unequal < equal;
      String field = part.substring(0, not ? unequal : equal);
      String value = part.substring(equal + 1);
      terms.add(new Term(field, !not, value.startsWith("=") ? value.substring(1) : value));
    }
    return new FieldQuery(List.copyOf(terms));
  }

  /// @throws IllegalArgumentException if a field can't be selected by for this type
  boolean matches(KubeObject object) {
    return terms.stream()
        .allMatch(term -> value(object, term.field()).equals(term.value()) == term.equal());
  }

  private static String value(KubeObject object, String field) {
    return switch (field) {
      case "metadata.name" -> object.metadata().name();
      case "metadata.namespace" -> object.metadata().namespace();
      default ->
          (switch (object) {
                case Pod pod -> ofPod(pod, field);
                case Event event -> ofEvent(event, field);
                default -> Optional.<String>empty();
              })
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "field label not supported for %s: %s".formatted(object.type(), field)));
    };
  }

  private static Optional<String> ofPod(Pod pod, String field) {
    return switch (field) {
      case "spec.nodeName" -> Optional.of(pod.spec().nodeName().map(NodeName::text).orElse(""));
      case "status.phase" -> Optional.of(phase(pod.status().phase()));
      case "status.podIP" -> Optional.of(pod.status().podIP());
      default -> Optional.empty();
    };
  }

  private static Optional<String> ofEvent(Event event, String field) {
    return switch (field) {
      case "involvedObject.kind" -> Optional.of(event.involvedObject().kind());
      case "involvedObject.name" -> Optional.of(event.involvedObject().name());
      case "involvedObject.namespace" -> Optional.of(event.involvedObject().namespace());
      case "involvedObject.uid" -> Optional.of(event.involvedObject().uid().text());
      case "reason" -> Optional.of(event.reason());
      case "type" -> Optional.of(event.eventType());
      default -> Optional.empty();
    };
  }

  static String phase(PodStatus.Phase phase) {
    String name = phase.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
