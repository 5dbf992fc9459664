package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real Docker engine of the machine that tests run on, started if it doesn't run.
class DockerOnThisMachineTest {

  @TempDir Path folder;

  @Test
  void aPreparedMachineHasAnEngineThatAnswers() {
    var prepared =
        Lines.of(
            """
            {"operation":"prepare-machine","packages":["busybox-static"],"docker":true,"etcd":true,
             "noInstall":false,"dockerLog":"/var/log/nokube/dockerd.log","deadlineSeconds":600}
            """);
    assertThat(prepared.all().toString()).contains("\"done\"");
    assertThat(prepared.exitCode()).isZero();
    assertThat(prepared.result().path("docker").path("version").asText()).isNotEmpty();
    assertThat(prepared.result().path("etcd").path("version").asText()).isNotEmpty();
  }

  @Test
  void anImageIsImportedOnceAndThenPresent() {
    var name = "docker.io/library/nokube-host-test:" + ProcessHandle.current().pid();
    try {
      assertThat(make(name).result().path("change").asText()).isEqualTo("imported");
      assertThat(make(name).result().path("change").asText()).isEqualTo("present");
    } finally {
      new Program("docker", "image", "rm", name).run(Deadline.in(java.time.Duration.ofSeconds(20)));
    }
  }

  private static Lines make(String name) {
    return Lines.of(
        """
        {"operation":"make-image","name":"%s","pullSeconds":10,"deadlineSeconds":60}
        """
            .formatted(name));
  }
}
