package io.nokube.runtime.bus;

import io.nokube.model.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.function.Function;

/// Requests and replies between nodes, as JSON, each with a deadline.
public final class Bus {
  private final Vertx vertx;
  private final Duration timeout;

  public Bus(Vertx vertx, Duration timeout) {
    this.vertx = vertx;
    this.timeout = timeout;
  }

  /// Fails if nobody answers in time, or the other side could not.
  public <R extends Words> Future<R> ask(String address, Words request, Class<R> reply) {
    return vertx
        .eventBus()
        .<Buffer>request(
            address,
            Buffer.buffer(Json.write(request)),
            new DeliveryOptions().setSendTimeout(timeout.toMillis()))
        .map(message -> Json.read(message.body().getBytes(), reply));
  }

  /// Answers requests, on an event loop: the answer must not block.
  public <Q extends Words> MessageConsumer<Buffer> serve(
      String address, Class<Q> request, Function<Q, ? extends Words> answer) {
    return vertx
        .eventBus()
        .consumer(
            address,
            message -> {
              try {
                Words reply = answer.apply(Json.read(message.body().getBytes(), request));
                message.reply(Buffer.buffer(Json.write(reply)));
              } catch (RuntimeException refused) {
                message.fail(1, String.valueOf(refused.getMessage()));
              }
            });
  }
}
