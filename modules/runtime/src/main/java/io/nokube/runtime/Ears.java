package io.nokube.runtime;

import io.nokube.runtime.bus.Addresses;
import io.nokube.runtime.bus.Bus;
import io.nokube.runtime.bus.Words;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What this node hears on the bus.
final class Ears implements AutoCloseable {
  private final ActorHost host;
  private final List<MessageConsumer<Buffer>> consumers;

  private Ears(ActorHost host, Bus bus) {
    this.host = host;
    Addresses here = new Addresses(host.node());
    this.consumers =
        List.of(
            bus.serve(here.spawn(), Words.Spawn.class, this::spawn),
            bus.serve(
                here.handOver(),
                Words.HandOver.class,
                asked -> new Words.Heard(host.handOver(asked))));
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
    consumers.forEach(MessageConsumer::unregister);
  }
}
