package io.nokube.model.validation;

import java.util.Optional;

/// What a text must be like.
interface Rule {
  /// Why the text isn't so, in Kubernetes' words; empty if it is.
  Optional<String> broken(String text);
}
