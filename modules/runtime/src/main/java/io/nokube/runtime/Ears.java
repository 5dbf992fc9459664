package io.nokube.runtime;

import io.nokube.runtime.bus.Addresses;
import io.nokube.runtime.bus.Bus;
import io.nokube.runtime.bus.Words;
import io.nokube.runtime.logs.ServedLogs;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What this node hears on the bus.
final class Ears implements AutoCloseable {
  private final ActorHost host;
  private final ServedLogs logs;
  private final List<MessageConsumer<Buffer>> consumers;
  private final long idleLook;

  private Ears(ActorHost host, Bus bus) {
    this.host = host;
    Addresses here = new Addresses(host.node());
    RuntimeSettings settings = host.settings();
    this.logs =
        new ServedLogs(host.ports().engine(), bus, here, settings.logsAtOnce(), settings.logIdle());
    this.consumers = new ArrayList<>(logs.serve());
    consumers.add(bus.serve(here.rollCall(), Words.Roll.class, asked -> Roll.here(host, asked)));
    consumers.add(bus.serve(here.spawn(), Words.Spawn.class, this::spawn));
    consumers.add(
        bus.serve(
            here.handOver(), Words.HandOver.class, asked -> new Words.Heard(host.handOver(asked))));
    this.idleLook =
        host.vertx()
            .setPeriodic(
                settings.logIdle().toMillis(),
                _ -> {
                  var _ = Thread.ofVirtual().name("idle logs").start(logs::closeIdle);
                });
  }

  /// Blocks until other nodes can reach this one.
  static Ears open(Bus bus, ActorHost host) {
    Ears ears = new Ears(host, bus);
    List<Future<Void>> registered =
        ears.consumers.stream().map(MessageConsumer::completion).toList();
    try {
      Future.all(registered)
          .toCompletionStage()
          .toCompletableFuture()
          .get(host.settings().closeWithin().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new IllegalStateException(
          "node " + host.node() + " could not register its addresses on the bus: is etcd there?",
          e);
    }
    return ears;
  }

  private Words.Heard spawn(Words.Spawn asked) {
    host.ensure(
        asked.child(),
        asked.read(),
        Optional.of(new ActorHost.Spawner(asked.parent(), asked.by())));
    return new Words.Heard(true);
  }

  @Override
  public void close() {
    host.vertx().cancelTimer(idleLook);
    consumers.forEach(MessageConsumer::unregister);
    logs.close();
  }
}
