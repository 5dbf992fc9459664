package io.nokube.kinds.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.testing.Things;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodMintTest {
  private final Random chance = new Random(3);

  @Test
  void aNameIsTheDeploymentsItsRevisionAndFiveLetters() {
    assertThat(PodMint.name("web", "5c9f7d", Set.of(), chance))
        .matches("web-5c9f7d-[bcdfghjklmnpqrstvwxz2456789]{5}");
  }

  @Test
  void aLongNameIsCutSoThatItFits() {
    String name = PodMint.name("a".repeat(100), "5c9f7d6b8", Set.of(), chance);
    assertThat(name).hasSize(63).startsWith("aaa").contains("a-5c9f7d6b8-");
  }

  @Test
  void aNameThatIsTakenIsNotGivenAgain() {
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      assertThat(taken.add(PodMint.name("web", "5c9f7d", taken, chance))).isTrue();
    }
  }

  @Test
  void aPodIsMadeFromTheTemplateAndKnowsItsOwner() {
    var web = Things.deployment("web", 1);
    var pod = PodMint.pod(web, "5c9f7d", "web-5c9f7d-x2x7k");
    assertThat(pod.metadata().namespace()).isEqualTo("default");
    assertThat(pod.metadata().labels())
        .containsEntry("app", "web")
        .containsEntry("pod-template-hash", "5c9f7d");
    assertThat(pod.metadata().controller().orElseThrow().name()).isEqualTo("web");
    assertThat(pod.spec()).isEqualTo(web.spec().template().spec());
  }
}
