package io.nokube.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/// Who goes first when more is asked than can be answered: reads don't wait for writes, nor either
/// for streams. Whoever is refused is told to come again, as Kubernetes does it (429).
final class Lanes {
  private static final String AGAIN_AFTER = "1";

  private final Lane reads;
  private final Lane writes;
  private final Lane streams;

  Lanes(ApiSettings.Limits limits) {
    reads = new Lane(limits.readsAtOnce(), limits.readsWaiting());
    writes = new Lane(limits.writesAtOnce(), limits.writesWaiting());
    streams = new Lane(limits.streamsAtOnce(), 0);
  }

  /// Before the body is read: whoever waits holds none of it.
  void enter(RoutingContext context) {
    HttpServerRequest request = context.request().pause();
    Lane lane = of(request);
    boolean taken =
        lane.enter(() -> {
          if (context.response().closed()) {
            lane.leave();
            return;
          }
          context.addEndHandler(over -> lane.leave());
          request.resume();
          context.next();
        });
    if (!taken) {
      request.resume();
      Answer refusal =
          Status.failure(
              429,
              "TooManyRequests",
              "too many %s at once (%s): try again in %s s"
                  .formatted(name(lane), lane.busy(), AGAIN_AFTER));
      context.response().putHeader("Retry-After", AGAIN_AFTER);
      ApiServer.send(context.response(), refusal);
    }
  }

  private Lane of(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return writes;
    }
    boolean stream = request.params().contains("watch") || request.path().endsWith("/log");
    return stream ? streams : reads;
  }

  private String name(Lane lane) {
    return lane == reads ? "reads" : lane == writes ? "writes" : "watches and logs";
  }
}
