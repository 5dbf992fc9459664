package io.nokube.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.testing.Things;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  @Test
  void aReadyPodIsAvailableAfterSoManySeconds() {
    var pod = Things.pod("p").ready(Things.T0).build();
    assertThat(Readiness.since(pod)).contains(Things.T0);
    assertThat(Readiness.availableAt(pod, 20)).contains(Things.T0.plusSeconds(20));
  }

  @Test
  void withoutSuchSecondsItIsAvailableAtOnceWhateverTheClockOfItsNodeSays() {
    var pod = Things.pod("p").ready(Things.T0.plusSeconds(60)).build();
    assertThat(Readiness.availableAt(pod, 0))
        .hasValueSatisfying(at -> assertThat(at).isBefore(Things.T0));
  }

  @Test
  void onePodThatIsNotReadyNeverIs() {
    assertThat(Readiness.availableAt(Things.pod("p").unready().build(), 0)).isEmpty();
    assertThat(Readiness.availableAt(Things.pod("p").build(), 0)).isEmpty();
  }
}
