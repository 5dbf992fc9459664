package io.nokube.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Effect;
import io.nokube.actor.Signal;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.core.Event;
import io.nokube.model.core.ObjectReference;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What actors note becomes Events in the store.
class EventsTest {
  private static final OwnershipPath AGENT = OwnershipPath.agent(new NodeName("n1"));

  private final Vertx vertx = Vertx.vertx();
  private final RecordingKind agent = new RecordingKind("agent");
  private final TestNode node = TestNode.alone(vertx, agent);

  @AfterEach
  void close() throws Exception {
    node.close();
    vertx.close().await();
  }

  private void agentNotesAtEachEngineEvent() {
    Effect note =
        new Effect.Note(
            ObjectReference.to(TestNode.configMap("page", "one")), false, "Seen", "it is there");
    agent.answering((_, signal) -> signal instanceof Signal.Engine ? List.of(note) : List.of());
    node.runtime.spawn(AGENT, Optional.empty());
    Eventually.that("it runs", () -> node.runs(AGENT));
  }

  private List<Event> events() {
    return node.store.all(ResourceType.EVENT).stream().map(Event.class::cast).toList();
  }

  @Test
  void oneThatRepeatsIsOneEventWithACount() {
    agentNotesAtEachEngineEvent();
    node.engine.say(new EngineEvent.Missed(AGENT));
    Eventually.that("it is stored", () -> events().size() == 1);

    node.engine.say(new EngineEvent.Missed(AGENT));
    node.engine.say(new EngineEvent.Missed(AGENT));

    Eventually.that("it is counted", () -> events().getFirst().count() == 3);
    assertThat(events()).hasSize(1);
    assertThat(events().getFirst().source()).isEqualTo(new Event.EventSource("agent", "n1"));
  }

  @Test
  void whatIsNotedWhileTheStoreIsAwayIsStoredLater() {
    agentNotesAtEachEngineEvent();
    node.store.away(true);
    node.engine.say(new EngineEvent.Missed(AGENT));
    Eventually.that("it is noted", () -> agent.heard(Signal.Engine.class).size() == 1);

    node.store.away(false);

    Eventually.that("it is stored", () -> events().size() == 1);
  }
}
