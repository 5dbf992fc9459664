package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorSourceTest {
  private static final MirrorSource RELEASE =
      new MirrorSource("http://mirror.test/debian", "bookworm", List.of("main"));

  @TempDir private Path folder;

  @Test
  void aLineIsReadWithoutItsOptionsAndComments() {
    assertThat(
            MirrorSource.ofList(
                """
                # deb http://mirror.test/debian bullseye main
                deb [arch=amd64 signed-by=/k.gpg] http://mirror.test/debian bookworm main contrib # x
                deb-src http://mirror.test/debian bookworm main
                """))
        .containsExactly(
            new MirrorSource("http://mirror.test/debian", "bookworm", List.of("main", "contrib")));
  }

  @Test
  void aStanzaGivesEverySuiteOfEveryMirror() {
    assertThat(
            MirrorSource.ofStanzas(
                """
                Types: deb deb-src
                # as of today
                URIs: http://mirror.test/debian
                Suites: bookworm
                 bookworm-updates
                Components: main
                Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

                Types: deb
                URIs: http://mirror.test/other
                Suites: bookworm
                Components: main
                Enabled: no
                """))
        .containsExactly(
            RELEASE,
            new MirrorSource("http://mirror.test/debian", "bookworm-updates", List.of("main")));
  }

  @Test
  void onlyTheReleasesOwnSourcesCountAndTheReleaseComesFirst() {
    var security =
        new MirrorSource("http://mirror.test/security", "bookworm-security", List.of("main"));
    var all =
        List.of(
            new MirrorSource("http://other.test", "bookworm", List.of("stable")),
            new MirrorSource("http://other.test", "bookworm-pgdg", List.of("main")),
            security,
            new MirrorSource("http://mirror.test/debian", "trixie", List.of("main")),
            RELEASE);

    assertThat(MirrorSource.ofRelease("bookworm", all)).containsExactly(RELEASE, security);
  }

  @Test
  void bothFormatsAreReadFromTheSystemsFolder() throws IOException {
    Files.createDirectories(folder.resolve("sources.list.d"));
    Files.writeString(folder.resolve("sources.list"), "deb http://a.test a main\n");
    Files.writeString(
        folder.resolve("sources.list.d/b.sources"),
        "Types: deb\nURIs: http://b.test\nSuites: b\nComponents: main\n");
    Files.writeString(folder.resolve("sources.list.d/c.list.disabled"), "deb http://c.test c main");

    assertThat(AptSettings.sources(folder))
        .extracting(MirrorSource::uri)
        .containsExactly("http://a.test", "http://b.test");
  }

  @Test
  void proxiesAndChecksAreTakenOverAndNothingElse() {
    var settings =
        new AptSettings(
            List.of(),
            AptSettings.configuration(
                """
                APT::Architecture "amd64";
                Acquire::http::Proxy "http://proxy.test:3142";
                Acquire::http::Proxy::near.test "DIRECT";
                Acquire::https::Proxy "DIRECT";
                Acquire::Check-Valid-Until "false";
                Acquire::Languages "none";
                """));

    assertThat(settings.configuration())
        .hasSize(4)
        .noneMatch(line -> line.startsWith("APT") || line.contains("Languages"));
    assertThat(settings.proxies()).isEqualTo(Map.of("http_proxy", "http://proxy.test:3142"));
  }
}
