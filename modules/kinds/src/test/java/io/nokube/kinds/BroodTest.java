package io.nokube.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Backoff;
import io.nokube.actor.Effect;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Moment;
import io.nokube.actor.Polled;
import io.nokube.actor.Step;
import io.nokube.kinds.testing.Things;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BroodTest {
  private static final NodeName N1 = new NodeName("n1");
  private static final Pod POD = Things.pod("p").on("n1").build();
  private static final OwnershipPath PATH = PodPath.of(POD);
  private static final Polled ALIVE = new Polled.Alive(new Incarnation(1), N1);
  private static final Polled GONE = new Polled.Gone(new Revision(1));

  private Brood brood =
      Brood.of(Backoff.of(Duration.ofSeconds(10), Duration.ofSeconds(300), Duration.ofMinutes(10)));

  private List<Effect> keep(Pod... pods) {
    Step<Brood> step = brood.keep(List.of(pods));
    brood = step.state();
    return step.effects();
  }

  private List<Effect> polled(Polled polled, long second) {
    Step<Brood> step =
        brood.polled(PATH, polled, new Moment(Things.T0.plusSeconds(second), new Random(1)));
    brood = step.state();
    return step.effects();
  }

  private static Effect start() {
    return new Effect.Spawn(PATH, N1, Optional.of(POD));
  }

  @Test
  void boundPodsArePolledOnceAndForgottenWhenGone() {
    assertThat(keep(POD, Things.pod("unbound").build()))
        .containsExactly(new Effect.Adopt(PATH, N1));
    assertThat(keep(POD)).isEmpty();
    assertThat(keep()).containsExactly(new Effect.Forget(PATH));
  }

  @Test
  void aPodThatEndedIsNotPolled() {
    keep(POD);
    assertThat(keep(Things.pod("p").on("n1").succeeded().build()))
        .containsExactly(new Effect.Forget(PATH));
  }

  @Test
  void anotherPodOfTheSameNameIsPolledAnew() {
    keep(POD);
    assertThat(keep(Things.pod("p").uid("another").on("n1").build()))
        .containsExactly(new Effect.Adopt(PATH, N1));
  }

  @Test
  void oneThatWasNeverAliveIsItsNodesToStart() {
    keep(POD);
    assertThat(polled(GONE, 1)).isEmpty();
    assertThat(polled(GONE, 2)).isEmpty();
    polled(ALIVE, 3);
    assertThat(polled(GONE, 4)).containsExactly(start());
  }

  @Test
  void oneThatWasAliveIsStartedAtOnceThenWithBackoff() {
    keep(POD);
    polled(ALIVE, 1);
    assertThat(polled(GONE, 2)).containsExactly(start());
    assertThat(polled(GONE, 3)).containsExactly(start());
    assertThat(polled(GONE, 12)).isEmpty();
    assertThat(polled(GONE, 13)).containsExactly(start());
  }

  @Test
  void oneThatLivedLongIsStartedAtOnceAgain() {
    keep(POD);
    polled(ALIVE, 1);
    polled(GONE, 2);
    polled(GONE, 3);
    polled(ALIVE, 20);
    assertThat(polled(GONE, 700)).containsExactly(start());
    assertThat(polled(ALIVE, 701)).isEmpty();
    assertThat(polled(GONE, 702)).containsExactly(start());
  }

  @Test
  void whatIsUnknownChangesNothing() {
    keep(POD);
    polled(ALIVE, 1);
    Brood before = brood;
    assertThat(polled(new Polled.Unknown("etcd is away"), 2)).isEmpty();
    assertThat(brood).isEqualTo(before);
  }

  @Test
  void oneWhoseActorClosedHereIsPolledOn() {
    keep(POD);
    assertThat(brood.closed(PATH).effects()).containsExactly(new Effect.Adopt(PATH, N1));
    assertThat(brood.closed(OwnershipPath.KUBECONTROLLER).effects()).isEmpty();
  }
}
