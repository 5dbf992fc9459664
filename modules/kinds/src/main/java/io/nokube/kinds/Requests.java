package io.nokube.kinds;

import io.nokube.model.core.Container;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec;
import io.nokube.model.meta.Quantity;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// What a pod asks of its node: the sum over its containers. A container that states a limit and no
/// request requests its limit, as upstream.
///
/// @param cpuMilli thousandths of a CPU
public record Requests(long cpuMilli, long memoryBytes) {
  public static final Requests NONE = new Requests(0, 0);

  public static Requests of(Pod pod) {
    return of(pod.spec());
  }

  public static Requests of(PodSpec spec) {
    Requests sum = NONE;
    for (Container container : spec.containers()) {
      sum =
          sum.plus(
              new Requests(
                  requested(container, "cpu", Quantity::milli),
                  requested(container, "memory", Quantity::units)));
    }
    return sum;
  }

  public Requests plus(Requests other) {
    return new Requests(cpuMilli + other.cpuMilli, memoryBytes + other.memoryBytes);
  }

  public Requests minus(Requests other) {
    return new Requests(cpuMilli - other.cpuMilli, memoryBytes - other.memoryBytes);
  }

  private static long requested(Container container, String resource, ToLongFunction<Quantity> in) {
    Container.Resources resources = container.resources();
    return Optional.ofNullable(resources.requests().get(resource))
        .or(() -> Optional.ofNullable(resources.limits().get(resource)))
        .map(in::applyAsLong)
        .orElse(0L);
  }
}
