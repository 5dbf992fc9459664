package io.nokube.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final List<String> gone = new ArrayList<>();

  private Runnable go(String who) {
    return () -> gone.add(who);
  }

  @Test
  void whoComesOnTopWaitsAndWhoComesOnTopOfThoseIsRefused() {
    Lane lane = new Lane(1, 2);

    assertThat(lane.enter(go("first"))).isTrue();
    assertThat(lane.enter(go("second"))).isTrue();
    assertThat(lane.enter(go("third"))).isTrue();
    assertThat(lane.enter(go("fourth"))).isFalse();

    assertThat(gone).containsExactly("first");
    assertThat(lane.busy()).isEqualTo("1 are carried out and 2 wait");
  }

  @Test
  void thoseWhoWaitGoOnInTheirOrder() {
    Lane lane = new Lane(1, 2);
    lane.enter(go("first"));
    lane.enter(go("second"));
    lane.enter(go("third"));

    lane.leave();
    assertThat(gone).containsExactly("first", "second");
    lane.leave();
    assertThat(gone).containsExactly("first", "second", "third");
    lane.leave();

    assertThat(lane.enter(go("later"))).isTrue();
    assertThat(gone).last().isEqualTo("later");
  }

  @Test
  void whereNobodyMayWaitTheRestIsRefused() {
    Lane lane = new Lane(1, 0);
    lane.enter(go("first"));

    assertThat(lane.enter(go("second"))).isFalse();
    assertThat(lane.busy()).isEqualTo("1 are open");
    lane.leave();
    assertThat(lane.enter(go("third"))).isTrue();
  }
}
