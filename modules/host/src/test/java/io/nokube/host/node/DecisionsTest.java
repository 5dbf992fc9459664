package io.nokube.host.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What is decided before anything is done, and what is read from what others say.
class DecisionsTest {

  @Nested
  class AContainer {

    @Test
    void thatIsNotThereIsCreated() {
      assertThat(ContainerPlan.of(Optional.empty(), "id-1", "f"))
          .isEqualTo(new ContainerPlan.Create());
    }

    @Test
    void thatRunsAsWantedIsKept() {
      assertThat(plan("id-1", "f", "running")).isEqualTo(new ContainerPlan.Keep());
    }

    @Test
    void thatRestartsIsKeptForItsLogSaysWhy() {
      assertThat(plan("id-1", "f", "restarting")).isEqualTo(new ContainerPlan.Keep());
    }

    @Test
    void thatStandsStillIsStarted() {
      assertThat(plan("id-1", "f", "exited")).isEqualTo(new ContainerPlan.Start());
      assertThat(plan("id-1", "f", "created")).isEqualTo(new ContainerPlan.Start());
    }

    @Test
    void thatIsMadeOfSomethingElseIsReplaced() {
      assertThat(plan("id-1", "g", "running")).isEqualTo(new ContainerPlan.Replace());
    }

    @Test
    void thatIsPausedOrDeadIsReplaced() {
      assertThat(plan("id-1", "f", "paused")).isEqualTo(new ContainerPlan.Replace());
      assertThat(plan("id-1", "f", "dead")).isEqualTo(new ContainerPlan.Replace());
    }

    @Test
    void ofSomebodyElseIsRefused() {
      assertThat(plan("", "f", "running"))
          .isInstanceOfSatisfying(
              ContainerPlan.Refuse.class,
              refuse -> assertThat(refuse.why()).contains("that nokube didn't make"));
      assertThat(plan("id-2", "f", "running"))
          .isInstanceOfSatisfying(
              ContainerPlan.Refuse.class, refuse -> assertThat(refuse.why()).contains("id-2"));
    }

    private static ContainerPlan plan(String clusterId, String fingerprint, String state) {
      return ContainerPlan.of(
          Optional.of(new ContainerPlan.Seen("c", clusterId, fingerprint, state)), "id-1", "f");
    }
  }

  @Nested
  class AMembersFirstStart {

    private final FirstStart three = start("new", "n1", "n2", "n3");
    private final FirstStart two = start("new", "n1", "n2");
    private final FirstStart joins = start("existing", "n1", "n2", "n4");

    @Test
    void isWhatIsWantedAtFirst() {
      assertThat(FirstStart.of(three, Optional.empty(), false)).isEqualTo(three);
    }

    @Test
    void staysEvenIfItNeverCameAbout() {
      assertThat(FirstStart.of(two, Optional.of(three), false)).isEqualTo(three);
    }

    @Test
    void staysOnceThereAreData() {
      assertThat(FirstStart.of(joins, Optional.of(three), true)).isEqualTo(three);
    }

    @Test
    void followsTheMembersWhileItHasNotJoined() {
      var before = start("existing", "n1", "n2", "n3", "n4");
      assertThat(FirstStart.of(joins, Optional.of(before), false)).isEqualTo(joins);
    }

    @Test
    void isWrittenAndReadAgain() {
      assertThat(FirstStart.parse(three.json())).isEqualTo(three);
      assertThat(two.members()).isEqualTo("n1=https://n1:2380,n2=https://n2:2380");
    }

    private static FirstStart start(String state, String... names) {
      return new FirstStart(
          state,
          "token",
          List.of(names).stream()
              .map(name -> new FirstStart.Member(name, "https://" + name + ":2380"))
              .toList());
    }
  }

  @Nested
  class TheHostsRoot {

    private static final String PRIVATE =
        "812 704 0:60 / / rw,relatime - overlay overlay rw,lowerdir=/shared:1";
    private static final String SHARED = "28 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw";
    private static final String OTHERS = "30 28 0:5 / /dev rw shared:2 - devtmpfs udev rw";

    @Test
    void isFollowedWhereItIsShared() {
      assertThat(options(OTHERS, SHARED)).isEqualTo("{\"Propagation\":\"rslave\"}");
    }

    @Test
    void isMountedAloneWhereItIsPrivate() {
      assertThat(options(PRIVATE, OTHERS)).isEqualTo("{\"NonRecursive\":true}");
    }

    @Test
    void isReadOnly() {
      assertThat(Mounts.hostRoot("/host", List.of(SHARED)).path("ReadOnly").asBoolean()).isTrue();
    }

    private static String options(String... lines) {
      return Mounts.hostRoot("/host", List.of(lines)).path("BindOptions").toString();
    }
  }

  @Test
  void lddNamesFilesTheLoaderAndWhatIsMissing() {
    var libraries =
        SharedLibraries.parse(
            """
            /x/bin/java:
            \tlinux-vdso.so.1 (0x00007ffd3a9f2000)
            \tlibjli.so => /x/bin/../lib/libjli.so (0x00007f0e3a1c9000)
            \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0e39fe8000)
            \tlibjvm.so => not found
            \t/lib64/ld-linux-x86-64.so.2 (0x00007f0e3a1e2000)
            /x/static:
            \tnot a dynamic executable
            """);
    assertThat(libraries.paths())
        .containsExactly(
            Path.of("/lib/x86_64-linux-gnu/libc.so.6"),
            Path.of("/lib64/ld-linux-x86-64.so.2"),
            Path.of("/x/lib/libjli.so"));
    assertThat(libraries.missing()).containsExactly("libjvm.so");
  }

  @Test
  void aMembersIdIsHexadecimalAndMayUseAll64Bits() throws JsonProcessingException {
    var list =
        new JsonMapper()
            .readTree(
                """
                {"header":{},"members":[{"ID":18446744073709551615,"peerURLs":["https://a:2380"]},
                 {"ID":10,"name":"n2","peerURLs":["https://b:2380"],"clientURLs":["https://b:2379"]}]}\
                """);
    assertThat(Etcdctl.members(list))
        .containsExactly(
            new Etcdctl.Member("ffffffffffffffff", "", List.of("https://a:2380"), List.of()),
            new Etcdctl.Member("a", "n2", List.of("https://b:2380"), List.of("https://b:2379")));
  }

  @Test
  void etcdThatSettlesIsAskedAgainAndOneThatRefusesIsNot() {
    assertThat(Etcdctl.isSettling("Error: etcdserver: unhealthy cluster")).isTrue();
    assertThat(Etcdctl.isSettling("Error: etcdserver: Peer URLs already exists")).isFalse();
    assertThat(Etcdctl.isSettling("Error: context deadline exceeded")).isFalse();
  }

  @Test
  void theFramesOfALogAreTakenOff() {
    var text = "no such file: ä\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var frame = "\2\0\0\0\0\0\0" + (char) text.length;
    var latin = new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(Engine.unframed(frame + latin + frame + latin))
        .isEqualTo("no such file: ä\nno such file: ä");
  }
}
