package io.nokube.host;

/// What has to be changed on a machine, as far as can be told before anything is.
///
/// @param mend whether an installation that was killed left something behind
record PreparationPlan(PackagePlan packages, DockerPlan docker, boolean mend) {

  /// Whether only root can do it.
  boolean needsRoot(Request.PrepareMachine wanted) {
    var installs =
        switch (packages) {
          case PackagePlan.Install install -> true;
          case PackagePlan.Nothing nothing -> false;
          case PackagePlan.Refuse refuse -> false;
        };
    var starts =
        switch (docker) {
          case DockerPlan.StartByUnit unit -> true;
          case DockerPlan.StartDaemon daemon -> true;
          case DockerPlan.Use use -> false;
          case DockerPlan.Install install -> false; // its packages say so
          case DockerPlan.Refuse refuse -> false;
        };
    return mend || installs || wanted.engine().isPresent() || (wanted.docker() && starts);
  }
}
