package io.nokube.agent;

import java.util.Optional;

/// nokube's own version, as the build wrote it into the jar.
final class Version {
  static final String TEXT =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
          .orElse("development");

  private Version() {}
}
