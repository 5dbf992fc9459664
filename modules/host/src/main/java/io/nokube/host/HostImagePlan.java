package io.nokube.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the image of a playground's host is made of: a small Debian or Ubuntu of this machine's own
/// release whose process 1 is sysvinit, with sshd, and whatever packages are wanted besides. Pure.
///
/// Process 1 does what a machine's does: it starts the services by their init scripts at every
/// start, reaps processes, and shuts down in order on SIGINT.
///
/// @param repository of the image's name
/// @param variant first word of its tag
/// @param sources the release's own, the release itself first
/// @param packages wanted besides [#BASE]
record HostImagePlan(
    String repository,
    String variant,
    String codename,
    String architecture,
    List<MirrorSource> sources,
    List<String> packages) {

  static final List<String> BASE =
      List.of(
          "sysvinit-core",
          "openssh-server",
          "ca-certificates",
          "iproute2",
          "iptables",
          "procps",
          "kmod",
          "sudo");

  /// As the first thing there: dpkg then needs no minutes for syncing files that end in a tar.
  static final Map<String, String> AT_FIRST =
      Map.of("etc/dpkg/dpkg.cfg.d/nokube", "force-unsafe-io\n");

  private static final String INITTAB =
      """
      id:2:initdefault:
      k1::sysinit:/usr/bin/ssh-keygen -A
      k2::sysinit:/bin/mkdir -p /run/lock
      l0:0:wait:/etc/init.d/rc 0
      l2:2:wait:/etc/init.d/rc 2
      l6:6:wait:/etc/init.d/rc 6
      ca:12345:ctrlaltdel:/sbin/shutdown -h now
      """;

  /// The init script of Docker ends where a limit can't be raised, as in a container of an engine
  /// that has lower ones itself.
  private static final String DOCKER_DEFAULTS =
      """
      ulimit() { command ulimit "$@" 2>/dev/null || true; }
      """;

  /// What is not taken over, as tar's patterns: caches, what is each host's own, and what a
  /// container has no use for at boot and at the end (file systems, clock, console; no service runs
  /// but ssh and Docker).
  private static final List<String> LEFT_OUT =
      List.of(
          "./proc/*",
          "./sys/*",
          "./dev/*",
          "./run/*",
          "./tmp/*",
          "./var/cache/apt/*",
          "./var/lib/apt/lists/*",
          "./var/log/*.log",
          "./etc/resolv.conf",
          "./etc/hostname",
          "./etc/ssh/ssh_host_*",
          "./etc/dpkg/dpkg.cfg.d/nokube",
          "./etc/rcS.d/S*",
          "./etc/rc?.d/???bootlogs",
          "./etc/rc?.d/???etcd",
          "./etc/rc?.d/???umountnfs.sh",
          "./etc/rc?.d/???umountfs",
          "./etc/rc?.d/???umountroot",
          "./etc/rc?.d/???hwclock.sh",
          "./etc/rc?.d/???urandom",
          "./etc/rc?.d/???brightness");

  private static final List<String> CHANGES =
      List.of("CMD [\"/sbin/init\"]", "VOLUME /var/lib/docker");

  /// The hash names all that it is made from, so that a tag that is there needs no making.
  String name() {
    var parts = new ArrayList<String>(List.of(codename, architecture));
    sources.forEach(source -> parts.add(source.line()));
    parts.addAll(allPackages());
    new TreeMap<>(AT_FIRST).forEach((file, text) -> parts.add(file + "\n" + text));
    new TreeMap<>(files()).forEach((file, text) -> parts.add(file + "\n" + text));
    parts.addAll(LEFT_OUT);
    parts.addAll(CHANGES);
    return "%s:%s-%s-%s"
        .formatted(repository, variant, codename, hash(String.join("\0", parts)).substring(0, 12));
  }

  List<String> debootstrap(Path root) {
    return List.of(
        "debootstrap",
        "--variant=minbase",
        "--arch=" + architecture,
        "--components=" + String.join(",", sources.getFirst().components()),
        "--include=" + String.join(",", allPackages()),
        codename,
        root.toString(),
        sources.getFirst().uri());
  }

  /// Written over what debootstrap leaves.
  Map<String, String> files() {
    var lines = sources.stream().map(source -> source.line() + "\n").toList();
    return Map.of(
        "etc/apt/sources.list",
        String.join("", lines),
        "etc/inittab",
        INITTAB,
        "etc/default/docker",
        DOCKER_DEFAULTS);
  }

  static List<String> tar(Path root, Path archive) {
    var command = new ArrayList<>(List.of("tar", "--create", "--file=" + archive));
    LEFT_OUT.forEach(pattern -> command.add("--exclude=" + pattern));
    command.addAll(List.of("--numeric-owner", "--directory=" + root, "."));
    return List.copyOf(command);
  }

  List<String> dockerImport(Path archive) {
    var command = new ArrayList<>(List.of("docker", "import"));
    CHANGES.forEach(change -> command.add("--change=" + change));
    command.addAll(
        List.of("--message=made by nokube with debootstrap", archive.toString(), name()));
    return List.copyOf(command);
  }

  private List<String> allPackages() {
    var all = new ArrayList<>(BASE);
    packages.stream().filter(name -> !all.contains(name)).forEach(all::add);
    return all;
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
