package io.nokube.host.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementTest {

  private static final NodeIdentity N1 = new NodeIdentity("demo", "id-1", "n1");

  @TempDir Path folder;
  private Workspace workspace;

  @BeforeEach
  void aWorkspaceThatIsNotThereYet() {
    workspace = new Workspace(folder.resolve("lib/nokube"));
  }

  @Test
  void filesAreMovedToTheirPlacesForTheirOwnerAlone() throws IOException {
    var result = place(staged("key", "secret", "tls/node.key", 0600));
    assertThat(result).isEqualTo("placed");
    assertThat(at("tls/node.key")).hasContent("secret");
    assertThat(mode(at("tls/node.key"))).isEqualTo("rw-------");
    assertThat(mode(at("tls"))).isEqualTo("rwx------");
    assertThat(mode(workspace.root())).isEqualTo("rwx------");
    assertThat(folder.resolve("key")).doesNotExist();
    assertThat(workspace.node()).contains(N1);
  }

  @Test
  void whatIsRightAlreadyKeepsItsTime() throws IOException {
    place(staged("a", "same", "config/agent.yaml", 0644));
    var before = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
    Files.setLastModifiedTime(at("config/agent.yaml"), before);
    assertThat(place(staged("a", "same", "config/agent.yaml", 0644))).isEqualTo("none");
    assertThat(Files.getLastModifiedTime(at("config/agent.yaml"))).isEqualTo(before);
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void anotherModeIsAChange() throws IOException {
    place(staged("a", "same", "config/agent.yaml", 0644));
    assertThat(place(staged("a", "same", "config/agent.yaml", 0600))).isEqualTo("placed");
    assertThat(mode(at("config/agent.yaml"))).isEqualTo("rw-------");
  }

  @Test
  void aFileIsReplacedByRenamingNotOverwritten() throws IOException {
    place(staged("a", "old", "config/agent.yaml", 0644));
    try (var readsOn = Files.newInputStream(at("config/agent.yaml"))) {
      place(staged("a", "new and longer", "config/agent.yaml", 0644));
      assertThat(new String(readsOn.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("old");
    }
    assertThat(at("config/agent.yaml")).hasContent("new and longer");
  }

  @Test
  void whatAKilledRunLeftBesideIsNoHindrance() throws IOException {
    place(staged("a", "old", "config/agent.yaml", 0644));
    Files.writeString(at("config/agent.yaml.new"), "half of");
    place(staged("a", "whole", "config/agent.yaml", 0644));
    assertThat(at("config/agent.yaml")).hasContent("whole");
    assertThat(at("config/agent.yaml.new")).doesNotExist();
  }

  @Test
  void removingIsIdempotent() throws IOException {
    place(staged("a", "x", "tls/token", 0600));
    var placement = new Placement(workspace);
    var remove = List.of("tls/token");
    assertThat(placement.place(N1, List.of(), remove).path("change").asText()).isEqualTo("placed");
    assertThat(at("tls/token")).doesNotExist();
    assertThat(placement.place(N1, List.of(), remove).path("change").asText()).isEqualTo("none");
  }

  @Test
  void ifOneStagedFileIsMissingNothingIsTouched() throws IOException {
    var there = staged("a", "x", "config/a", 0600);
    var missing = new PlacedFile(folder.resolve("b"), "config/b", 0600);
    assertThatThrownBy(() -> new Placement(workspace).place(N1, List.of(there, missing), List.of()))
        .isInstanceOf(StepFailure.class)
        .hasMessageContaining("there is no staged file " + folder.resolve("b"));
    assertThat(workspace.root()).doesNotExist();
    assertThat(folder.resolve("a")).exists();
  }

  @Test
  void theWorkspaceOfAnotherClusterIsRefused() throws IOException {
    place(staged("a", "x", "config/a", 0600));
    var other = new NodeIdentity("demo", "id-2", "n1");
    var file = staged("a", "y", "config/a", 0600);
    assertThatThrownBy(() -> new Placement(workspace).place(other, List.of(file), List.of()))
        .isInstanceOfSatisfying(
            StepFailure.class, failure -> assertThat(failure.advice()).contains("nokube remove"))
        .hasMessageStartingWith("another cluster's agent is here: ")
        .hasMessageContaining("id-1");
    assertThat(at("config/a")).hasContent("x");
  }

  @Test
  void aFolderWithSomebodysFilesIsNoWorkspace() throws IOException {
    Files.createDirectories(workspace.root());
    Files.writeString(at("theirs"), "x");
    Files.setPosixFilePermissions(workspace.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
    var file = staged("a", "x", "config/a", 0600);
    assertThatThrownBy(() -> new Placement(workspace).place(N1, List.of(file), List.of()))
        .isInstanceOf(StepFailure.class)
        .hasMessageEndingWith("isn't empty and isn't known to be nokube's: it has theirs");
    assertThat(mode(workspace.root())).isEqualTo("rwxr-xr-x");
  }

  @Test
  void aHostKeepsItsNodesName() throws IOException {
    place(staged("a", "x", "config/a", 0600));
    var renamed = new NodeIdentity("demo", "id-1", "n2");
    assertThatThrownBy(() -> new Placement(workspace).place(renamed, List.of(), List.of()))
        .hasMessageStartingWith("this host is node n1 of cluster demo");
  }

  @Test
  void aLinkThatLeadsOutIsRefused() throws IOException {
    place(staged("a", "x", "config/a", 0600));
    var outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(at("tls"), outside);
    var file = staged("a", "x", "tls/node.key", 0600);
    assertThatThrownBy(() -> new Placement(workspace).place(N1, List.of(file), List.of()))
        .isInstanceOf(StepFailure.class)
        .hasMessageContaining("tls is no folder");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void onlyPathsInsideAreInside() {
    for (var inside : List.of("a", "config/agent.yaml", "..a/b")) {
      assertThat(Workspace.isInside(inside)).as(inside).isTrue();
    }
    for (var outside :
        List.of("", ".", "..", "../a", "a/../../b", "/etc/passwd", "a//b/../..", "a/./b")) {
      assertThat(Workspace.isInside(outside)).as(outside).isFalse();
    }
  }

  private String place(PlacedFile file) {
    return new Placement(workspace).place(N1, List.of(file), List.of()).path("change").asText();
  }

  private PlacedFile staged(String name, String content, String to, int mode) throws IOException {
    return new PlacedFile(Files.writeString(folder.resolve(name), content), to, mode);
  }

  private Path at(String relative) {
    return workspace.root().resolve(relative);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
