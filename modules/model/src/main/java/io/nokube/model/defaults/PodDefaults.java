package io.nokube.model.defaults;

import io.nokube.model.defaults.Default.Target;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Entry;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The defaults that depend on something.
final class PodDefaults {
  private PodDefaults() {}

  static Default whenRolling(Target of, String path) {
    return new Default(
        of,
        path,
        (target, parent, field) ->
            parent
                .text("type")
                .filter("RollingUpdate"::equals)
                .flatMap(type -> Default.absent(parent, field))
                .map(at -> new Mapping(at, Map.of())),
        "an object with the defaults below, if `type` is `RollingUpdate`");
  }

  static Default imagePullPolicy() {
    return new Default(
        Target.POD_SPEC,
        "containers[*].imagePullPolicy",
        (target, parent, field) ->
            parent
                .text("image")
                .flatMap(image ->
                    Default.absent(parent, field).map(at -> Scalar.text(at, pullPolicy(image)))),
        "`Always` if the image's tag is `latest` or absent, else `IfNotPresent`");
  }

  static Default hostPort() {
    return new Default(
        Target.POD_SPEC,
        "containers[*].ports[*].hostPort",
        (target, parent, field) ->
            isTrue(target.get("hostNetwork")) && Default.absent(parent, field).isPresent()
                ? parent.get("containerPort")
                : Optional.empty(),
        "the `containerPort`, if `hostNetwork` is true");
  }

  static Default requests() {
    return new Default(
        Target.POD_SPEC,
        "containers[*].resources.requests",
        (target, parent, field) -> withLimits(parent),
        "for each resource without a request, its limit");
  }

  private static Optional<Located> withLimits(Mapping resources) {
    Optional<Mapping> limits =
        resources.mapping("limits").filter(each -> !each.entries().isEmpty());
    Optional<Located> present = resources.get("requests");
    if (limits.isEmpty() || (present.isPresent() && !(present.get() instanceof Mapping))) {
      return Optional.empty();
    }
    Map<String, Entry> requests = new LinkedHashMap<>();
    resources.mapping("requests").ifPresent(own -> requests.putAll(own.entries()));
    int own = requests.size();
    limits.get().entries().forEach(requests::putIfAbsent);
    if (requests.size() == own) {
      return Optional.empty();
    }
    return Optional.of(new Mapping(present.map(Located::at).orElse(limits.get().at()), requests));
  }

  /// Source: `SetDefaults_Container`. A digest alone needs no pull once the image is there.
  private static String pullPolicy(String image) {
    String named = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    String tag = colon < 0 ? "" : named.substring(colon + 1);
    boolean latest = tag.equals("latest") || (tag.isEmpty() && !image.contains("@"));
    return latest ? "Always" : "IfNotPresent";
  }

  private static boolean isTrue(Optional<Located> value) {
    return value.isPresent() && value.get() instanceof Scalar scalar && scalar.isTrue();
  }
}
