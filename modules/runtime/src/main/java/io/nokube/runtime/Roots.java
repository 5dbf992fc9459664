package io.nokube.runtime;

import io.nokube.actor.Backoff;
import io.nokube.actor.Intensity;
import io.nokube.model.KubeObject;
import io.nokube.model.OwnershipPath;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The actors that no other actor restarts: the node's agent, and kubecontroller on each head.
///
/// Each is a candidate for its record: it claims it, waits while another node holds it, and runs
/// once it has it. One that another node displaced stands again at once; one that failed, or ended
/// because it found itself fenced, with backoff.
final class Roots {
  private static final Logger LOG = LoggerFactory.getLogger(Roots.class);

  private final ActorHost host;
  private final Consumer<String> hopeless;

  /// @param hopeless told of a root that failed too often to be restarted here once more
  Roots(ActorHost host, Consumer<String> hopeless) {
    this.host = host;
    this.hopeless = hopeless;
  }

  void add(OwnershipPath path, Optional<KubeObject> subject) {
    RuntimeSettings settings = host.settings();
    stand(
        new Root(path, subject),
        Backoff.of(settings.restartFirst(), settings.restartMost(), settings.restartReset()),
        Intensity.of(settings.failuresMost(), settings.failuresWithin()));
  }

  private record Root(OwnershipPath path, Optional<KubeObject> subject) {}

  private void stand(Root root, Backoff backoff, Intensity failures) {
    Instant since = host.now();
    host.ensure(root.path(), root.subject(), Optional.empty())
        .ifPresent(life -> {
          var _ = life.burial().thenAccept(why -> standAgain(root, backoff, failures, since, why));
        });
  }

  private void standAgain(
      Root root, Backoff backoff, Intensity failures, Instant since, Ending why) {
    switch (why) {
      case Ending.Stopped _ -> {}
      case Ending.Displaced _ -> stand(root, backoff, failures);
      case Ending.Failed _, Ending.Done _ -> {
        Instant now = host.now();
        Intensity all = why instanceof Ending.Failed ? failures.failed(now) : failures;
        if (all.exceeded()) {
          hopeless.accept(
              "%s failed more than %d times within %s, the last time: %s"
                  .formatted(root.path(), all.most(), all.within(), why.failure()));
          return;
        }
        Backoff failed = backoff.failed(now, Duration.between(since, now));
        LOG.info("actor {} is restarted in {}", root.path(), failed.delay());
        host.vertx()
            .setTimer(Math.max(1, failed.delay().toMillis()), _ -> stand(root, failed, all));
      }
    }
  }
}
