package io.nokube.etcd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CourseTest {

  @Test
  void whoKnowsNothingGoesOnWithWhatIsThere() {
    assertThat(Course.of(Optional.empty(), now(3, 17))).isEqualTo(new Course.Onward(now(3, 17)));
  }

  @Test
  void aRevisionThatRoseOrStayedIsTheSameEtcd() {
    assertThat(course(seen(0, 17), now(0, 17))).isEqualTo(new Course.Onward(now(0, 17)));
    assertThat(course(seen(0, 17), now(0, 18))).isEqualTo(new Course.Onward(now(0, 18)));
    assertThat(course(seen(2, 17), now(2, 18))).isEqualTo(new Course.Onward(now(2, 18)));
  }

  @Test
  void aRevisionThatWentBackIsRefusedAndSaysBoth() {
    var back = (Course.SetBack) course(seen(0, 17), now(0, 16));
    assertThat(back.why()).contains("at revision 16", "was at 17");
    assertThat(back.mark()).isEqualTo(new Mark(7, 0, 17, true));
  }

  @Test
  void onceRefusedARevisionThatRoseAgainSaysNothing() {
    var refused = new Mark(7, 0, 17, true);
    assertThat(course(refused, now(0, 17))).isInstanceOf(Course.SetBack.class);
    assertThat(course(refused, now(0, 99))).isInstanceOf(Course.SetBack.class);
  }

  @Test
  void aRaisedEpochIsAcceptedAtWhateverRevision() {
    assertThat(course(seen(0, 17), now(1, 3))).isEqualTo(new Course.Anew(now(1, 3)));
    assertThat(course(seen(0, 17), now(1, 99))).isEqualTo(new Course.Anew(now(1, 99)));
    assertThat(course(new Mark(7, 0, 17, true), now(1, 3))).isEqualTo(new Course.Anew(now(1, 3)));
  }

  @Test
  void anEpochThatWentBackIsRefusedEvenAtAHigherRevision() {
    var back = (Course.SetBack) course(seen(2, 17), now(1, 99));
    assertThat(back.why()).contains("in epoch 1", "was in 2");
  }

  @Test
  void anotherClusterIdIsRefusedUnlessTheEpochWasRaised() {
    var other = new Mark(8, 0, 99, false);
    assertThat(((Course.SetBack) course(seen(0, 17), other)).why())
        .contains("cluster id is 8", "was 7");
    assertThat(course(seen(0, 17), new Mark(8, 1, 1, false))).isInstanceOf(Course.Anew.class);
  }

  private static Course course(Mark seen, Mark now) {
    return Course.of(Optional.of(seen), now);
  }

  private static Mark seen(long epoch, long revision) {
    return new Mark(7, epoch, revision, false);
  }

  private static Mark now(long epoch, long revision) {
    return new Mark(7, epoch, revision, false);
  }
}
