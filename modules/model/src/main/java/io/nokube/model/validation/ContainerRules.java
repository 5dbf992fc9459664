package io.nokube.model.validation;

import io.nokube.model.meta.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Rules for a container, but for its name and ports.
final class ContainerRules {
  private static final List<String> COUNTED = List.of("cpu", "memory");

  private ContainerRules() {}

  /// @param volumes the names of the pod's
  static void check(Field container, Set<String> volumes) {
    Field image = container.get("image");
    if (image.required() && image.text().filter(text -> !text.strip().equals(text)).isPresent()) {
      image.invalid("must not have leading or trailing whitespace");
    }
    EnvRules.check(container);
    checkResources(container.get("resources"));
    checkMounts(container.get("volumeMounts"), volumes);
    SecurityRules.checkContainer(container.get("securityContext"));
  }

  private static void checkResources(Field resources) {
    Map<String, Field> limits = resources.get("limits").entries();
    Map<String, Field> requests = resources.get("requests").entries();
    limits.forEach(ContainerRules::checkAmount);
    requests.forEach((name, request) -> {
      boolean defaulted = limits.containsKey(name) && isDefaulted(request, limits.get(name));
      if (!defaulted) {
        checkAmount(name, request);
      }
      Optional<Quantity> most =
          Optional.ofNullable(limits.get(name)).flatMap(ContainerRules::amount);
      Optional<Quantity> asked = amount(request);
      if (most.isPresent()
          && asked.isPresent()
          && asked.get().amount().compareTo(most.get().amount()) > 0) {
        request.invalid(
            Field.quoted(asked.get().text()),
            "must be less than or equal to %s limit of %s".formatted(name, most.get()));
      }
    });
  }

  /// Whether the request is the limit itself, put there as its default.
  private static boolean isDefaulted(Field request, Field limit) {
    return request.isSamePlace(limit);
  }

  private static void checkAmount(String name, Field amount) {
    if (!COUNTED.contains(name)) {
      amount.notSupported("it counts " + String.join(" and ", COUNTED));
    } else if (amount(amount).filter(each -> each.amount().signum() < 0).isPresent()) {
      amount.invalid(
          Field.quoted(amount.literal().orElse("")), "must be greater than or equal to 0");
    }
  }

  private static Optional<Quantity> amount(Field field) {
    return field.literal().filter(Quantity::isOne).map(Quantity::new);
  }

  private static void checkMounts(Field mounts, Set<String> volumes) {
    Set<String> paths = new HashSet<>();
    for (Field mount : mounts.items()) {
      Field name = mount.get("name");
      if (name.required() && name.text().filter(text -> !volumes.contains(text)).isPresent()) {
        name.notFound();
      }
      Field path = mount.get("mountPath");
      if (path.required()) {
        path.checked(ContainerRules::mountPath);
        if (path.text().filter(text -> !paths.add(text)).isPresent()) {
          path.invalid("must be unique");
        }
      }
      mount.get("subPath").checked(Paths::relative);
    }
  }

  private static Optional<String> mountPath(String text) {
    if (!text.startsWith("/")) {
      return Optional.of("must be an absolute path");
    }
    return text.contains(":") ? Optional.of("must not contain ':'") : Optional.empty();
  }
}
