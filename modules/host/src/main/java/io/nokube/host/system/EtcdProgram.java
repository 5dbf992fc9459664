package io.nokube.host.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/// The etcd that is installed here, and which version it is.
public record EtcdProgram(Path program, String version) {

  private static final Pattern VERSION = Pattern.compile("etcd Version: (\\S+)");

  /// @throws StepFailure if there is none
  public static EtcdProgram look(Deadline deadline) {
    var program =
        Program.find("etcd")
            .orElseThrow(() ->
                new StepFailure(
                    "etcd isn't installed",
                    "install it: prepare-machine with etcd: true, or apt-get install"
                        + " etcd-server"));
    var said =
        new Program(program.toString(), "--version")
            .runSuccessfully(
                deadline.atMost(Duration.ofSeconds(10)), "install the package etcd-server anew");
    var version = VERSION.matcher(said.output());
    return new EtcdProgram(program, version.find() ? version.group(1) : "of unknown version");
  }
}
