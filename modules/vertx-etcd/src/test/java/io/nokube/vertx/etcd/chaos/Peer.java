package io.nokube.vertx.etcd.chaos;

import io.nokube.etcd.session.EtcdSettings;
import io.nokube.vertx.etcd.EtcdClusterManager;
import io.nokube.vertx.etcd.Glimpse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A JVM with one Vert.x on etcd. It does what its standard input says, a JSON object a line, and
/// answers on its standard output, each with the `id` of what it answers, in any order.
///
/// | `do` | answer |
/// | --- | --- |
/// | `register`, `address` | when the event bus says that it is registered, or `failure` |
/// | `unregister`, `address` | the same, of the one registered first |
/// | `view` | what it holds (by its own count), what its view sees, which nodes it knows |
/// | `ask`, `addresses` to numbers | who answered so many requests one after the other, and failures |
/// | `publish`, `addresses`, `body` | when it is published, the address added to the body |
/// | `heard` | the bodies published to this node, in order |
/// | `leave` | when it has left; then it ends |
public final class Peer {

  static final Duration LEASE = Duration.ofSeconds(2); // the least etcd honours

  private static final DeliveryOptions ASK = new DeliveryOptions().setSendTimeout(1000);

  private static final int ATTEMPTS = 10;

  private final Vertx vertx;
  private final EtcdClusterManager cluster;
  private final EventBus bus;
  private final PrintStream out;
  private final Map<String, Deque<MessageConsumer<String>>> held = new TreeMap<>();
  private final JsonArray heard = new JsonArray();
  private int pending;

  private Peer(Vertx vertx, EtcdClusterManager cluster, PrintStream out) {
    this.vertx = vertx;
    this.cluster = cluster;
    this.bus = vertx.eventBus();
    this.out = out;
  }

  public static void main(String[] args) throws IOException {
    var out = System.out;
    var peer = joined(args, out);
    var context = peer.vertx.getOrCreateContext();
    out.println(new JsonObject().put("id", 0).put("node", peer.cluster.getNodeId()).encode());
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var order = new JsonObject(line);
      context.runOnContext(_ -> peer.carryOut(order));
    }
    System.exit(0);
  }

  /// Joins; again, as whoever supervises a program starts it again, if etcd wasn't reached in time.
  private static Peer joined(String[] args, PrintStream out) {
    for (var attempt = 1; ; attempt++) {
      var cluster = new EtcdClusterManager(settings(URI.create(args[0])), args[1]);
      try {
        var bus = new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2);
        bus.getEventBusOptions()
            .setHost(args[2])
            .setPort(Integer.parseInt(args[3]))
            .setClusterPingInterval(1000) // so that a cut closes what it leaves half open
            .setClusterPingReplyInterval(1000);
        var vertx = await(Vertx.builder().with(bus).withClusterManager(cluster).buildClustered());
        return new Peer(vertx, cluster, out);
      } catch (CompletionException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static EtcdSettings settings(URI etcd) {
    return new EtcdSettings(
        List.of(etcd), LEASE, Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  /// On the one event loop, so that nothing here is shared.
  private void carryOut(JsonObject order) {
    var address = order.getString("address", "");
    var done =
        switch (order.getString("do")) {
          case "register" -> register(address);
          case "unregister" -> unregister(address);
          case "view" -> Future.succeededFuture(view());
          case "ask" -> ask(order.getJsonObject("addresses"));
          case "publish" -> {
            order
                .getJsonArray("addresses")
                .forEach(each -> bus.publish((String) each, order.getString("body") + " " + each));
            yield Future.succeededFuture(new JsonObject());
          }
          case "heard" -> Future.succeededFuture(new JsonObject().put("heard", heard.copy()));
          case "leave" -> vertx.close().map(new JsonObject());
          default -> Future.<JsonObject>failedFuture("unknown: " + order);
        };
    done.otherwise(failure -> new JsonObject().put("failure", String.valueOf(failure)))
        .onComplete(answer -> {
          out.println(answer.result().put("id", order.getValue("id")).encode());
          if (order.getString("do").equals("leave")) {
            System.exit(0);
          }
        });
  }

  private Future<JsonObject> register(String address) {
    var me = cluster.getNodeId();
    pending++;
    var consumer = bus.<String>consumer(address);
    consumer.handler(message -> {
      if (message.replyAddress() == null) {
        heard.add(message.body());
        if (heard.size() > 200) {
          heard.remove(0);
        }
      } else {
        message.reply(me);
      }
    });
    return consumer
        .completion()
        .map(_ -> {
          held.computeIfAbsent(address, _ -> new ArrayDeque<>()).add(consumer);
          return new JsonObject();
        })
        .recover(failure -> consumer.unregister().transform(_ -> Future.failedFuture(failure)))
        .onComplete(_ -> pending--);
  }

  private Future<JsonObject> unregister(String address) {
    var consumers = held.getOrDefault(address, new ArrayDeque<>());
    if (consumers.isEmpty()) {
      return Future.succeededFuture(new JsonObject().put("none", true));
    }
    pending++;
    return consumers.remove().unregister().map(_ -> new JsonObject()).onComplete(_ -> pending--);
  }

  private JsonObject view() {
    var holds = new JsonObject();
    held.forEach((address, consumers) -> holds.put(address, consumers.size()));
    var sees = new JsonObject();
    Glimpse.seen(cluster)
        .forEach((address, byNode) -> {
          var counts = new JsonObject();
          byNode.forEach(counts::put);
          sees.put(address, counts);
        });
    return new JsonObject()
        .put("node", cluster.getNodeId())
        .put("pending", pending)
        .put("holds", holds)
        .put("sees", sees)
        .put("nodes", new JsonArray(List.copyOf(cluster.getNodes())));
  }

  private Future<JsonObject> ask(JsonObject addresses) {
    var answers = new JsonObject();
    return Future.join(
            addresses.stream()
                .map(each -> {
                  var found = new JsonObject();
                  answers.put(each.getKey(), found);
                  return ask(each.getKey(), ((Number) each.getValue()).intValue(), found);
                })
                .toList())
        .map(answers);
  }

  /// One after the other: the event bus sends to those it knows in turns.
  private Future<Void> ask(String address, int times, JsonObject found) {
    if (times == 0) {
      return Future.succeededFuture();
    }
    return bus.<String>request(address, "who?", ASK)
        .map(message -> message.body())
        .otherwise(failure -> "failed: " + failure.getMessage())
        .compose(who -> {
          found.put(who, found.getInteger(who, 0) + 1);
          return ask(address, times - 1, found);
        });
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
