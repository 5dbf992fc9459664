package io.nokube.host;

import java.nio.file.Path;

/// What has to happen so that a Docker engine answers on a machine.
sealed interface DockerPlan {

  /// It is used as it is.
  record Use(DockerState.Running engine) implements DockerPlan {}

  /// systemd starts it, now and at every boot.
  record StartByUnit() implements DockerPlan {}

  /// There is no systemd: its daemon is started as a process of its own.
  record StartDaemon(Path dockerd) implements DockerPlan {}

  /// First it has to be installed.
  record Install() implements DockerPlan {}

  record Refuse(String why, String advice) implements DockerPlan {}

  /// Engine API 1.41 is Docker 20.10's, the oldest that the supported systems have.
  int OLDEST_MINOR = 41;

  static DockerPlan of(DockerState seen, boolean systemd, Privilege privilege) {
    return switch (seen) {
      case DockerState.Running running when tooOld(running.api()) ->
          new Refuse(
              "the Docker engine is %s (API %s), which is too old"
                  .formatted(running.version(), running.api()),
              "upgrade it to Docker 20.10 or newer");
      case DockerState.Running running -> new Use(running);
      case DockerState.Denied denied ->
          new Refuse(
              "this user may not use the Docker engine",
              "run the command as root (sudo), or let the user in (usermod -aG docker NAME) and log"
                  + " in again");
      case DockerState.Ill ill ->
          new Refuse(
              "the Docker engine is there but " + ill.why(),
              "restart it (systemctl restart docker, or end dockerd and run this again)");
      case DockerState.Stopped stopped when privilege == Privilege.NONE ->
          new Refuse(
              "the Docker engine doesn't run, and this user may not start it",
              "run the command as root, or start the engine as root");
      case DockerState.Stopped stopped when systemd -> new StartByUnit();
      case DockerState.Stopped stopped -> new StartDaemon(stopped.dockerd());
      case DockerState.NotInstalled none -> new Install();
    };
  }

  private static boolean tooOld(String api) {
    var parts = api.split("\\.", -1);
    return !(parts.length == 2
        && parts[0].matches("\\d+")
        && parts[1].matches("\\d+")
        && (Integer.parseInt(parts[0]) > 1 || Integer.parseInt(parts[1]) >= OLDEST_MINOR));
  }
}
