package io.nokube.containers;

import static io.nokube.containers.TestNode.done;
import static io.nokube.containers.TestNode.one;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Outcome;
import io.nokube.actor.engine.MountPlan;
import io.nokube.actor.engine.VolumePlan;
import io.nokube.actor.engine.VolumePlan.Bytes;
import io.nokube.actor.engine.VolumePlan.FilePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Volumes as containers see them.
@Timeout(120)
class MountsTest {
  private TestNode node;
  private final Plans plan = Plans.pod("web");

  @BeforeEach
  void open() throws IOException {
    node = new TestNode();
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  private void page(String text) {
    var file = new FilePlan(new Bytes(text.getBytes(UTF_8)), 0644);
    done(
        node.engine()
            .mount(
                plan.pod.path(),
                List.of(
                    new VolumePlan.Files("page", Map.of("index", file)),
                    new VolumePlan.Empty("out", false),
                    new VolumePlan.Empty("ram", true)),
                Optional.empty()));
  }

  private Path out(String name) {
    return node.settings
        .workspace()
        .resolve(plan.pod.path().text())
        .resolve("volumes/out")
        .resolve(name);
  }

  private void awaitContent(String name, String text) {
    Eventually.within(
        Duration.ofSeconds(20),
        name + " is " + text,
        () -> {
          try {
            return Files.exists(out(name)) && Files.readString(out(name)).strip().equals(text);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void aChangeIsSeenThroughADirectoryAndNotThroughASubPath() {
    page("one");
    one(
        node.engine()
            .start(
                plan.sh(
                        "b=/bin/busybox; while :; do $b cat /page/index >/out/dir;"
                            + " $b cat /sub >/out/sub; $b sleep 0.1; done")
                    .mounts(
                        new MountPlan.OfVolume("page", "", "/page", true),
                        new MountPlan.OfVolume("page", "index", "/sub", true),
                        new MountPlan.OfVolume("out", "", "/out", false))
                    .plan()));
    awaitContent("dir", "one");
    awaitContent("sub", "one");

    page("two");

    awaitContent("dir", "two");
    awaitContent("sub", "one");
  }

  @Test
  void aConfigMapsFilesCannotBeWrittenWhateverTheMountSays() throws Exception {
    page("one");
    node.engine()
        .start(
            plan.sh("echo evil > /page/index; echo $? > /out/exit")
                .mounts(
                    new MountPlan.OfVolume("page", "", "/page", false),
                    new MountPlan.OfVolume("out", "", "/out", false))
                .plan());

    awaitContent("exit", "1");
  }

  @Test
  void containersOfAPodShareItsMemory() {
    page("one");
    node.engine()
        .start(
            plan.container("a")
                .sh("echo shared > /ram/x")
                .mounts(new MountPlan.OfMemory("ram", "", "/ram", false))
                .plan());
    node.engine()
        .start(
            plan.container("b")
                .sh(
                    "until [ -s /ram/x ]; do /bin/busybox sleep 0.1; done; /bin/busybox cat /ram/x"
                        + " > /out/x; /bin/busybox grep ' /ram ' /proc/mounts >/out/mounts")
                .mounts(
                    new MountPlan.OfMemory("ram", "", "/ram", false),
                    new MountPlan.OfVolume("out", "", "/out", false))
                .plan());

    awaitContent("x", "shared");
    Eventually.within(
        Duration.ofSeconds(10),
        "the mount is a tmpfs",
        () -> {
          try {
            return Files.exists(out("mounts")) && Files.readString(out("mounts")).contains("tmpfs");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void aSubPathThatIsNotThereIsMadeAndOneThatLeadsOutIsRefused() throws IOException {
    page("one");
    Files.createSymbolicLink(out("way-out"), Path.of("/etc"));

    one(
        node.engine()
            .start(
                plan.container("a")
                    .sh("echo hi > /in/x")
                    .mounts(new MountPlan.OfVolume("out", "made/here", "/in", false))
                    .plan()));
    awaitContent("made/here/x", "hi");

    assertThat(
            node.engine()
                .start(
                    plan.container("b")
                        .mounts(new MountPlan.OfVolume("out", "way-out", "/in", false))
                        .plan()))
        .isEqualTo(
            new Outcome.Refused(
                "CreateContainerError", "subPath \"way-out\" leads out of its volume"));
    assertThat(
            node.engine()
                .start(
                    plan.container("b")
                        .mounts(new MountPlan.OfVolume("out", "../page", "/in", false))
                        .plan()))
        .isEqualTo(
            new Outcome.Refused(
                "CreateContainerError", "subPath \"../page\" must not contain \"..\""));
  }

  @Test
  void hostPathsAreCheckedAsTheirTypeSays() throws IOException {
    Path made = node.settings.workspace().resolve("host/made");
    one(
        node.engine()
            .start(
                plan.sh("echo hi > /h/x")
                    .mounts(
                        new MountPlan.OfHost(made.toString(), "DirectoryOrCreate", "", "/h", false))
                    .plan()));
    Eventually.within(
        Duration.ofSeconds(20), "it is written", () -> Files.exists(made.resolve("x")));

    assertThat(
            node.engine()
                .start(
                    plan.container("b")
                        .mounts(new MountPlan.OfHost(made + "/x", "Directory", "", "/h", false))
                        .plan()))
        .isEqualTo(
            new Outcome.Refused(
                "CreateContainerError",
                "hostPath type check failed: " + made + "/x is not a directory"));
    assertThat(
            node.engine()
                .start(
                    plan.container("b")
                        .sleeping()
                        .mounts(
                            new MountPlan.OfHost(
                                "/var/run/docker.sock", "Socket", "", "/d.sock", true))
                        .plan()))
        .isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aFolderGoesWithAllThatIsInIt() {
    page("one");

    done(node.engine().removeFolder(plan.pod.path()));
    done(node.engine().removeFolder(plan.pod.path()));

    assertThat(node.settings.workspace()).isEmptyDirectory();
    assertThat(node.settings.memory()).isEmptyDirectory();
  }
}
