package io.nokube.launcher.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.launcher.CommandFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostStepTest {
  private static final Playground PLAYGROUND = new Playground("playground", Path.of("/p"));

  @Test
  void whereNothingIsThreeHostsAreMade() {
    assertThat(HostStep.of(Optional.empty(), Set.of("n2"), List.of()))
        .containsExactly(
            new HostStep.Create(1, Variant.PREPARED, false),
            new HostStep.Create(2, Variant.BARE, false),
            new HostStep.Create(3, Variant.PREPARED, false));
  }

  @Test
  void whatRunsIsKeptAndWhatIsStoppedIsStarted() {
    List<SeenHost> seen =
        SeenHost.parse(
            PLAYGROUND,
            """
            nokube-playground-n2\tbare\texited\t/p
            nokube-playground-n1\tprepared\trunning\t/p
            nokube-playground-n3\tprepared\tpaused\t/p
            """);

    assertThat(HostStep.of(Optional.empty(), Set.of(), seen))
        .containsExactly(
            new HostStep.Keep(1, Variant.PREPARED),
            new HostStep.Start(2, Variant.BARE),
            new HostStep.Unpause(3, Variant.PREPARED));
  }

  @Test
  void moreHostsAreAddedAndALostOneIsMadeAgain() {
    assertThat(HostStep.of(Optional.of(4L), Set.of(), List.of(host("n1"), host("n3"))))
        .containsExactly(
            new HostStep.Keep(1, Variant.PREPARED),
            new HostStep.Create(2, Variant.PREPARED, false),
            new HostStep.Keep(3, Variant.PREPARED),
            new HostStep.Create(4, Variant.PREPARED, false));
  }

  @Test
  void aHostThatWasMadeOnlyHalfIsMadeAnew() {
    SeenHost half = new SeenHost("n1", Variant.PREPARED, "created", Path.of("/p"));

    assertThat(HostStep.of(Optional.of(1L), Set.of("n1"), List.of()))
        .containsExactly(new HostStep.Create(1, Variant.BARE, false));
    assertThat(HostStep.of(Optional.empty(), Set.of(), List.of(half)))
        .containsExactly(new HostStep.Create(1, Variant.PREPARED, true));
  }

  @Test
  void fewerHostsThanThereAreAreRefused() {
    refused(Optional.of(1L), Set.of(), List.of(host("n1"), host("n2")), "has 2 already");
  }

  @Test
  void aHostThatHasDockerDoesntBecomeBare() {
    refused(Optional.empty(), Set.of("n1"), List.of(host("n1")), "--bare n1: it is there already");
  }

  @Test
  void bareNamesAHostThatIsWanted() {
    refused(Optional.of(2L), Set.of("n3"), List.of(), "--bare n3: the hosts are [n1, n2]");
  }

  @Test
  void aHundredHostsAreRefused() {
    refused(Optional.of(100L), Set.of(), List.of(), "--hosts 100: 1 to 50");
  }

  private static SeenHost host(String name) {
    return new SeenHost(name, Variant.PREPARED, "running", Path.of("/p"));
  }

  private static void refused(
      Optional<Long> wanted, Set<String> bare, List<SeenHost> seen, String why) {
    assertThatThrownBy(() -> HostStep.of(wanted, bare, seen))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining(why);
  }
}
