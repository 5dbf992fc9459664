package io.nokube.kinds.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.kinds.agent.EngineHealth.Word;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineHealthTest {
  private static final Outcome ANSWER = new Outcome.Done(new Result.Engine("docker://1", Set.of()));
  private static final Outcome NOBODY = new Outcome.Refused("Unavailable", "nobody listens");
  private static final Outcome LATE = new Outcome.Unknown("no answer within 10s");
  private static final Outcome ERROR = new Outcome.Refused("EngineError", "internal error");
  private static final Word ANSWERS = new Word.Answers("docker://1");

  private static Word after(Outcome... outcomes) {
    EngineHealth health = EngineHealth.UNASKED;
    for (Outcome outcome : outcomes) {
      health = health.after(outcome);
    }
    return health.word();
  }

  @Test
  void anEngineThatWasNotAskedHasNoWord() {
    assertThat(after()).isEqualTo(new Word.None());
  }

  @Test
  void anEngineThatAnswersHasAVersion() {
    assertThat(after(ANSWER)).isEqualTo(ANSWERS);
    assertThat(after(NOBODY, ANSWER)).isEqualTo(ANSWERS);
    assertThat(after(ANSWER, new Outcome.Done(new Result.Engine("docker://2", Set.of()))))
        .isEqualTo(new Word.Answers("docker://2"));
  }

  @Test
  void whereNobodyListensItIsDownAtOnce() {
    assertThat(after(NOBODY)).isEqualTo(new Word.Down("nobody listens"));
    assertThat(after(ANSWER, NOBODY)).isEqualTo(new Word.Down("nobody listens"));
  }

  @Test
  void oneAnswerThatIsLateOrBadSaysNothing() {
    assertThat(after(LATE)).isEqualTo(new Word.None());
    assertThat(after(ANSWER, LATE)).isEqualTo(ANSWERS);
    assertThat(after(ANSWER, ERROR)).isEqualTo(ANSWERS);
    assertThat(after(ANSWER, new Outcome.Done(new Result.Nothing()))).isEqualTo(ANSWERS);
  }

  @Test
  void twoInARowSayThatItIsDown() {
    assertThat(after(LATE, LATE)).isEqualTo(new Word.Down("no answer within 10s"));
    assertThat(after(ANSWER, LATE, ERROR)).isEqualTo(new Word.Down("internal error"));
  }

  @Test
  void anAnswerBetweenThemIsForgiveness() {
    assertThat(after(LATE, ANSWER, LATE)).isEqualTo(ANSWERS);
  }

  @Test
  void oneThatWasDownStaysSoUntilItAnswers() {
    assertThat(after(NOBODY, LATE)).isEqualTo(new Word.Down("no answer within 10s"));
    assertThat(after(LATE, LATE, LATE)).isInstanceOf(Word.Down.class);
  }
}
