package io.nokube.kinds.pod;

import io.nokube.actor.Backoff;
import io.nokube.actor.engine.VolumePlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How it stands with a pod's volumes.
///
/// @param done what its folder holds; empty before the first time
/// @param asked what it was asked to hold, while that is under way
/// @param missing what was complained about last
/// @param waiting whether the last try failed and the next waits for its time
record Mounts(
    Optional<List<VolumePlan>> done,
    Optional<List<VolumePlan>> asked,
    Map<String, String> missing,
    boolean waiting,
    Backoff backoff) {

  static Mounts none(Backoff backoff) {
    return new Mounts(Optional.empty(), Optional.empty(), Map.of(), false, backoff);
  }

  Mounts asking(List<VolumePlan> plans) {
    return new Mounts(done, Optional.of(plans), missing, false, backoff);
  }

  Mounts finished(Backoff fresh) {
    return new Mounts(asked.or(() -> done), Optional.empty(), missing, false, fresh);
  }

  Mounts failed(Backoff later) {
    return new Mounts(done, Optional.empty(), missing, true, later);
  }

  Mounts tryingAgain() {
    return new Mounts(done, asked, missing, false, backoff);
  }

  Mounts complaining(Map<String, String> missing) {
    return new Mounts(done, asked, missing, waiting, backoff);
  }
}
