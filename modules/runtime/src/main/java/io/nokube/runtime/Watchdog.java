package io.nokube.runtime;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees what hangs, from threads of its own that no verticle can hold up. An actor for which
/// signals wait while it handles none loses its alive record, and is restarted by its parent. If
/// event loops or the carriers of virtual threads run nothing any more, the process is stuck: JVM
/// threads can't be killed.
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private final ActorHost host;
  private final Consumer<String> stuck;
  private final ScheduledExecutorService looks;
  private final ScheduledExecutorService releases;
  private final List<Pulse> pulses;
  private final Stalls<Pulse> stillPulses = new Stalls<>();
  private final Stalls<Life> stillActors = new Stalls<>();
  private Duration awake = Duration.ZERO;
  private long lastLook = System.nanoTime();
  private boolean said;

  Watchdog(ActorHost host, Consumer<String> stuck) {
    this.host = host;
    this.stuck = stuck;
    this.pulses = pulses(host.vertx());
    this.looks = thread("watchdog " + host.node());
    this.releases = thread("watchdog releases " + host.node());
    long nanos = host.settings().watchdogLook().toNanos();
    var _ = looks.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name(name).factory());
  }

  private static List<Pulse> pulses(Vertx vertx) {
    List<Pulse> all = new ArrayList<>();
    for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      all.add(new Pulse("event loop " + all.size(), loop));
    }
    all.add(new Pulse("virtual threads", task -> Thread.ofVirtual().start(task)));
    return all;
  }

  private void look() {
    try {
      Duration look = host.settings().watchdogLook();
      Duration since = Duration.ofNanos(System.nanoTime() - lastLook);
      lastLook = System.nanoTime();
      awake = awake.plus(since.compareTo(look.multipliedBy(2)) > 0 ? look.multipliedBy(2) : since);
      pulses.forEach(this::feel);
      List<Life> lives = List.copyOf(host.lives());
      stillActors.keep(new HashSet<>(lives));
      lives.forEach(this::feel);
    } catch (RuntimeException unforeseen) {
      LOG.error("the watchdog of node {} failed to look", host.node(), unforeseen);
    }
  }

  private void feel(Pulse pulse) {
    Duration still = stillPulses.lasting(pulse, pulse.check(), awake);
    if (still.compareTo(host.settings().threadsStuck()) >= 0 && !said) {
      said = true;
      String what = pulse.what() + " of node " + host.node() + " ran nothing for " + still;
      LOG.error("{}: the process must end, its successor adopts", what);
      stuck.accept(what);
    }
  }

  private void feel(Life life) {
    Duration still = stillActors.lasting(life, life.mailbox().waitingAfter(), awake);
    if (still.compareTo(host.settings().actorStuck()) >= 0 && !life.isClosing()) {
      String why = "it handled no signal for " + still + " while some waited";
      LOG.error("actor {} hangs: {}", life.path(), why);
      life.closeStuck(new Ending.Failed(why), releases);
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    releases.shutdown();
  }
}
