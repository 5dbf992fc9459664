package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.launcher.ssh.Become;
import io.nokube.launcher.ssh.Output;
import io.nokube.launcher.ssh.Run;
import io.nokube.launcher.ssh.SshFailure;
import io.nokube.launcher.ssh.SshHost;
import io.nokube.launcher.ssh.SshTarget;
import io.nokube.launcher.ssh.Upload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// One host over its one connection: files by SFTP, everything else by its command agent.
final class HostLink implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final String DISTRIBUTIONS = "/.nokube/dist/";

  /// Names the distribution that was verified last, so that the one before it is removed.
  private static final String CURRENT = "/.nokube/current";

  private static final Duration SLACK = Duration.ofSeconds(30);

  /// Longer than any run takes.
  private static final Duration HELD = Duration.ofHours(12);

  private final String node;
  private final SshHost ssh;
  private final String home;
  private final Become become;
  private final Payload payload;
  private Optional<HeldHost> held = Optional.empty();

  private HostLink(String node, SshHost ssh, Become become, Payload payload) {
    this.node = node;
    this.ssh = ssh;
    this.home = ssh.home();
    this.become = become;
    this.payload = payload;
  }

  /// @param unreachable what else to do if nothing answers there
  /// @throws NodeFailure if it can't be reached, trusted, entered, or root isn't to be had
  static HostLink connect(
      SshTarget target, Become become, Payload payload, Optional<String> unreachable) {
    try {
      SshHost ssh = SshHost.connect(target, CONNECT);
      try {
        become.check(ssh, CONNECT);
        return new HostLink(target.node(), ssh, become, payload);
      } catch (SshFailure denied) {
        ssh.close();
        throw denied;
      }
    } catch (SshFailure failure) {
      // Another trouble is an SSH agent that keeps us waiting.
      boolean silent =
          switch (failure.kind()) {
            case UNREACHABLE -> true;
            case TIMEOUT -> failure.what().contains("cannot connect to");
            default -> false;
          };
      Optional<String> more = unreachable.filter(advice -> silent);
      throw failed(
          target.node(), "connect", failure, failure.advice() + more.map(" "::concat).orElse(""));
    }
  }

  private static NodeFailure failed(String node, String step, SshFailure failure) {
    return failed(node, step, failure, failure.advice());
  }

  private static NodeFailure failed(String node, String step, SshFailure failure, String advice) {
    String what = failure.what();
    String prefix = node + ": ";
    return new NodeFailure(
        node, step, what.startsWith(prefix) ? what.substring(prefix.length()) : what, advice);
  }

  /// Where the distribution lies on the host.
  String folder() {
    return home + DISTRIBUTIONS + payload.hash();
  }

  /// Why this distribution can't run there; nothing if it can.
  Optional<String> refusal() {
    return sftp(
        "look",
        () ->
            HostSystem.refusal(
                ssh.read("/etc/os-release", 4096).or(() -> ssh.read("/usr/lib/os-release", 4096)),
                ssh.read("/bin/sh", 64),
                System.getProperty("os.arch", "unknown")));
  }

  boolean uploaded() {
    return sftp("look", () -> ssh.stat(folder() + "/" + Payload.LIST).isPresent());
  }

  /// The distribution that lies there, this one or another version's; empty on a bare host.
  Optional<String> anyFolder() {
    return uploaded()
        ? Optional.of(folder())
        : sftp("look", this::current).map(hash -> home + DISTRIBUTIONS + hash);
  }

  private Optional<String> current() {
    return ssh.read(home + CURRENT, 64)
        .map(text -> new String(text, StandardCharsets.US_ASCII).strip())
        .filter(hash -> hash.matches("[0-9a-f]+"));
  }

  /// Whether the command agent has verified it.
  boolean verified() {
    return sftp("look", () -> ssh.stat(folder() + "/verified").isPresent());
  }

  /// Removes the distribution that was there before this one.
  void keepOnlyThis() {
    sftp(
        "verify",
        () -> {
          current()
              .filter(before -> !before.equals(payload.hash()))
              .ifPresent(before -> ssh.remove(home + DISTRIBUTIONS + before));
          ssh.write(payload.hash().getBytes(StandardCharsets.US_ASCII), home + CURRENT, 0644);
          return true;
        });
  }

  /// Puts there what isn't, the list last.
  void upload(LongConsumer sent) {
    sftp(
        "upload",
        () -> {
          List<Upload> missing = new ArrayList<>();
          long there = 0;
          for (Payload.Part part : payload.parts()) {
            String remote = folder() + "/" + part.path();
            if (ssh.stat(remote).filter(file -> file.size() == part.size()).isPresent()) {
              there += part.size();
            } else {
              missing.add(
                  new Upload(
                      payload.local(part.path()),
                      remote,
                      part.mode(),
                      Optional.of(payload.modified())));
            }
          }
          long[] all = {there};
          ssh.uploadAll(missing, bytes -> sent.accept(all[0] += bytes));
          ssh.upload(payload.local(Payload.LIST), folder() + "/" + Payload.LIST, 0644, bytes -> {});
          return true;
        });
  }

  /// Writes a file that only the SSH user may read, until the command agent takes it.
  ///
  /// @return where
  String stage(String run, int number, Placed file) {
    return stage(run, Integer.toString(number), file.bytes());
  }

  /// Puts a large file there, until the command agent takes it.
  ///
  /// @return where
  String stage(String run, Path file, LongConsumer sent) {
    String remote = home + "/.nokube/staged/" + run + "/" + file.getFileName();
    return sftp(
        "stage",
        () -> {
          long[] all = {0};
          ssh.upload(file, remote, 0600, bytes -> sent.accept(all[0] += bytes));
          return remote;
        });
  }

  /// Makes room for a file that the command agent is to write, in a folder of the SSH user's.
  ///
  /// @return where
  String room(String run, String name) {
    return stage(run, name, new byte[0]);
  }

  private String stage(String run, String name, byte[] content) {
    String remote = home + "/.nokube/staged/" + run + "/" + name;
    return sftp(
        "stage",
        () -> {
          ssh.write(content, remote, 0600);
          return remote;
        });
  }

  /// Fetches a file to a new one here.
  void fetch(String remote, Path local, LongConsumer sent) {
    sftp(
        "fetch",
        () -> {
          ssh.download(remote, local, sent);
          return true;
        });
  }

  void unstage() {
    sftp(
        "stage",
        () -> {
          ssh.remove(home + "/.nokube/staged");
          return true;
        });
  }

  /// Removes all that was ever uploaded, also by other versions.
  void removeUploads() {
    sftp(
        "remove",
        () -> {
          ssh.remove(home + "/.nokube");
          return true;
        });
  }

  private interface Sftp<T> {
    T act();
  }

  private <T> T sftp(String step, Sftp<T> work) {
    try {
      return work.act();
    } catch (SshFailure failure) {
      throw failed(node, step, failure);
    }
  }

  /// Takes the lock of the node's workspace, for as long as this link is open. From then on the
  /// process that has it does all that is asked for by [#run].
  Seen hold(ObjectNode request) {
    try {
      Run run = ssh.exec(command(folder(), request), HELD);
      Answer answer = new Answer(node, "hold", run, deadline(request));
      while (true) {
        JsonNode line = answer.line();
        if (line.has("seen")) {
          held = Optional.of(HeldHost.by(node, run));
          return Seen.of(line.path("seen"));
        }
      }
    } catch (SshFailure failure) {
      throw failed(node, "hold", failure);
    }
  }

  /// Has the command agent do one thing: the one that holds the host, or else one for this alone.
  ///
  /// @param steps is told each of its lines
  /// @return its result
  /// @throws NodeFailure with what it said, if it failed or the connection broke
  JsonNode run(ObjectNode request, Consumer<JsonNode> steps) {
    try {
      return held.isPresent()
          ? result(request, held.get().begin(operation(request), base64(request)), steps)
          : run(folder(), request, steps);
    } catch (SshFailure failure) {
      throw failed(node, operation(request), failure);
    }
  }

  /// As [#run], by another distribution that is there.
  JsonNode run(String folder, ObjectNode request, Consumer<JsonNode> steps) {
    try (Run run = ssh.exec(command(folder, request), deadline(request))) {
      run.closeInput();
      return result(request, run, steps);
    } catch (SshFailure failure) {
      throw failed(node, operation(request), failure);
    }
  }

  private JsonNode result(ObjectNode request, Output output, Consumer<JsonNode> steps) {
    Answer answer = new Answer(node, operation(request), output, deadline(request));
    while (true) {
      JsonNode line = answer.line();
      if (line.has("result")) {
        return line.path("result");
      }
      steps.accept(line);
    }
  }

  private static String operation(ObjectNode request) {
    return request.path("operation").asText();
  }

  private static Duration deadline(ObjectNode request) {
    return Duration.ofSeconds(request.path("deadlineSeconds").asLong()).plus(SLACK);
  }

  private List<String> command(String folder, ObjectNode request) {
    return become.of(
        List.of(
            folder + "/runtime/bin/java",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:AOTCache=" + folder + "/boot.aot",
            "-Xlog:disable",
            "-Xmx96m",
            "-cp",
            folder.equals(folder()) ? payload.bootClassPath(folder) : folder + "/boot/*",
            "io.nokube.host.Main",
            base64(request)));
  }

  private static String base64(ObjectNode request) {
    return Base64.getEncoder().encodeToString(request.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// Lets the lock go and ends the connection.
  @Override
  public void close() {
    held.ifPresent(HeldHost::close);
    ssh.close();
  }
}
