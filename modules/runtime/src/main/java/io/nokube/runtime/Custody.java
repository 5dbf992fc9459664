package io.nokube.runtime;

import io.nokube.actor.port.Liveness;
import io.nokube.actor.port.Liveness.RecordWatcher;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.ObjectStore.Subscription;
import io.nokube.model.OwnershipPath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to the alive records of this node's lives: notices when one goes, or all with the lease.
///
/// One watch serves an actor and its children here, so that a pod and its containers cost one.
final class Custody implements RecordWatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Custody.class);

  private final ActorHost host;
  private final Liveness liveness;
  private final Map<OwnershipPath, Cover> covers = new HashMap<>();

  private record Cover(CompletableFuture<Subscription> watch, Set<Life> lives) {}

  Custody(ActorHost host, Liveness liveness) {
    this.host = host;
    this.liveness = liveness;
  }

  /// Blocks.
  void watch(Life life) {
    OwnershipPath prefix =
        life.parent()
            .filter(parent -> !parent.isRoot() && host.life(parent).isPresent())
            .orElse(life.path());
    Cover fresh = new Cover(new CompletableFuture<>(), new HashSet<>());
    Optional<Cover> present;
    synchronized (this) {
      present = Optional.ofNullable(covers.putIfAbsent(prefix, fresh));
      present.orElse(fresh).lives().add(life);
    }
    if (present.isEmpty()) {
      fresh.watch().complete(liveness.watch(prefix.text(), this));
    }
    if (life.isClosing()) {
      leave(life);
    }
  }

  void leave(Life life) {
    Optional<Cover> unused = Optional.empty();
    synchronized (this) {
      for (Map.Entry<OwnershipPath, Cover> cover : covers.entrySet()) {
        if (cover.getValue().lives().remove(life) && cover.getValue().lives().isEmpty()) {
          unused = Optional.of(cover.getValue());
          covers.remove(cover.getKey());
          break;
        }
      }
    }
    unused.ifPresent(cover -> {
      var _ = cover.watch().thenAccept(Subscription::close);
    });
  }

  @Override
  public void appeared(Seen seen) {}

  @Override
  public void went(OwnershipPath path) {
    host.life(path).ifPresent(this::examine);
  }

  /// All records of this process are gone with its lease.
  void leaseLost() {
    LOG.warn("node {} has lost its lease: its actors claim their records anew", host.node());
    host.lives().forEach(life -> life.holding().leaseLost());
    host.lives().forEach(this::examine);
  }

  private void examine(Life life) {
    if (!life.isClosing()) {
      life.virtually("looking after its record", life.holding()::examine);
    }
  }
}
