package io.nokube.launcher.playground;

import java.util.List;
import java.util.Locale;

/// What a host has from the beginning.
enum Variant {
  /// Docker and etcd's programs; Docker runs.
  PREPARED,
  /// Nothing but SSH.
  BARE;

  List<String> packages() {
    return switch (this) {
      case PREPARED -> List.of("docker.io", "etcd-server", "etcd-client", "busybox-static");
      case BARE -> List.of();
    };
  }

  /// Left out where the release has none: from Debian 13 on the `docker` command is a package of
  /// its own.
  List<String> optionalPackages() {
    return switch (this) {
      case PREPARED -> List.of("docker-cli", "libfaketime");
      case BARE -> List.of();
    };
  }

  /// As in labels and tags.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
