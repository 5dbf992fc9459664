package io.nokube.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.NodeName;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whom a new agent asks on the bus.
class RehearsalTest {
  private static final NodeName N2 = new NodeName("n2");

  @Test
  void itsNeighbourIsTheNextInTheOrderOfNames() {
    assertThat(Rehearsal.after(N2, Stream.of("n4", "n1", "n2", "n3"))).contains(new NodeName("n3"));
  }

  @Test
  void afterTheLastComesTheFirst() {
    assertThat(Rehearsal.after(N2, Stream.of("n2", "n1", "a"))).contains(new NodeName("a"));
  }

  @Test
  void aNodeAloneHasNone() {
    assertThat(Rehearsal.after(N2, Stream.of("n2"))).isEmpty();
  }

  @Test
  void oneThatIsNotThereItselfYetHasOneAllTheSame() {
    assertThat(Rehearsal.after(N2, Stream.of("n3"))).contains(new NodeName("n3"));
  }
}
