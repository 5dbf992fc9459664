package io.nokube.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.EngineSocket;
import io.nokube.host.system.Lock;
import io.nokube.host.system.Program;
import io.nokube.host.system.Progress;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Has the image of a playground's hosts made on this machine, of its own release and mirror,
/// unless it is there.
record HostImage(Progress progress, Request.MakeHostImage wanted) {

  ObjectNode ensure() {
    var deadline = Deadline.in(wanted.deadline());
    var apt = AptSettings.look(deadline);
    var plan = plan(apt, deadline);
    var result = JsonNodeFactory.instance.objectNode().put("image", plan.name());
    apt.configuration().forEach(result.putArray("aptConfiguration")::add);
    var image = new Image(plan.name(), new EngineSocket(DockerEngine.SOCKET));
    if (image.isPresent(deadline)) {
      return result.put("change", "present");
    }
    return progress.step(
        "host image",
        "making %s with debootstrap, which takes minutes and is done once".formatted(plan.name()),
        () ->
            locked(
                deadline,
                () -> {
                  if (image.isPresent(deadline)) {
                    return new Progress.Done<>(
                        result.put("change", "present"), plan.name() + " present");
                  }
                  make(plan, apt.proxies(), deadline);
                  return new Progress.Done<>(result.put("change", "made"), plan.name() + " made");
                }));
  }

  private HostImagePlan plan(AptSettings apt, Deadline deadline) {
    var codename = codename();
    var sources = MirrorSource.ofRelease(codename, apt.sources());
    if (sources.isEmpty() || !sources.getFirst().suite().equals(codename)) {
      throw new StepFailure(
          "apt has no source for this machine's own release (%s, component main)"
              .formatted(codename),
          "name a mirror of it in /etc/apt/sources.list.d");
    }
    return new HostImagePlan(
        wanted.repository(),
        wanted.variant(),
        codename,
        OperatingSystem.look().architecture(),
        sources,
        packages(deadline));
  }

  private List<String> packages(Deadline deadline) {
    var optional = wanted.optionalPackages();
    if (!optional.isEmpty() && !Packages.listsAreThere(Path.of("/var/lib/apt/lists"))) {
      new Program("apt-get", "update")
          .runSuccessfully(deadline, "see that this machine reaches the mirrors of /etc/apt");
    }
    var known =
        optional.isEmpty() ? Set.<String>of() : Packages.installable(optional, List.of(), deadline);
    return Stream.concat(wanted.packages().stream(), optional.stream().filter(known::contains))
        .toList();
  }

  private static String codename() {
    try {
      return Files.readAllLines(Path.of("/etc/os-release")).stream()
          .filter(line -> line.startsWith("VERSION_CODENAME="))
          .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", "").strip())
          .findFirst()
          .orElseThrow(() ->
              new StepFailure(
                  "/etc/os-release doesn't say the release's name (VERSION_CODENAME)",
                  OperatingSystem.supported()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading /etc/os-release", e);
    }
  }

  private void make(HostImagePlan plan, Map<String, String> proxies, Deadline deadline) {
    var root = wanted.folder().resolve("root");
    var archive = wanted.folder().resolve("root.tar");
    clear(root, archive, deadline);
    try {
      write(root, HostImagePlan.AT_FIRST);
      new Program(plan.debootstrap(root), proxies)
          .runSuccessfully(
              deadline,
              "see that this machine reaches %s (and its proxy, if apt has one), then run this again"
                  .formatted(plan.sources().getFirst().uri()));
      write(root, plan.files());
      authorizedKeysFolder(root);
      var disk = "see that the disk isn't full, then run this again";
      new Program(HostImagePlan.tar(root, archive), Map.of()).runSuccessfully(deadline, disk);
      new Program(plan.dockerImport(archive), Map.of()).runSuccessfully(deadline, disk);
    } finally {
      clear(root, archive, Deadline.in(Duration.ofMinutes(2)));
    }
  }

  private static void write(Path root, Map<String, String> files) {
    files.forEach((name, text) -> {
      var file = root.resolve(name);
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UncheckedIOException("writing " + file, e);
      }
    });
  }

  private static void authorizedKeysFolder(Path root) {
    try {
      var folder = Files.createDirectories(root.resolve("root/.ssh"));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("making /root/.ssh in " + root, e);
    }
  }

  /// Also what a run that was killed left behind: debootstrap mounts the kernel's file systems in
  /// the root that it makes, and nothing is removed through those.
  private static void clear(Path root, Path archive, Deadline deadline) {
    for (var mount : MountPoints.below(root)) {
      new Program("umount", mount.toString())
          .runSuccessfully(deadline, "unmount it by hand, then run this again");
    }
    try {
      Files.deleteIfExists(archive);
      if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
        try (Stream<Path> all = Files.walk(root)) {
          for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(each);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + root, e);
    }
  }

  private interface Work<T> {
    T done();
  }

  /// Two that make images at once take turns.
  private <T> T locked(Deadline deadline, Work<T> work) {
    var lock = wanted.folder().resolve("lock");
    try {
      Files.createDirectories(wanted.folder());
      try (var channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (!deadline.await(Duration.ofMillis(100), () -> Lock.taken(channel))) {
          throw new StepFailure(
              "another nokube command is making an image in " + wanted.folder(),
              "wait for it to end, then run this again");
        }
        return work.done();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("locking " + lock, e);
    }
  }
}
