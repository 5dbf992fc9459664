package io.nokube.host;

import java.nio.file.Path;

/// What was seen of a machine's Docker engine.
sealed interface DockerState {

  /// It answers. Versions as it says them: `20.10.24`, API `1.41`.
  record Running(String version, String api) implements DockerState {}

  /// Its socket may not be opened by this user.
  record Denied() implements DockerState {}

  /// It takes connections and doesn't answer, or answers nonsense.
  record Ill(String why) implements DockerState {}

  /// Installed, but nothing listens on its socket.
  record Stopped(Path dockerd) implements DockerState {}

  record NotInstalled() implements DockerState {}
}
