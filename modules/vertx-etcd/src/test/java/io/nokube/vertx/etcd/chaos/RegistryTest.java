package io.nokube.vertx.etcd.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.vertx.etcd.chaos.Registry.Finding;
import io.nokube.vertx.etcd.chaos.Registry.Kind;
import org.junit.jupiter.api.Test;

class RegistryTest {

  private final Registry truth = Registry.empty();
  private final Registry view = Registry.empty();

  @Test
  void thoseThatAreEqualHaveNoDifferences() {
    truth.add("a", "n1", 2);
    view.add("a", "n1", 1);
    view.add("a", "n1", 1);
    assertThat(truth.differences("n2's view", view)).isEmpty();
  }

  @Test
  void aRegistrationThatIsMissingIsLost() {
    truth.add("a", "n1", 2);
    view.add("a", "n1", 1);
    assertThat(truth.differences("n2's view", view))
        .containsExactly(new Finding(Kind.LOST, "n2's view", "a", "n1", 1));
  }

  @Test
  void aRegistrationThatNobodyHoldsIsAGhost() {
    truth.add("a", "n1", 1);
    view.add("a", "n1", 1);
    view.add("a", "n2", 1);
    view.add("", "n2", 1);
    assertThat(truth.differences("etcd", view))
        .containsExactlyInAnyOrder(
            new Finding(Kind.GHOST, "etcd", "a", "n2", 1),
            new Finding(Kind.GHOST, "etcd", "", "n2", 1));
  }

  @Test
  void whatWasGivenUpCountsForNothing() {
    truth.add("a", "n1", 0);
    assertThat(truth.differences("etcd", view)).isEmpty();
    assertThat(truth.nodes("a")).isEmpty();
    assertThat(truth.even("a")).isTrue();
  }

  @Test
  void evenIsWhereAllAreRegisteredAsOften() {
    truth.add("a", "n1", 2);
    truth.add("a", "n2", 1);
    truth.add("b", "n1", 1);
    truth.add("b", "n2", 1);
    assertThat(truth.even("a")).isFalse();
    assertThat(truth.even("b")).isTrue();
    assertThat(truth.total("a")).isEqualTo(3);
  }
}
