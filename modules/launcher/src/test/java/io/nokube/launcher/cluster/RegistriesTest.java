package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.certificates.Authority;
import io.nokube.launcher.CommandFailure;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.strict.StrictConfig;
import io.nokube.model.text.SourceName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistriesTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final String LIST =
      """
        registries:
          - {host: "z.io:5000", username: robot, password_env: ROBOT}
          - {host: docker.io, username: "me@example.com", password_file: ~/hub}
          - {host: a.io, ca_file: ~/ca.crt}
      """;

  @TempDir private Path home;

  private static ClusterFile file(String registries) throws IOException {
    String text =
        Files.readString(Path.of("../../examples/clusters/one-host.yaml"))
            .replace("  mirrors: []\n", "  mirrors: []\n" + registries);
    return switch (ClusterFile.read(
        new SourceName("cluster.yaml"), text.getBytes(StandardCharsets.UTF_8))) {
      case StrictConfig.Read<ClusterFile>(ClusterFile read) -> read;
      case StrictConfig.Refused<ClusterFile> refused -> throw new AssertionError(refused);
    };
  }

  private OperatorMachine machine(Map<String, String> environment) {
    return new OperatorMachine(environment, home, NOW);
  }

  @Test
  void nodesGetLoginsInOneFileAndEnginesAuthorities() throws IOException {
    String pem =
        Authority.create("a", InstantSource.fixed(NOW), Duration.ofDays(3)).certificatePem();
    Files.writeString(home.resolve("hub"), "open\"sesame\n");
    Files.writeString(home.resolve("ca.crt"), pem);

    Registries registries = Registries.of(file(LIST), machine(Map.of("ROBOT", "hunter2")));

    assertThat(registries.ofNode().path()).isEqualTo("tls/registries.json");
    assertThat(registries.ofNode().content())
        .isEqualTo(
            "{\"auths\":{\"docker.io\":{\"username\":\"me@example.com\",\"password\":\"open\\\"sesame\"},"
                + "\"z.io:5000\":{\"username\":\"robot\",\"password\":\"hunter2\"}}}\n");
    assertThat(registries.authorities()).isEqualTo(Map.of("a.io", pem));
    assertThat(registries.toString() + registries.ofNode() + registries.logins())
        .doesNotContain("hunter2", "sesame");
  }

  @Test
  void withoutRegistriesTheFileSaysSo() throws IOException {
    Registries none = Registries.of(file(""), machine(Map.of()));

    assertThat(none.ofNode().content()).isEqualTo("{\"auths\":{}}\n");
    assertThat(none.authorities()).isEmpty();
  }

  @Test
  void whatWentMissingSinceTheFileWasReadEndsTheRun() throws IOException {
    ClusterFile file = file(LIST);

    assertThatThrownBy(() -> Registries.of(file, machine(Map.of())))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("images.registries: z.io:5000: is not set");
  }
}
