package io.nokube.api;

import io.nokube.actor.port.Liveness;
import io.nokube.actor.port.NodeLogs;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.PodEngine.Logs;
import io.nokube.api.LogAnswer.Opened;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.core.Pod;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/// The API as a verticle: takes requests on an event loop, answers them on virtual threads.
public final class ApiServer extends VerticleBase {
  /// The reason of every answer while etcd isn't believed.
  private static final String SET_BACK = "EtcdSetBack";

  /// Longer than a watch's: people stop their pagers.
  private static final Duration LOG_STALL = Duration.ofMinutes(5);

  private static final int LARGEST_BODY = 3 * 1024 * 1024;

  private final ApiSettings settings;
  private final Admission admission;
  private final ObjectStore store;
  private final InstantSource clock;
  private final ObjectReads reads;
  private final ObjectWrites writes;
  private final Apply apply;
  private final Tree tree;
  private final ClusterStatus status;
  private final LogAnswer logs;
  private final Lanes lanes;
  private final ConfigAnswer config;
  private final Health health;
  private final Supplier<Optional<String>> refusal;
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private Optional<HttpServer> server = Optional.empty();

  /// @param path the ownership path of a pod
  /// @param refusal why the store isn't believed now, and what to do; empty: it is
  public ApiServer(
      ApiSettings settings,
      Bearer bearer,
      ObjectStore stored,
      Liveness liveness,
      NodeLogs nodeLogs,
      Function<Pod, OwnershipPath> path,
      ConfigStore configStore,
      Health health,
      Supplier<Optional<String>> refusal,
      InstantSource clock) {
    this.settings = settings;
    lanes = new Lanes(settings.limits());
    admission = new Admission(bearer, settings.tls().isPresent(), clock);
    store = new ShownObjects(stored);
    this.clock = clock;
    StrictReader reader = new StrictReader();
    reads = new ObjectReads(store, clock);
    writes = new ObjectWrites(store, reader);
    apply = new Apply(store, reader);
    tree = new Tree(liveness, store);
    status = new ClusterStatus(settings, store);
    logs = new LogAnswer(store, nodeLogs, path);
    config = new ConfigAnswer(configStore);
    this.health = health;
    this.refusal = refusal;
  }

  /// The port it listens on, once it was deployed.
  public int port() {
    return server
        .orElseThrow(() -> new IllegalStateException("the API isn't started"))
        .actualPort();
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.route().handler(this::authorize);
    router.route().handler(lanes::enter);
    router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    router.route().handler(this::handle);
    router.uncaughtErrorHandler(FailedRequest::handle);
    return vertx
        .createHttpServer(options())
        .requestHandler(router)
        .listen(settings.port(), settings.host())
        .onSuccess(listening -> server = Optional.of(listening));
  }

  /// HTTP/1.1 only, with TLS and without: a watch has a connection of its own, which can be closed
  /// for its sake.
  private HttpServerOptions options() {
    HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(false);
    settings
        .tls()
        .ifPresent(tls ->
            options
                .setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(KeyCertOptions.wrap(tls.key()))
                .setTrustOptions(TrustOptions.wrap(tls.callers()))
                .setClientAuth(ClientAuth.REQUEST));
    return options;
  }

  @Override
  public Future<?> stop() {
    blocking.shutdownNow();
    return server.map(HttpServer::close).orElse(Future.succeededFuture());
  }

  private void authorize(RoutingContext context) {
    if (admission.admits(context.request())) {
      context.next();
    } else {
      send(context.response(), admission.refusal());
    }
  }

  private void handle(RoutingContext context) {
    String path = context.normalizedPath();
    Optional<Answer> discovered = Discovery.answer(path, settings.version());
    if (discovered.isPresent()) {
      send(context.response(), discovered.get());
      return;
    }
    Optional<String> refused = refusal.get();
    if (refused.isPresent()) {
      send(context.response(), Status.failure(503, SET_BACK, refused.get()));
      return;
    }
    Query query;
    try {
      String accept = context.request().getHeader("Accept");
      query = Query.of(context.request().params(), accept == null ? "" : accept);
    } catch (IllegalArgumentException e) {
      send(context.response(), FailedRequest.bad(e));
      return;
    }
    Buffer buffer = context.body().buffer();
    byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
    HttpMethod method = context.request().method();
    if (path.startsWith("/nokube/v1/")) {
      answer(context, () -> own(path, method, query, body));
      return;
    }
    Optional<ApiPath> named = ApiPath.parse(path);
    if (named.isEmpty()) {
      send(
          context.response(),
          Status.failure(
              404, "NotFound", "the server could not find the requested resource " + path));
    } else if (method.equals(HttpMethod.GET)
        && named.get().name().isEmpty()
        && query.flag("watch")) {
      watch(context, named.get(), query);
    } else if (method.equals(HttpMethod.GET) && named.get().subresource().equals("log")) {
      log(context, named.get(), query);
    } else {
      answer(context, () -> objects(named.get(), method, query, body));
    }
  }

