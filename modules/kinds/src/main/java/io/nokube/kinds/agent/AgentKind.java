package io.nokube.kinds.agent;

import io.nokube.actor.Backoff;
import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Kind;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.model.core.Node;
import java.util.List;

/// `agent-<node>`: who holds it is that node's agent. Born with the Node object that the machine
/// and its configuration make.
public final class AgentKind implements Kind {
  @Override
  public String word() {
    return "agent";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.duration(
            "backoff_first", "how long a pod's actor that failed twice waits for its next start"),
        Setting.duration(
            "backoff_most", "the longest wait; each failure doubles the wait up to it"),
        Setting.duration(
            "backoff_reset", "after how long without failure earlier ones are forgotten"),
        Setting.duration(
            "try_again", "how long to wait before what the engine or the store could not do"),
        Setting.duration(
            "stray_grace", "how long containers that belong to no pod any more have to end"),
        Setting.duration(
            "ask_engine_every",
            "how often the engine is asked whether it is there, on which the node's readiness rests;"
                + " one that did not answer is asked after try_again"),
        Setting.duration(
            "ask_engine_within",
            "how long that answer may take; the second in a row that takes longer means that the"
                + " engine is down"));
  }

  @Override
  public Behavior<?> behavior(Birth birth, Settings settings) {
    if (!(birth.subject().orElse(null) instanceof Node node)) {
      throw new IllegalArgumentException(birth.self() + " must be born with its Node");
    }
    Backoff backoff =
        Backoff.of(
            settings.duration("backoff_first"),
            settings.duration("backoff_most"),
            settings.duration("backoff_reset"));
    return new AgentBehavior(
        new Self(
            birth.node(),
            OwnNode.noting(node),
            backoff,
            settings.duration("try_again"),
            settings.duration("stray_grace"),
            settings.duration("ask_engine_every"),
            settings.duration("ask_engine_within")));
  }
}
