package io.nokube.model.core;

import io.nokube.model.core.NodeSpec.Taint;
import java.util.Optional;

/// A taint that a pod accepts.
///
/// @param key empty, with operator `Exists`: every key
/// @param operator `Equal` or `Exists`
/// @param effect empty: every effect
/// @param tolerationSeconds how long a `NoExecute` taint is tolerated; empty: for ever
public record Toleration(
    String key, String operator, String value, String effect, Optional<Long> tolerationSeconds) {

  /// Source: upstream `pkg/apis/core/v1/toleration.go`, ToleratesTaint.
  public boolean tolerates(Taint taint) {
    if (!effect.isEmpty() && !effect.equals(taint.effect())) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.key())) {
      return false;
    }
    return operator.equals("Exists") || value.equals(taint.value());
  }
}
