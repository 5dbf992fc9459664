package io.nokube.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which Debian packages a machine needs for what is asked of it.
///
/// @param names in the order in which they are wanted
/// @param optional those of them that are left out where the system has no such package
record WantedPackages(List<String> names, Set<String> optional) {

  /// What was seen of a machine that bears on its packages.
  ///
  /// @param docker whether there is a Docker engine, running or not, from wherever
  /// @param appArmor whether the kernel enforces it: Docker then needs its parser
  /// @param cgroups whether something mounted them: without systemd, Docker needs that
  record Seen(boolean docker, boolean etcd, boolean etcdctl, boolean appArmor, boolean cgroups) {}

  static WantedPackages of(Request.PrepareMachine wanted, Seen seen) {
    var names = new ArrayList<String>();
    if (wanted.docker() && !seen.docker()) {
      // From Debian 13 on the `docker` command is a package of its own.
      names.addAll(List.of("docker.io", "docker-cli", "iptables", "ca-certificates"));
      if (seen.appArmor()) {
        names.add("apparmor");
      }
      if (!seen.cgroups()) {
        names.add("cgroupfs-mount");
      }
    }
    if (wanted.etcd() && !seen.etcd()) {
      names.add("etcd-server");
    }
    if (wanted.etcd() && !seen.etcdctl()) {
      names.add("etcd-client");
    }
    wanted.packages().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return new WantedPackages(
        List.copyOf(names),
        wanted.packages().contains("docker-cli") ? Set.of() : Set.of("docker-cli"));
  }
}
