package io.nokube.actor.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Incarnation;
import io.nokube.actor.Polled;
import io.nokube.actor.port.Liveness.AliveRecord;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.meta.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final NodeName N1 = new NodeName("n1");
  private static final NodeName N2 = new NodeName("n2");
  private static final OwnershipPath POD = OwnershipPath.top("default", "pod", "web");
  private static final Contact STEADY = new Contact(Duration.ofMinutes(1), Duration.ofSeconds(10));
  private static final Contact YOUNG = new Contact(Duration.ofSeconds(9), Duration.ofSeconds(10));
  private static final Contact BROKEN = new Contact(Duration.ZERO, Duration.ZERO);
  private static final Answer SILENT = new Answer.Silent("no answer");
  private static final Answer NOT_HERE = new Answer.NotHere();
  private static final Read<Seen> ABSENT = new Read.Absent<>(new Revision(7));
  private static final Read<Seen> UNREAD = new Read.Unavailable<>("etcd is away");

  private static Read<Seen> heldBy(NodeName node) {
    AliveRecord record = new AliveRecord(POD, node, "pod", Uid.NONE, "Running", Instant.EPOCH);
    return new Read.Found<>(new Seen(record, new Incarnation(3), Duration.ZERO), new Revision(7));
  }

  @Nested
  class OfAChild {
    @Test
    void whoAnswersIsAliveWithoutReading() {
      assertThat(Verdict.unread(new Answer.Running(new Incarnation(3)), N1))
          .contains(new Polled.Alive(new Incarnation(3), N1));
    }

    @Test
    void allOthersAreRead() {
      for (Answer answer : List.of(SILENT, NOT_HERE, new Answer.Starting())) {
        assertThat(Verdict.unread(answer, N1)).isEmpty();
      }
    }

    @Test
    void aSilentOneWithARecordIsAlive() {
      assertThat(Verdict.ofChild(SILENT, N1, heldBy(N1), STEADY))
          .isEqualTo(new Polled.Alive(new Incarnation(3), N1));
    }

    @Test
    void oneThatLivesElsewhereIsAliveThere() {
      assertThat(Verdict.ofChild(NOT_HERE, N1, heldBy(N2), STEADY))
          .isEqualTo(new Polled.Alive(new Incarnation(3), N2));
    }

    @Test
    void aNodeThatContradictsItsRecordIsUnknown() {
      assertThat(Verdict.ofChild(NOT_HERE, N1, heldBy(N1), STEADY))
          .isInstanceOf(Polled.Unknown.class);
    }

    @Test
    void absentInSteadyContactIsGone() {
      assertThat(Verdict.ofChild(NOT_HERE, N1, ABSENT, STEADY))
          .isEqualTo(new Polled.Gone(new Revision(7)));
      assertThat(Verdict.ofChild(SILENT, N1, ABSENT, STEADY))
          .isEqualTo(new Polled.Gone(new Revision(7)));
    }

    @Test
    void absentInYoungOrBrokenContactIsUnknown() {
      for (Contact contact : List.of(YOUNG, BROKEN)) {
        assertThat(Verdict.ofChild(SILENT, N1, ABSENT, contact)).isInstanceOf(Polled.Unknown.class);
      }
    }

    @Test
    void oneThatIsBeingStartedIsUnknown() {
      assertThat(Verdict.ofChild(new Answer.Starting(), N1, ABSENT, STEADY))
          .isInstanceOf(Polled.Unknown.class);
    }

    @Test
    void whatCouldNotBeReadIsUnknown() {
      assertThat(Verdict.ofChild(NOT_HERE, N1, UNREAD, STEADY))
          .isEqualTo(new Polled.Unknown("etcd is away"));
    }
  }

  @Nested
  class OfAParent {
    private Polled parent(Read<Seen> record, Contact contact, Evidence evidence) {
      return Verdict.ofParent(SILENT, N1, record, contact, evidence);
    }

    private Evidence unheldFor(Duration counted, Optional<Duration> grace) {
      return new Evidence.Unheld(new Absence(counted, Instant.EPOCH), grace);
    }

    @Test
    void isNotGoneWhileItsObjectIsThere() {
      assertThat(parent(ABSENT, STEADY, new Evidence.ObjectThere()))
          .isInstanceOf(Polled.Unknown.class);
    }

    @Test
    void isGoneWithItsObject() {
      assertThat(parent(ABSENT, STEADY, new Evidence.ObjectDeleted(new Revision(9))))
          .isEqualTo(new Polled.Gone(new Revision(9)));
    }

    @Test
    void isNotGoneWithItsObjectWhileItsRecordStands() {
      assertThat(parent(heldBy(N1), STEADY, new Evidence.ObjectDeleted(new Revision(9))))
          .isInstanceOf(Polled.Alive.class);
    }

    @Test
    void isUnknownInYoungContactThoughItsObjectWasReadAsDeleted() {
      assertThat(parent(ABSENT, YOUNG, new Evidence.ObjectDeleted(new Revision(9))))
          .isInstanceOf(Polled.Unknown.class);
    }

    @Test
    void isUnknownIfItsObjectCouldNotBeRead() {
      assertThat(parent(ABSENT, STEADY, new Evidence.NotRead("away")))
          .isEqualTo(new Polled.Unknown("away"));
    }

    @Test
    void withoutAnObjectIsGoneOnceNobodyHasBeenItForTheGrace() {
      Optional<Duration> grace = Optional.of(Duration.ofSeconds(30));

      assertThat(parent(ABSENT, STEADY, unheldFor(Duration.ofSeconds(29), grace)))
          .isInstanceOf(Polled.Unknown.class);
      assertThat(parent(ABSENT, STEADY, unheldFor(Duration.ofSeconds(30), grace)))
          .isInstanceOf(Polled.Gone.class);
    }

    @Test
    void withoutAnObjectAndWithoutGraceIsNeverGone() {
      assertThat(parent(ABSENT, STEADY, unheldFor(Duration.ofDays(365), Optional.empty())))
          .isInstanceOf(Polled.Unknown.class);
    }
  }

  @Nested
  class OfAnOwner {
    private final ConfigMap owner =
        new ConfigMap(
            ObjectMeta.named("default", "web").withUid(new Uid("u1")),
            Map.of(),
            Map.of(),
            Optional.empty());

    @Test
    void anotherObjectOfTheSameNameMeansThatTheOwnerIsDeleted() {
      Owner meant = new Owner(owner.key(), new Uid("u0"));

      assertThat(Evidence.of(meant, new Read.Found<>(owner, new Revision(5))))
          .isEqualTo(new Evidence.ObjectDeleted(new Revision(5)));
    }

    @Test
    void theSameObjectIsThere() {
      Owner meant = new Owner(owner.key(), new Uid("u1"));

      assertThat(Evidence.of(meant, new Read.Found<>(owner, new Revision(5))))
          .isEqualTo(new Evidence.ObjectThere());
    }

    @Test
    void kubecontrollerHasNone() {
      assertThat(Owner.of(OwnershipPath.KUBECONTROLLER, Optional.of(owner))).isEmpty();
    }
  }

  @Nested
  class OfTime {
    private final Instant start = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void absenceIsCountedInSteadyContactOnly() {
      Absence absence = Absence.from(start).again(start.plusSeconds(5), STEADY);
      assertThat(absence.counted()).isEqualTo(Duration.ofSeconds(5));

      assertThat(absence.again(start.plusSeconds(10), YOUNG).counted())
          .isEqualTo(Duration.ofSeconds(5));
      assertThat(absence.again(start.plusSeconds(65), STEADY).counted())
          .as("contact was younger than the time that passed")
          .isEqualTo(Duration.ofSeconds(5));
    }
  }
}
