package io.nokube.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.DockerException;
import org.junit.jupiter.api.Test;

class EngineMessageTest {
  private static String of(String json) {
    return EngineMessage.of(new DockerException(json, 400));
  }

  @Test
  void theRuntimesWrappingIsTakenOff() {
    String bare = "exec: \"nope\": executable file not found in $PATH";
    String quoted = bare.replace("\"", "\\\"");

    assertThat(
            of(
                "{\"message\":\"failed to create shim task: OCI runtime create failed: runc create"
                    + " failed: unable to start container process: "
                    + quoted
                    + ": unknown\"}"))
        .isEqualTo(bare);
    assertThat(
            of(
                "{\"message\":\"OCI runtime create failed: container_linux.go:380: starting"
                    + " container process caused: "
                    + quoted
                    + ": unknown\"}"))
        .isEqualTo(bare);
  }

  @Test
  void aTakenPortIsNamed() {
    assertThat(
            of(
                "{\"message\":\"driver failed programming external connectivity on endpoint web"
                    + " (0a1b): Bind for 127.0.0.1:80 failed: port is already allocated\"}"))
        .isEqualTo("Bind for 127.0.0.1:80 failed: port is already allocated");
  }

  @Test
  void anythingElseStaysAsItIs() {
    assertThat(of("{\"message\":\"No such image: x:1\"}")).isEqualTo("No such image: x:1");
    assertThat(of("plain text")).isEqualTo("plain text");
  }
}
