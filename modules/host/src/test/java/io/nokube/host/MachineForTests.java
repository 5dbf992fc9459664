package io.nokube.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/// Makes this machine ready for the tests of all rooms, as `nokube quickstart` does: by one request
/// to the command agent. Run by the build before the tests.
public final class MachineForTests {
  private MachineForTests() {}

  public static void main(String[] arguments) throws IOException {
    Path docker = Path.of(System.getProperty("user.home"), ".nokube", "docker");
    Files.createDirectories(docker);
    var request = JsonNodeFactory.instance.objectNode().put("operation", "prepare-machine");
    request
        .putArray("packages")
        .add("busybox-static")
        .add("docker-registry")
        .add("openssh-server")
        .add("openssh-client")
        .add("strace")
        .add("sudo");
    request
        .put("docker", true)
        .put("etcd", true)
        .put("noInstall", false)
        .put("dockerLog", docker.resolve("dockerd.log").toString())
        .put("deadlineSeconds", 900);
    String base64 =
        Base64.getEncoder().encodeToString(request.toString().getBytes(StandardCharsets.UTF_8));
    if (CommandAgent.run(base64, System.out) != CommandAgent.DONE) {
      throw new IllegalStateException("this machine can't be made ready for the tests: see above");
    }
  }
}
