package io.nokube.kinds.pod;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Container;
import io.nokube.model.core.EnvFromSource;
import io.nokube.model.core.EnvFromSource.SourceReference;
import io.nokube.model.core.EnvVar;
import io.nokube.model.core.EnvVar.EnvVarSource;
import io.nokube.model.core.EnvVar.KeySelector;
import io.nokube.model.core.Pod;
import io.nokube.model.core.Secret;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A container's variables: `envFrom` in order, then `env`, which overrides it and in which
/// `$(NAME)` sees what came before.
///
/// Source: upstream `pkg/kubelet/kubelet_pods.go`, makeEnvironmentVariables.
sealed interface Environment {
  /// Never printed: it may hold secrets.
  record Complete(Map<String, String> variables) implements Environment {
    @Override
    public String toString() {
      return "Complete" + variables.keySet();
    }
  }

  /// Something that isn't optional isn't there.
  record Missing(String message) implements Environment {}

  /// Something was not told yet.
  record NotYet() implements Environment {}

  static Environment of(
      Pod pod, Container container, Contents contents, Fields.Addresses addresses) {
    String namespace = pod.metadata().namespace();
    Map<String, String> variables = new LinkedHashMap<>();
    for (EnvFromSource source : container.envFrom()) {
      switch (all(namespace, source, contents)) {
        case Value.Of<Map<String, String>>(Map<String, String> more) ->
            more.forEach((key, value) -> variables.put(source.prefix() + key, value));
        case Value.Skip<Map<String, String>> skip -> {}
        case Value.Missing<Map<String, String>>(String message) -> {
          return new Missing(message);
        }
        case Value.NotYet<Map<String, String>> notYet -> {
          return new NotYet();
        }
      }
    }
    for (EnvVar variable : container.env()) {
      switch (one(pod, variable, contents, addresses, variables)) {
        case Value.Of<String>(String value) -> variables.put(variable.name(), value);
        case Value.Skip<String> skip -> {}
        case Value.Missing<String>(String message) -> {
          return new Missing(message);
        }
        case Value.NotYet<String> notYet -> {
          return new NotYet();
        }
      }
    }
    return new Complete(Collections.unmodifiableMap(variables));
  }

  private static Value<Map<String, String>> all(
      String namespace, EnvFromSource source, Contents contents) {
    if (source.configMapRef().isPresent()) {
      SourceReference ref = source.configMapRef().get();
      return configMap(namespace, ref.name(), ref.optional().orElse(false), contents);
    }
    SourceReference ref = source.secretRef().orElseThrow();
    return secret(namespace, ref.name(), ref.optional().orElse(false), contents);
  }

  private static Value<String> one(
      Pod pod,
      EnvVar variable,
      Contents contents,
      Fields.Addresses addresses,
      Map<String, String> before) {
    if (variable.valueFrom().isEmpty()) {
      return new Value.Of<>(Expansion.of(variable.value(), before));
    }
    EnvVarSource from = variable.valueFrom().get();
    String namespace = pod.metadata().namespace();
    if (from.configMapKeyRef().isPresent()) {
      KeySelector ref = from.configMapKeyRef().get();
      boolean optional = ref.optional().orElse(false);
      return Value.key(
          configMap(namespace, ref.name(), optional, contents),
          ref.key(),
          noKey(ref, "ConfigMap", namespace),
          optional);
    }
    if (from.secretKeyRef().isPresent()) {
      KeySelector ref = from.secretKeyRef().get();
      boolean optional = ref.optional().orElse(false);
      return Value.key(
          secret(namespace, ref.name(), optional, contents),
          ref.key(),
          noKey(ref, "Secret", namespace),
          optional);
    }
    String path = from.fieldRef().orElseThrow().fieldPath();
    return Fields.value(pod, path, addresses)
        .<Value<String>>map(Value.Of::new)
        .orElseGet(() -> new Value.Missing<>("unsupported fieldPath: " + path));
  }

  private static String noKey(KeySelector ref, String kind, String namespace) {
    return "couldn't find key " + ref.key() + " in " + kind + " " + namespace + "/" + ref.name();
  }

  private static Value<Map<String, String>> configMap(
      String namespace, String name, boolean optional, Contents contents) {
    return Value.of(
        contents.configMap(namespace, name),
        "configmap \"" + name + "\" not found",
        optional,
        ConfigMap::data);
  }

  private static Value<Map<String, String>> secret(
      String namespace, String name, boolean optional, Contents contents) {
    return Value.of(
        contents.secret(namespace, name),
        "secret \"" + name + "\" not found",
        optional,
        Environment::decoded);
  }

  private static Map<String, String> decoded(Secret secret) {
    Map<String, String> texts = new LinkedHashMap<>();
    Base64.Decoder decoder = Base64.getDecoder();
    secret
        .data()
        .forEach((key, base64) -> texts.put(key, new String(decoder.decode(base64), UTF_8)));
    return texts;
  }
}
