package io.nokube.runtime;

import io.nokube.actor.Effect;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import java.time.Duration;
import java.util.List;

/// Carries out what a step wants, in order. Nothing here blocks: what takes time goes to virtual
/// threads, and answers by a signal.
final class Effects {
  private final Life life;
  private final ActorHost host;
  private final Wakes wakes;

  interface Wakes {
    void after(String tag, Duration delay);
  }

  Effects(Life life, ActorHost host, Wakes wakes) {
    this.life = life;
    this.host = host;
    this.wakes = wakes;
  }

  void carryOut(List<Effect> effects) {
    for (Effect effect : effects) {
      if (life.isClosing()) {
        return;
      }
      carryOut(effect);
    }
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Observe(var interest) -> host.views().join(interest, life);
      case Effect.Unobserve(var interest) -> {
        host.views().leave(interest, life);
        life.mailbox().forget(interest);
      }
      case Effect.Spawn spawn -> {
        var _ = life.children().poll(spawn.child(), spawn.node());
        host.spawnFor(life, spawn);
      }
      case Effect.Adopt(var child, var node) -> adopt(child, node);
      case Effect.Forget(var child) -> life.children().forget(child);
      case Effect.Tell(var to, var message) -> host.tell(life.path(), to, message);
      case Effect.Publish(var object) -> life.publishing().offer(object);
      case Effect.Note note -> host.note(life, note);
      case Effect.WakeAfter(var delay, var tag) -> wakes.after(tag, delay);
      case Effect.Perform(var action) -> host.perform(life, action);
      case Effect.End _ -> life.close(new Ending.Done());
    }
  }

  /// Whether another node's agent is there is worth knowing at once: pods wait for a ready node.
  private void adopt(OwnershipPath child, NodeName node) {
    if (life.children().poll(child, node) && child.isRoot()) {
      host.rollCall().pollChildrenSoon();
    }
  }
}
