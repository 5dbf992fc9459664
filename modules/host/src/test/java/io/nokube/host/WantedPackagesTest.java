package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.system.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WantedPackagesTest {

  private static final WantedPackages.Seen BARE =
      new WantedPackages.Seen(false, false, false, false, true);

  @Test
  void aBareMachineNeedsDockerAndEtcd() {
    assertThat(WantedPackages.of(wanted(true, true), BARE))
        .isEqualTo(
            new WantedPackages(
                List.of(
                    "docker.io",
                    "docker-cli",
                    "iptables",
                    "ca-certificates",
                    "etcd-server",
                    "etcd-client"),
                Set.of("docker-cli")));
  }

  @Test
  void whatIsNotAskedForIsNotWanted() {
    assertThat(WantedPackages.of(wanted(false, false), BARE).names()).isEmpty();
    assertThat(WantedPackages.of(wanted(false, false, "jq"), BARE).names()).containsExactly("jq");
  }

  @Test
  void anEngineFromElsewhereNeedsNoPackage() {
    var seen = new WantedPackages.Seen(true, false, false, true, false);
    assertThat(WantedPackages.of(wanted(true, false), seen).names()).isEmpty();
  }

  @Test
  void anEtcdFromElsewhereNeedsOnlyItsClient() {
    var seen = new WantedPackages.Seen(false, true, false, false, true);
    assertThat(WantedPackages.of(wanted(false, true), seen).names()).containsExactly("etcd-client");
  }

  @Test
  void aKernelWithAppArmorNeedsItsParser() {
    var seen = new WantedPackages.Seen(false, true, true, true, true);
    assertThat(WantedPackages.of(wanted(true, true), seen).names()).contains("apparmor");
  }

  @Test
  void aMachineWithoutCgroupsNeedsThemMounted() {
    var seen = new WantedPackages.Seen(false, true, true, false, false);
    assertThat(WantedPackages.of(wanted(true, true), seen).names()).contains("cgroupfs-mount");
  }

  @Test
  void aPackageWantedTwiceIsNamedOnce() {
    assertThat(WantedPackages.of(wanted(false, true, "etcd-client"), BARE).names())
        .containsExactly("etcd-server", "etcd-client");
  }

  @Test
  void anOptionalPackageThatIsAskedForIsNotOptional() {
    assertThat(WantedPackages.of(wanted(true, false, "docker-cli"), BARE).optional()).isEmpty();
  }

  @Test
  void optionalPackagesThatAptDoesNotKnowAreLeftOut() {
    assertThat(
            Installation.chosen(
                List.of("docker.io", "docker-cli"), Set.of("docker-cli"), Set.of("docker.io")))
        .containsExactly("docker.io");
  }

  @Test
  void aRequiredPackageThatAptDoesNotKnowIsNamed() {
    assertThatThrownBy(() -> Installation.chosen(List.of("a", "b", "c"), Set.of("b"), Set.of("a")))
        .hasMessage("apt knows no package c");
  }

  @Test
  void etcdsOwnServiceIsDisabledAfterItsInstallationOnly() {
    assertThat(PackagedService.disabling(List.of("docker.io"), true, any -> true)).isEmpty();
    assertThat(PackagedService.disabling(List.of("etcd-server"), true, any -> true))
        .containsExactly(new Program("systemctl", "disable", "--now", "etcd.service"));
    assertThat(PackagedService.disabling(List.of("etcd-server"), false, any -> true))
        .containsExactly(new Program("update-rc.d", "etcd", "disable"));
    assertThat(PackagedService.disabling(List.of("etcd-server"), false, any -> false)).isEmpty();
    assertThat(PackagedService.disabling(List.of("docker-registry"), true, any -> true)).hasSize(1);
  }

  private static Request.PrepareMachine wanted(boolean docker, boolean etcd, String... packages) {
    return new Request.PrepareMachine(
        List.of(packages),
        docker,
        etcd,
        false,
        Path.of("/log"),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(1));
  }
}
