package io.nokube.kinds.deployment;

import io.nokube.model.apps.DeploymentSpec;
import io.nokube.model.apps.DeploymentSpec.RollingUpdate;

/// How many pods there may be during a rollout, and how many of them have to be available.
///
/// Source: upstream `deployment_util.go`, ResolveFenceposts: surge is rounded up, unavailable down;
/// if both come to nothing, one may be unavailable, or nothing could ever move.
record Bounds(int most, int leastAvailable) {

  static Bounds of(DeploymentSpec spec) {
    int replicas = spec.replicas();
    int surge =
        spec.strategy()
            .rollingUpdate()
            .map(RollingUpdate::maxSurge)
            .map(s -> s.ceilingOf(replicas))
            .orElse(0);
    int unavailable =
        spec.strategy()
            .rollingUpdate()
            .map(RollingUpdate::maxUnavailable)
            .map(u -> u.floorOf(replicas))
            .orElse(replicas);
    if (surge == 0 && unavailable == 0) {
      unavailable = 1;
    }
    return new Bounds(replicas + surge, Math.max(0, replicas - unavailable));
  }
}
