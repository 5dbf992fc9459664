package io.nokube.model.validation;

import io.nokube.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Rules for `metadata`.
///
/// Source: apimachinery `pkg/api/validation/objectmeta.go`.
final class MetadataRules {
  private static final int ANNOTATIONS = 256 << 10;
  private static final int LONGEST_NODE_NAME = 63;
  private static final int LONGEST_POD_NAME = 253;

  private MetadataRules() {}

  static void check(ResourceType type, Field metadata) {
    Field name = metadata.get("name");
    if (!metadata.get("generateName").isPresent()) {
      name.required("name or generateName is required");
    }
    if (name.text().filter(text -> !text.isEmpty()).isPresent()) {
      name.checked(nameOf(type));
    }
    metadata.get("generateName").checked(Names::prefix);
    checkNamespace(type, metadata.get("namespace"));
    labels(metadata.get("labels"));
    annotations(metadata.get("annotations"));
    metadata.get("ownerReferences").items().forEach(MetadataRules::checkOwner);
    metadata.get("finalizers").items().forEach(each -> each.checked(Names::qualified));
  }

  private static Rule nameOf(ResourceType type) {
    if (type.equals(ResourceType.NAMESPACE) || type.equals(ResourceType.NODE)) {
      return Names::dnsLabel;
    }
    if (type.equals(ResourceType.DAEMON_SET)) {
      int most = LONGEST_POD_NAME - LONGEST_NODE_NAME - 1;
      return text ->
          Names.dnsSubdomain(text)
              .or(() ->
                  text.length() <= most
                      ? Optional.empty()
                      : Optional.of(
                          "must be no more than %d characters, since its pods are named after it and their node"
                              .formatted(most)));
    }
    return Names::dnsSubdomain;
  }

  private static void checkNamespace(ResourceType type, Field namespace) {
    if (type.namespaced()) {
      namespace.checked(Names::dnsLabel);
    } else if (namespace.text().filter(text -> !text.isEmpty()).isPresent()) {
      namespace.forbidden("not allowed on this type");
    }
  }

  static void labels(Field labels) {
    labels
        .entries()
        .forEach((key, value) -> {
          Names.qualified(key).ifPresent(why -> labels.atKey(key).invalid(Field.quoted(key), why));
          value.checked(Names::labelValue);
        });
  }

  static void annotations(Field annotations) {
    long size = 0;
    for (var each : annotations.texts().entrySet()) {
      Names.qualified(each.getKey().toLowerCase(Locale.ROOT))
          .ifPresent(
              why -> annotations.atKey(each.getKey()).invalid(Field.quoted(each.getKey()), why));
      size += bytes(each.getKey()) + bytes(each.getValue());
    }
    if (size > ANNOTATIONS) {
      annotations.tooLong("may not be more than " + ANNOTATIONS + " bytes");
    }
  }

  private static void checkOwner(Field owner) {
    owner.get("apiVersion").required("version must not be empty");
    owner.get("kind").required("must not be empty");
    owner.get("name").required("must not be empty");
    owner.get("uid").required("must not be empty");
  }

  static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
