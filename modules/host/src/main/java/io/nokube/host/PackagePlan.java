package io.nokube.host;

import java.util.List;
import java.util.Map;

/// What has to be installed so that all wanted packages are there.
sealed interface PackagePlan {

  record Nothing() implements PackagePlan {}

  /// @param names what is missing, in the order it is wanted
  /// @param repair whether an installation that was interrupted has to be finished first
  record Install(List<String> names, boolean repair, Privilege by) implements PackagePlan {}

  record Refuse(String why, String advice) implements PackagePlan {}

  static PackagePlan of(
      WantedPackages wanted,
      Map<String, PackageState> seen,
      boolean interrupted,
      boolean noInstall,
      Privilege privilege) {
    var missing =
        wanted.names().stream().filter(name -> seen.get(name) != PackageState.INSTALLED).toList();
    var required = missing.stream().filter(name -> !wanted.optional().contains(name)).toList();
    if (required.isEmpty()) {
      return new Nothing();
    }
    var repair = interrupted || seen.containsValue(PackageState.HALF_INSTALLED);
    var list = String.join(" ", required);
    if (noInstall) {
      return new Refuse(
          "missing: " + list + ", and it was said not to install anything",
          "install it yourself: " + command(required, privilege));
    }
    return switch (privilege) {
      case ROOT, SUDO -> new Install(missing, repair, privilege);
      case NONE ->
          new Refuse(
              "missing: " + list + ", and this user may not install it (there is no sudo)",
              "run the command as root, or as root: " + command(required, Privilege.ROOT));
    };
  }

  /// The command that installs `names`, as somebody types it.
  static String command(List<String> names, Privilege privilege) {
    return (privilege == Privilege.ROOT ? "" : "sudo ")
        + "apt-get install --no-install-recommends "
        + String.join(" ", names);
  }
}
