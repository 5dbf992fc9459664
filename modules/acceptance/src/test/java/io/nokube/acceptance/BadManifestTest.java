package io.nokube.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.acceptance.BadManifests.Bad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A bad manifest is refused with the place and the word for what is wrong, and changes nothing.
class BadManifestTest extends OnQuickstart {
  private String before = "";

  @BeforeEach
  void remember() {
    before = everything();
  }

  @AfterEach
  void nothingHasChanged() {
    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("all")
  void applyRefusesItWhereItIsBad(Bad bad) {
    Path file = home.resolve("bad.yaml");
    write(file, bad.bytes());

    Nokube.Result refused = cluster.nokube.run("apply", "-f", file.toString());

    List<String> said = printed(file, bad);
    said.add("nothing was applied");
    assertThat(refused.output().lines()).containsExactlyElementsOf(said);
    assertThat(refused.code()).isEqualTo(1);
  }

  static List<Bad> all() {
    return BadManifests.ALL;
  }

  @Test
  void checkSaysTheSameOfAllFilesOfAFolder() throws IOException {
    Path folder = Files.createDirectory(home.resolve("bad"));
    List<String> said = new ArrayList<>();
    for (Bad bad : BadManifests.ALL) {
      Path file = folder.resolve("%02d.yaml".formatted(BadManifests.ALL.indexOf(bad)));
      write(file, bad.bytes());
      said.addAll(printed(file, bad));
    }

    Nokube.Result refused = cluster.nokube.run("check", "-f", folder.toString());

    assertThat(refused.output().lines()).containsExactlyElementsOf(said);
    assertThat(refused.code()).isEqualTo(1);
  }

  @Test
  void oneBadFileOfSeveralRefusesAll() {
    Path good = cluster.file("1.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: good}}");
    Path bad = cluster.file("2.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: B}}");

    Nokube.Result refused =
        cluster.nokube.run("apply", "-f", good.toString(), "-f", bad.toString());

    assertThat(refused.output()).startsWith(bad + ":1:52: metadata.name: Invalid value: \"B\": ");
    assertThat(refused.output()).endsWith("\nnothing was applied\n");
    assertThat(refused.code()).isEqualTo(1);
  }

  @Test
  void aFileThatIsNotThere() {
    Path file = home.resolve("absent.yaml");

    Nokube.Result refused = cluster.nokube.run("apply", "-f", file.toString());

    assertThat(refused.output()).isEqualTo("the path \"%s\" does not exist\n".formatted(file));
    assertThat(refused.code()).isEqualTo(1);
  }

  private static List<String> printed(Path file, Bad bad) {
    return new ArrayList<>(bad.lines().stream().map(line -> file + line).toList());
  }

  private static void write(Path file, byte[] text) {
    try {
      Files.write(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The names of all objects but events, what configuration holds, and the containers that run.
  private static String everything() {
    String objects = "/nokube/quickstart/objects/";
    return cluster
            .etcdctl("get", "--prefix", "--keys-only", objects)
            .lines()
            .filter(key -> !key.startsWith(objects + "core/events/"))
            .collect(Collectors.joining("\n"))
        + cluster.etcdctl("get", "--prefix", objects + "core/configmaps/")
        + cluster.running();
  }
}
