package io.nokube.model.validation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Rules for a container's environment. One name may stand there twice: the later wins.
final class EnvRules {
  private static final List<String> FIELDS =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "status.hostIP",
          "status.podIP");

  private EnvRules() {}

  static void check(Field container) {
    container.get("env").items().forEach(EnvRules::checkVariable);
    container.get("envFrom").items().forEach(EnvRules::checkSource);
  }

  private static void checkVariable(Field variable) {
    if (variable.get("name").required()) {
      variable.get("name").checked(Names::envName);
    }
    Field from = variable.get("valueFrom");
    if (!from.isPresent()) {
      return;
    }
    long sources = count(from, "configMapKeyRef", "secretKeyRef", "fieldRef");
    if (variable.get("value").text().filter(text -> !text.isEmpty()).isPresent()) {
      from.invalid("may not be specified when `value` is not empty");
    } else if (sources == 0 && from.isObject() && !from.hasOtherThan("")) {
      from.invalid("must specify one of: `fieldRef`, `configMapKeyRef` or `secretKeyRef`");
    } else if (sources > 1) {
      from.invalid("may not have more than one field specified at a time");
    }
    checkKey(from.get("configMapKeyRef"));
    checkKey(from.get("secretKeyRef"));
    checkField(from.get("fieldRef"));
  }

  private static void checkKey(Field reference) {
    if (reference.isPresent()) {
      reference.get("name").required();
      if (reference.get("key").required()) {
        reference.get("key").checked(Names::configKey);
      }
    }
  }

  private static void checkField(Field reference) {
    if (!reference.isPresent()) {
      return;
    }
    reference.get("apiVersion").oneOf(List.of("v1"));
    Field path = reference.get("fieldPath");
    if (!path.required()) {
      return;
    }
    Optional<String> key = path.text().flatMap(EnvRules::subscript);
    if (key.isPresent()) {
      Names.qualified(key.get()).ifPresent(path::invalid);
    } else {
      path.oneOf(
          Stream.concat(
                  Stream.of("metadata.annotations['<KEY>']", "metadata.labels['<KEY>']"),
                  FIELDS.stream())
              .sorted()
              .toList());
      path.text()
          .filter(text -> text.contains("<KEY>"))
          .ifPresent(text -> path.invalid("write a label's or annotation's key for <KEY>"));
    }
  }

  /// The key of `metadata.labels['key']`.
  private static Optional<String> subscript(String path) {
    return Stream.of("metadata.labels['", "metadata.annotations['")
        .filter(start -> path.startsWith(start) && path.endsWith("']"))
        .filter(start -> !path.contains("<KEY>"))
        .map(start -> path.substring(start.length(), path.length() - 2))
        .findFirst();
  }

  private static void checkSource(Field source) {
    source.get("prefix").checked(text -> text.isEmpty() ? Optional.empty() : Names.envName(text));
    long sources = count(source, "configMapRef", "secretRef");
    if (sources == 0 && source.isObject() && !source.hasOtherThan("prefix")) {
      source.invalid("must specify one of: `configMapRef` or `secretRef`");
    } else if (sources > 1) {
      source.invalid("may not have more than one field specified at a time");
    }
    Stream.of("configMapRef", "secretRef")
        .map(source::get)
        .filter(Field::isPresent)
        .forEach(reference -> reference.get("name").required());
  }

  private static long count(Field of, String... names) {
    return Stream.of(names).filter(name -> of.get(name).isPresent()).count();
  }
}
