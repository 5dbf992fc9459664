package io.nokube.host.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The process that listens on a TCP port, for a message that says whom to talk to.
public record PortHolder(long pid, String program) {

  private static final String LISTENS = "0A";

  @Override
  public String toString() {
    return program + " (pid " + pid + ")";
  }

  /// Who listens on `port`, as far as this user may know.
  public static Optional<PortHolder> of(int port) {
    var sockets =
        Stream.of("tcp", "tcp6")
            .map(table -> Proc.KERNEL.root().resolve("net").resolve(table))
            .flatMap(table -> listening(lines(table), port).stream())
            .collect(Collectors.toSet());
    return sockets.isEmpty() ? Optional.empty() : holder(sockets);
  }

  /// That `what` can't listen because somebody else does, and who.
  public static StepFailure taken(String what, String address, int port) {
    return new StepFailure(
        "port %d of %s, which %s needs, is taken by %s"
            .formatted(
                port, address, what, of(port).map(PortHolder::toString).orElse("another process")),
        "end that process, or choose another port");
  }

  /// The inodes of the sockets that listen on `port`, from the lines of `/proc/net/tcp`.
  public static Set<String> listening(List<String> table, int port) {
    return table.stream()
        .skip(1)
        .map(line -> List.of(line.strip().split("\\s+")))
        .filter(fields -> fields.size() > 9 && fields.get(3).equals(LISTENS))
        .filter(fields -> fields.get(1).endsWith(":%04X".formatted(port)))
        .map(fields -> fields.get(9))
        .collect(Collectors.toSet());
  }

  private static Optional<PortHolder> holder(Set<String> sockets) {
    return Proc.KERNEL.pids().stream()
        .filter(pid -> holds(pid, sockets))
        .map(pid -> new PortHolder(pid, program(pid)))
        .findFirst();
  }

  private static boolean holds(long pid, Set<String> sockets) {
    var folder = Proc.KERNEL.root().resolve(Long.toString(pid)).resolve("fd");
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> sockets.stream().anyMatch(socket -> isSocket(file, socket)));
    } catch (IOException goneOrAnothers) {
      return false;
    }
  }

  private static boolean isSocket(Path file, String inode) {
    try {
      return Files.readSymbolicLink(file).toString().equals("socket:[" + inode + "]");
    } catch (IOException closed) {
      return false;
    }
  }

  private static String program(long pid) {
    return Proc.KERNEL.commandLine(pid).stream()
        .findFirst()
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .orElse("a process");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException noSuchProtocol) {
      return List.of();
    }
  }
}
