package io.nokube.kinds.pod;

import io.nokube.actor.Effect;
import io.nokube.actor.Moment;
import io.nokube.actor.Step;
import io.nokube.model.core.PodStatus;
import java.util.ArrayList;
import java.util.List;

/// Saying how the pod is, only when it is otherwise than said.
final class Reporting {
  private Reporting() {}

  static Step<PodLife> report(Self self, PodLife life, Moment moment) {
    PodStatus before = life.status();
    PodStatus now = Rollup.of(self.pod().spec(), before, life.said(), ip(self, life), moment.now());
    if (now.equals(before) || life.ending().isPresent()) {
      return Step.to(life);
    }
    List<Effect> effects = new ArrayList<>();
    effects.add(self.publish(now));
    if (now.phase().terminal() && !before.phase().terminal()) {
      effects.add(self.tellAgent(new PodMessage.Finished(self.pod().metadata().uid())));
    }
    return Step.to(life.with(now), effects);
  }

  /// The pod's address; empty while it has none.
  static String ip(Self self, PodLife life) {
    if (self.pod().spec().hostNetwork()) {
      return life.status().hostIP();
    }
    return life.sandbox() instanceof Sandbox.Up up ? up.ip() : life.ip();
  }
}
