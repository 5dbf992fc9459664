package io.nokube.host.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.node.RegistryTrust.Change;
import io.nokube.host.node.RegistryTrust.Wanted;
import io.nokube.host.system.Digest;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTrustTest {
  private static final String HOST = "registry.example.com:5000";

  @TempDir Path folder;
  private Path certs;
  private RegistryTrust trust;

  @BeforeEach
  void anEngineThatTrustsNobodyYet() {
    certs = folder.resolve("docker/certs.d");
    trust = new RegistryTrust(certs, "demo");
  }

  @Test
  void anAuthorityLiesWhereTheEngineLooks() throws IOException {
    assertThat(trust.become(List.of(wanted(HOST, "one"))))
        .isEqualTo(new Change(List.of(HOST), List.of()));

    Path file = certs.resolve(HOST).resolve("nokube-demo.crt");
    assertThat(file).hasContent("one");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    assertThat(certs.resolve(HOST)).isDirectoryContaining("glob:**.crt");
    assertThat(trust.seen()).isEqualTo(Map.of(HOST, Digest.of("one")));
  }

  @Test
  void whatIsRightAlreadyStaysAndWhatDiffersIsReplaced() throws IOException {
    trust.become(List.of(wanted(HOST, "one")));

    assertThat(trust.become(List.of(wanted(HOST, "one"))))
        .isEqualTo(new Change(List.of(), List.of()));
    assertThat(trust.become(List.of(wanted(HOST, "two"))))
        .isEqualTo(new Change(List.of(HOST), List.of()));
    assertThat(certs.resolve(HOST)).isDirectoryNotContaining("glob:**.new");
    assertThat(trust.seen()).isEqualTo(Map.of(HOST, Digest.of("two")));
  }

  @Test
  void whatIsNoLongerWantedGoesAndWhatOthersPutThereStays() throws IOException {
    trust.become(List.of(wanted(HOST, "one"), wanted("a.io", "a")));
    var theirs = Files.writeString(certs.resolve(HOST).resolve("ca.crt"), "theirs");
    new RegistryTrust(certs, "other").become(List.of(wanted("b.io", "b")));

    assertThat(trust.become(List.of())).isEqualTo(new Change(List.of(), List.of("a.io", HOST)));

    assertThat(theirs).hasContent("theirs");
    assertThat(certs.resolve(HOST)).isDirectoryNotContaining("glob:**nokube*");
    assertThat(certs.resolve("a.io")).doesNotExist();
    assertThat(certs.resolve("b.io/nokube-other.crt")).hasContent("b");
    assertThat(trust.become(List.of())).isEqualTo(new Change(List.of(), List.of()));
  }

  @Test
  void ifOneStagedFileIsMissingNothingIsTouched() throws IOException {
    var missing = new Wanted("a.io", folder.resolve("nowhere"));

    assertThatThrownBy(() -> trust.become(List.of(wanted(HOST, "one"), missing)))
        .isInstanceOf(StepFailure.class)
        .hasMessage("there is no staged file %s for a.io".formatted(folder.resolve("nowhere")));
    assertThat(certs).doesNotExist();
  }

  private Wanted wanted(String host, String content) throws IOException {
    return new Wanted(host, Files.writeString(folder.resolve("staged-" + content), content));
  }
}
