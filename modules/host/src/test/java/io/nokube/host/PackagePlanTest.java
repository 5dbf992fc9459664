package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackagePlanTest {

  private static final WantedPackages TWO =
      new WantedPackages(List.of("docker.io", "docker-cli", "etcd-server"), Set.of("docker-cli"));

  @Test
  void nothingIsDoneWhereAllIsInstalled() {
    assertThat(
            plan(Map.of("docker.io", INSTALLED, "docker-cli", INSTALLED, "etcd-server", INSTALLED)))
        .isEqualTo(new PackagePlan.Nothing());
  }

  @Test
  void anOptionalPackageAloneIsNoReasonToInstall() {
    assertThat(
            plan(Map.of("docker.io", INSTALLED, "docker-cli", MISSING, "etcd-server", INSTALLED)))
        .isEqualTo(new PackagePlan.Nothing());
  }

  @Test
  void onlyWhatIsMissingIsInstalled() {
    assertThat(
            plan(Map.of("docker.io", INSTALLED, "docker-cli", INSTALLED, "etcd-server", MISSING)))
        .isEqualTo(new PackagePlan.Install(List.of("etcd-server"), false, Privilege.ROOT));
  }

  @Test
  void anOptionalPackageComesAlongWithOthers() {
    assertThat(plan(Map.of()))
        .isEqualTo(
            new PackagePlan.Install(
                List.of("docker.io", "docker-cli", "etcd-server"), false, Privilege.ROOT));
  }

  @Test
  void aHalfInstalledPackageIsRepairedFirst() {
    assertThat(plan(Map.of("docker.io", HALF, "docker-cli", INSTALLED, "etcd-server", INSTALLED)))
        .isEqualTo(new PackagePlan.Install(List.of("docker.io"), true, Privilege.ROOT));
  }

  @Test
  void anInterruptedDpkgIsRepairedFirst() {
    assertThat(PackagePlan.of(TWO, Map.of(), true, false, Privilege.ROOT))
        .isInstanceOfSatisfying(
            PackagePlan.Install.class, install -> assertThat(install.repair()).isTrue());
  }

  @Test
  void noInstallNamesWhatIsMissingAndTheCommandForIt() {
    assertThat(PackagePlan.of(TWO, Map.of(), false, true, Privilege.SUDO))
        .isEqualTo(
            new PackagePlan.Refuse(
                "missing: docker.io etcd-server, and it was said not to install anything",
                "install it yourself: sudo apt-get install --no-install-recommends docker.io"
                    + " etcd-server"));
  }

  @Test
  void noInstallIsNoRefusalWhereAllIsInstalled() {
    assertThat(
            PackagePlan.of(
                TWO,
                Map.of("docker.io", INSTALLED, "etcd-server", INSTALLED),
                false,
                true,
                Privilege.NONE))
        .isEqualTo(new PackagePlan.Nothing());
  }

  @Test
  void aUserWithoutSudoIsToldWhatRootHasToDo() {
    assertThat(PackagePlan.of(TWO, Map.of(), false, false, Privilege.NONE))
        .isEqualTo(
            new PackagePlan.Refuse(
                "missing: docker.io etcd-server, and this user may not install it (there is no sudo)",
                "run the command as root, or as root: apt-get install --no-install-recommends"
                    + " docker.io etcd-server"));
  }

  @Test
  void dpkgsWordsAreStates() {
    var said =
        "a\tinstalled\nb\tconfig-files\nc\tunpacked\nd\thalf-configured\ne\ttriggers-pending\n";
    assertThat(PackageState.parse(List.of("a", "b", "c", "d", "e", "f"), said))
        .isEqualTo(
            Map.of(
                "a", INSTALLED, "b", MISSING, "c", HALF, "d", HALF, "e", INSTALLED, "f", MISSING));
  }

  @Test
  void whatAptCouldInstallIsReadFromItsPolicy() {
    var said =
        """
        docker.io:
          Installed: (none)
          Candidate: 20.10.24+dfsg1-1+deb12u1+b6
          Version table:
             20.10.24+dfsg1-1+deb12u1+b6 500
        virtual:
          Installed: (none)
          Candidate: (none)
          Version table:
        etcd-server:
          Installed: 3.4.23-4+b4
          Candidate: 3.4.23-4+b4
        """;
    assertThat(Packages.candidates(said)).containsExactlyInAnyOrder("docker.io", "etcd-server");
  }

  private static final PackageState INSTALLED = PackageState.INSTALLED;
  private static final PackageState MISSING = PackageState.MISSING;
  private static final PackageState HALF = PackageState.HALF_INSTALLED;

  private static PackagePlan plan(Map<String, PackageState> seen) {
    return PackagePlan.of(TWO, seen, false, false, Privilege.ROOT);
  }
}
