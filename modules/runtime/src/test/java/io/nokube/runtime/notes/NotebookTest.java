package io.nokube.runtime.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Effect;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Event;
import io.nokube.model.core.Event.EventSource;
import io.nokube.model.core.ObjectReference;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotebookTest {
  private static final EventSource POD = new EventSource("pod", "n1");
  private final Instant start = Instant.parse("2026-01-01T00:00:00.5Z");
  private final Notebook notebook = new Notebook();

  private Optional<Event> note(String object, String message, Instant now) {
    ObjectReference about =
        new ObjectReference(
            "v1", "Pod", "default", object, new Uid("u"), new Revision(now.getEpochSecond()), "");
    return notebook.note(POD, new Effect.Note(about, true, "BackOff", message), now);
  }

  @Test
  void isNamedAfterItsObjectAndTheTimeInHex() {
    Event event = note("web", "restarting", start).orElseThrow();

    assertThat(event.metadata().name())
        .isEqualTo("web." + Long.toHexString(start.toEpochMilli() * 1_000_000));
    assertThat(event.metadata().namespace()).isEqualTo("default");
    assertThat(event.eventType()).isEqualTo("Warning");
    assertThat(event.count()).isEqualTo(1);
  }

  @Test
  void theSameAgainIsCountedThoughTheObjectHasChanged() {
    Event first = note("web", "restarting", start).orElseThrow();
    Event again = note("web", "restarting", start.plusSeconds(10)).orElseThrow();

    assertThat(again.key()).isEqualTo(first.key());
    assertThat(again.count()).isEqualTo(2);
    assertThat(again.firstTimestamp()).contains(start);
    assertThat(again.lastTimestamp()).contains(start.plusSeconds(10));
  }

  @Test
  void noTwoHaveTheSameName() {
    assertThat(note("web", "one", start).orElseThrow().key())
        .isNotEqualTo(note("web", "two", start).orElseThrow().key());
  }

  @Test
  void moreThanTenSimilarWithinTenMinutesBecomeOne() {
    for (int i = 1; i <= 10; i++) {
      assertThat(note("web", "attempt " + i, start).orElseThrow().message())
          .isEqualTo("attempt " + i);
    }
    Event combined = note("web", "attempt 11", start).orElseThrow();
    Event more = note("web", "attempt 12", start).orElseThrow();

    assertThat(combined.message()).isEqualTo("(combined from similar events): attempt 11");
    assertThat(more.message()).isEqualTo("(combined from similar events): attempt 12");
    assertThat(more.key()).isEqualTo(combined.key());
    assertThat(more.count()).isEqualTo(2);
    assertThat(note("web", "attempt 13", start.plusSeconds(601)).orElseThrow().message())
        .isEqualTo("attempt 13");
  }

  @Test
  void anObjectIsSpokenOf25TimesThenOnceEveryFiveMinutes() {
    for (int i = 1; i <= 25; i++) {
      assertThat(note("web", "again", start)).isPresent();
    }
    assertThat(note("web", "again", start)).isEmpty();
    assertThat(note("other", "again", start)).isPresent();
    assertThat(note("web", "again", start.plusSeconds(300))).isPresent();
    assertThat(note("web", "again", start.plusSeconds(301))).isEmpty();
  }
}
