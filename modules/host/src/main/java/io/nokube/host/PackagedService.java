package io.nokube.host;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A service that a package would start at every boot and that nokube doesn't want: it runs an etcd
/// of its own, and the tests registries of theirs.
record PackagedService(String packageName, String service) {

  private static final List<PackagedService> UNWANTED =
      List.of(
          new PackagedService("etcd-server", "etcd"),
          new PackagedService("docker-registry", "docker-registry"));

  /// The programs that keep the services of just installed packages from starting at boot.
  ///
  /// @param systemd whether systemd is process 1
  /// @param sysv whether a service has a script for System V's init
  static List<Program> disabling(List<String> installed, boolean systemd, Predicate<String> sysv) {
    var programs = new ArrayList<Program>();
    for (var unwanted : UNWANTED) {
      if (!installed.contains(unwanted.packageName())) {
        continue;
      }
      if (systemd) {
        programs.add(new Program("systemctl", "disable", "--now", unwanted.service() + ".service"));
      } else if (sysv.test(unwanted.service())) {
        programs.add(new Program("update-rc.d", unwanted.service(), "disable"));
      }
    }
    return programs;
  }

  static void disable(List<String> installed) {
    var systemd = OperatingSystem.look().systemd();
    for (var program :
        disabling(installed, systemd, name -> Files.exists(Path.of("/etc/init.d", name)))) {
      program.runSuccessfully(
          Deadline.in(Duration.ofSeconds(60)), "disable the service by hand: " + program.line());
    }
  }
}
