package io.nokube.runtime;

import io.nokube.actor.Effect;
import io.nokube.actor.Moment;
import io.nokube.actor.Signal;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// One behaviour as one verticle: signals one at a time, in order, and the effects of each step
/// before the next. A throw in the behaviour ends this life only.
final class ActorVerticle extends VerticleBase {
  private final Life life;
  private final ActorHost host;
  private final Mind<?> mind;
  private final Effects effects;
  private final SplittableRandom chance = new SplittableRandom();
  private final Map<String, Long> timers = new HashMap<>();

  ActorVerticle(Life life, ActorHost host) {
    this.life = life;
    this.host = host;
    this.mind = Mind.of(life.kind().kind().behavior(life.birth(), life.kind().settings()));
    this.effects = new Effects(life, host, this::wake);
  }

  @Override
  public Future<?> start() {
    step("start", () -> mind.start(now()));
    life.runs();
    life.mailbox()
        .open(new Mailbox.Reader(turn -> context.runOnContext(_ -> turn.run()), this::on));
    return Future.succeededFuture();
  }

  private void on(Signal signal) {
    step(signal.getClass().getSimpleName(), () -> mind.on(signal, now()));
  }

  private void step(String signal, Supplier<List<Effect>> decided) {
    if (life.isClosing()) {
      return;
    }
    try {
      effects.carryOut(decided.get());
    } catch (Throwable unforeseen) {
      life.fail("handling " + signal, unforeseen);
    }
  }

  private Moment now() {
    return new Moment(host.now(), chance);
  }

  /// Timers of a verticle end with it.
  private void wake(String tag, Duration delay) {
    Long replaced = timers.remove(tag);
    if (replaced != null) {
      vertx.cancelTimer(replaced);
    }
    long millis = Math.max(1, Slack.from(host.now(), delay).toMillis());
    timers.put(
        tag,
        vertx.setTimer(
            millis,
            _ -> {
              timers.remove(tag);
              life.deliver(new Signal.Woken(tag));
            }));
  }
}
