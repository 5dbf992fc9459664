package io.nokube.etcd.manifest;

import java.time.Duration;

/// How patient the manifests prefix is.
///
/// @param retry how soon a manifest is tried again that waits for something to go, or that etcd
///   could not take
/// @param lookAgain how soon one that was refused because of what is there is looked at again; a
///   change by another manifest has it looked at at once
public record ManifestSettings(Duration retry, Duration lookAgain) {
  public ManifestSettings {
    if (!retry.isPositive() || !lookAgain.isPositive()) {
      throw new IllegalArgumentException(
          "manifest settings: retry %s and lookAgain %s must be positive"
              .formatted(retry, lookAgain));
    }
  }
}
