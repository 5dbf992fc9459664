package io.nokube.runtime.bus;

import io.nokube.model.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    return ask(address, request, reply, Duration.ZERO);
  }

  /// @param more how long the other side may take besides the usual
  public <R extends Words> Future<R> ask(
      String address, Words request, Class<R> reply, Duration more) {
    return vertx
        .eventBus()
        .<Buffer>request(
            address,
            Buffer.buffer(Json.write(request)),
            new DeliveryOptions().setSendTimeout(timeout.plus(more).toMillis()))
        .map(message -> Json.read(message.body().getBytes(), reply));
  }

  /// Asks and waits. For virtual threads.
  ///
  /// @throws Unanswered if there was no answer in time, or the other side could not
  public <R extends Words> R await(String address, Words request, Class<R> reply, Duration more)
      throws Unanswered {
    try {
      return ask(address, request, reply, more)
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.multipliedBy(2).plus(more).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new Unanswered(address + " gave no answer: " + e.getCause(), e);
    } catch (TimeoutException | InterruptedException e) {
      throw new Unanswered(address + " gave no answer", e);
    }
  }

  /// Nobody answered, or the other side could not.
  public static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1;

    Unanswered(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Answers requests, on an event loop: the answer must not block.
  public <Q extends Words> MessageConsumer<Buffer> serve(
      String address, Class<Q> request, Function<Q, ? extends Words> answer) {
    return vertx.eventBus().consumer(address, message -> reply(message, request, answer));
  }

  /// Answers requests, on virtual threads.
  public <Q extends Words> MessageConsumer<Buffer> serveBlocking(
      String address, Class<Q> request, Function<Q, ? extends Words> answer) {
    return vertx
        .eventBus()
        .consumer(
            address,
            message -> {
              var _ = Thread.ofVirtual().name(address).start(() -> reply(message, request, answer));
            });
  }

  private static <Q extends Words> void reply(
      Message<Buffer> message, Class<Q> request, Function<Q, ? extends Words> answer) {
    try {
      Words reply = answer.apply(Json.read(message.body().getBytes(), request));
      message.reply(Buffer.buffer(Json.write(reply)));
    } catch (RuntimeException refused) {
      message.fail(1, String.valueOf(refused.getMessage()));
    }
  }
}
