package io.nokube.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  private static final Path EXAMPLES = Path.of("../../examples");

  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
  @TempDir private Path folder;

  @Test
  void aMisspeltCommandIsRefusedWithTheNearestOne() {
    assertThat(run("aply", "-f", "x")).isEqualTo(2);
    assertThat(said())
        .isEqualTo(
            "nokube: there is no command \"aply\"; did you mean apply? `nokube help` lists all.\n");
  }

  @Test
  void anUnknownOptionIsRefusedByName() {
    assertThat(run("get", "pods", "--wide")).isEqualTo(2);
    assertThat(said())
        .isEqualTo(
            "nokube get: Unrecognized option: --wide. `nokube help get` shows what it takes.\n");
  }

  @Test
  void aResourceThatIsntThereIsRefusedWithTheNearestOne() {
    assertThat(run("get", "pod-s")).isEqualTo(2);
    assertThat(said()).contains("did you mean pods?");
  }

  @Test
  void anOutputThatIsntPrintedIsRefused() {
    assertThat(run("get", "pods", "-o", "xml")).isEqualTo(2);
    assertThat(said())
        .isEqualTo("nokube get: -o xml is not supported: it prints wide, json, yaml, name\n");
    assertThat(run("tree", "-o", "yaml")).isEqualTo(2);
    assertThat(said()).endsWith("nokube tree: -o yaml is not supported: it prints json\n");
  }

  @Test
  void applyWithoutAFileSaysWhatItNeeds() {
    assertThat(run("apply")).isEqualTo(2);
    assertThat(said())
        .isEqualTo("nokube apply needs -f FILE. `nokube help apply` shows examples.\n");
  }

  @Test
  void aFileWithoutANameIsNotTheCurrentFolder() {
    assertThat(run("check", "-f", "")).isEqualTo(2);
    assertThat(said()).isEqualTo("-f needs a file, a directory or -, not \"\"\n");
  }

  @Test
  void aFileThatIsntThereIsNamed() {
    assertThat(run("check", "-f", "nowhere.yaml")).isEqualTo(1);
    assertThat(said()).isEqualTo("the path \"nowhere.yaml\" does not exist\n");
  }

  @Test
  void everyExampleIsValid() {
    assertThat(run("check", "-f", EXAMPLES.resolve("quickstart").toString())).isZero();
    assertThat(results.toString(UTF_8))
        .contains("deployment.apps/web valid")
        .contains("daemonset.apps/clock valid");
  }

  @Test
  void checkNamesEveryProblemOfEveryDocument() throws IOException {
    Path file = folder.resolve("two.yaml");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: One
        ---
        apiVersion: v1
        kind: Confgmap
        metadata:
          name: two
        """);

    assertThat(run("check", "-f", file.toString())).isEqualTo(1);
    assertThat(said().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith(file + ":4:9: metadata.name: "))
        .anyMatch(line -> line.startsWith(file + ":7:7: kind: ") && line.contains("ConfigMap"));
  }

  private int run(String... words) {
    return Main.run(
        List.of(words),
        new Terminal(
            new PrintStream(results, true, UTF_8),
            new PrintStream(complaints, true, UTF_8),
            false));
  }

  private String said() {
    return complaints.toString(UTF_8);
  }
}
