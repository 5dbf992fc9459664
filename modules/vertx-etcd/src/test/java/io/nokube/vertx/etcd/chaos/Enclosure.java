package io.nokube.vertx.etcd.chaos;

import static java.lang.ProcessBuilder.Redirect.INHERIT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A network and a process namespace of its own: what a run cuts, kills or leaves behind is nobody
/// else's, and the kernel clears it away when the run ends, however it ends.
final class Enclosure {

  private static final String MARK = "nokube.chaos.enclosed";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Enclosure() {}

  /// Whether this JVM runs in one.
  static boolean entered() {
    return Boolean.getBoolean(MARK);
  }

  /// Runs a main class of this class path in one, as root of it, to its end. Its temporary files
  /// lie in a file system of its own.
  ///
  /// @param output where its standard output goes; the other goes where this JVM's goes
  /// @return its exit code
  static int enter(Class<?> main, List<String> arguments, ProcessBuilder.Redirect output)
      throws IOException, InterruptedException {
    var files = Files.createTempDirectory("chaos-");
    try {
      var builder = new ProcessBuilder(command(main, files, arguments));
      var process = builder.redirectOutput(output).redirectError(INHERIT).start();
      // unshare heeds no request to end, and takes all with it if it is made to.
      var end = new Thread(process::destroyForcibly);
      Runtime.getRuntime().addShutdownHook(end);
      var code = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(end);
      return code;
    } finally {
      Files.delete(files);
    }
  }

  /// What whoever has entered does first.
  static void furnish() {
    run("mount", "-t", "tmpfs", "chaos", System.getProperty("java.io.tmpdir"));
    Place.layBridge();
  }

  private static List<String> command(Class<?> main, Path files, List<String> arguments) {
    var command = new ArrayList<>(List.of("unshare"));
    if (!isRoot()) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.addAll(List.of("--net", "--pid", "--fork", "--kill-child", "--mount-proc"));
    command.addAll(List.of(java(), "-D" + MARK + "=true", "-Djava.io.tmpdir=" + files));
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  static String java() {
    return System.getProperty("java.home") + "/bin/java";
  }

  /// Runs a command to its end.
  ///
  /// @return its standard output
  /// @throws IllegalStateException if it fails or takes longer than ten seconds, with its words
  static String run(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new IllegalStateException(
          "%s can't be run: %s (Debian's packages iproute2, iptables and util-linux have it)"
              .formatted(String.join(" ", command), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(String.join(" ", command) + ": interrupted", e);
    }
  }

  private static boolean isRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException e) {
      throw new IllegalStateException("asking who runs this", e);
    }
  }
}