  private Answer own(String path, HttpMethod method, Query query, byte[] body) {
    return switch (method.name() + " " + path.substring("/nokube/v1/".length())) {
      case "POST apply" ->
          apply.apply(query.text("source"), body, query.text("namespace"), query.flag("dryRun"));
      case "GET tree" -> tree.answer();
      case "GET config" -> config.get();
      case "PUT config" -> config.put(body);
      case "GET health" -> Answer.json(200, health.now());
      case "GET status" -> status.answer(port());
      default -> Status.failure(404, "NotFound", "nokube has no " + method + " " + path);
    };
  }

  private Answer objects(ApiPath path, HttpMethod method, Query query, byte[] body) {
    if (path.name().isEmpty()) {
      return switch (method.name()) {
        case "GET" -> reads.list(path.type(), path.namespace(), query);
        case "POST" -> writes.create(path.type(), path.namespace(), body);
        default -> notAllowed(method);
      };
    }
    ObjectKey key = new ObjectKey(path.type(), path.namespace(), path.name());
    return switch (method.name() + " " + path.subresource()) {
      case "GET ", "GET status" -> reads.get(key, query);
      case "PUT " -> writes.update(key, body);
      case "PUT status" -> writes.updateStatus(key, body);
      case "DELETE " -> writes.delete(key, query, body);
      case "GET scale" -> reads.scale(key);
      case "PUT scale" -> writes.updateScale(key, body);
      case "PATCH ", "PATCH status", "PATCH scale" ->
          Status.failure(
              415,
              "UnsupportedMediaType",
              "patches are not supported: send the whole object with PUT");
      default -> notAllowed(method);
    };
  }

  private static Answer notAllowed(HttpMethod method) {
    return Status.failure(
        405,
        "MethodNotAllowed",
        "the server does not allow " + method + " on the requested resource");
  }

  private void answer(RoutingContext context, Callable<Answer> work) {
    onVirtualThread(work)
        .onComplete(done ->
            send(
                context.response(),
                done.succeeded()
                    ? done.result()
                    : FailedRequest.answer(context.request(), done.cause())));
  }

  private <T> Future<T> onVirtualThread(Callable<T> work) {
    Context context = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    blocking.execute(() -> {
      try {
        T result = work.call();
        context.runOnContext(ignored -> promise.tryComplete(result));
      } catch (Exception e) {
        context.runOnContext(ignored -> promise.tryFail(e));
      }
    });
    return promise.future();
  }

  static void send(HttpServerResponse response, Answer answer) {
    if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(answer.code())
          .putHeader("Content-Type", answer.contentType())
          .end(answer.body());
    }
  }

  private void watch(RoutingContext context, ApiPath path, Query query) {
    if (query.flag("sendInitialEvents")) {
      send(
          context.response(),
          Status.failure(422, "Invalid", "sendInitialEvents is not supported: list, then watch"));
      return;
    }
    Revision after = Revision.NONE;
    String from = query.text("resourceVersion");
    if (!from.isEmpty() && !from.equals("0")) {
      after = Revision.parse(from);
    }
    HttpServerResponse response =
        context.response().setChunked(true).putHeader("Content-Type", Answer.JSON);
    response.writeHead();
    Outlet outlet =
        new Outlet(vertx.getOrCreateContext(), context.request(), settings.limits().watchStall());
    WatchStream stream =
        new WatchStream(
            path.type(), query, after.equals(Revision.NONE), clock, outlet::send, outlet::expire);
    Revision start = after;
    onVirtualThread(() -> store.watch(path.type(), path.namespace(), start, stream))
        .onFailure(cause -> response.reset())
        .onSuccess(subscription -> {
          long most = query.number("timeoutSeconds");
          Duration limit = most < 0 ? settings.watchLimit() : Duration.ofSeconds(most);
          long timer = vertx.setTimer(Math.max(1, limit.toMillis()), id -> outlet.end());
          Runnable close =
              () -> {
                outlet.close();
                vertx.cancelTimer(timer);
                blocking.execute(subscription::close);
              };
          context.addEndHandler(over -> close.run());
          if (response.ended() || response.closed()) {
            close.run();
          }
        });
  }

  private void log(RoutingContext context, ApiPath path, Query query) {
    ObjectKey key = new ObjectKey(path.type(), path.namespace(), path.name());
    HttpServerResponse response = context.response();
    onVirtualThread(() -> logs.open(key, query))
        .onComplete(done -> {
          if (done.failed()) {
            send(response, FailedRequest.answer(context.request(), done.cause()));
            return;
          }
          switch (done.result()) {
            case Opened.No(Answer answer) -> send(response, answer);
            case Opened.Reading(Logs.Open log) -> {
              response.setChunked(true).putHeader("Content-Type", "text/plain");
              response.writeHead();
              blocking.execute(new LogStream(log, context.request(), LOG_STALL));
            }
          }
        });
  }
}
