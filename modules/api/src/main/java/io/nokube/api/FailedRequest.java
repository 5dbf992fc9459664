package io.nokube.api;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the client of a request that failed is told, and what the log. That clients hang up or send
/// what can't be read is theirs: whatever is logged as an error is ours.
final class FailedRequest {
  private static final Logger LOG = LoggerFactory.getLogger(FailedRequest.class);
  private static final int TOO_LARGE = 413;

  private FailedRequest() {}

  /// One that failed before it came to whoever answers it.
  static void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    @Nullable Throwable why = context.failure();
    if (why instanceof HttpClosedException || why instanceof IOException) {
      LOG.debug("{} {}: its client hung up", request.method(), request.path(), why);
    } else {
      ApiServer.send(request.response(), answer(request, context.statusCode(), why));
    }
  }

  private static Answer answer(HttpServerRequest request, int code, @Nullable Throwable why) {
    if (code == TOO_LARGE) {
      return Status.failure(code, "RequestEntityTooLarge", "the body is larger than 3 MiB");
    }
    if (code >= 400 && code < 500) {
      LOG.debug("{} {} can't be read", request.method(), request.path(), why);
      return Status.failure(
          code, "BadRequest", "the request can't be read: " + said(request, code, why));
    }
    return answer(request, why);
  }

  /// The status' own words where there are no others.
  private static String said(HttpServerRequest request, int code, @Nullable Throwable why) {
    return why == null || why.getMessage() == null
        ? code + " " + request.response().setStatusCode(code).getStatusMessage()
        : why.toString();
  }

  /// @param why of the call that was to answer it
  static Answer answer(HttpServerRequest request, @Nullable Throwable why) {
    if (why instanceof IllegalArgumentException bad) {
      return bad(bad);
    }
    LOG.error("{} {} failed", request.method(), request.path(), why);
    return Status.failure(500, "InternalError", "nokube failed at this request: " + why);
  }

  static Answer bad(IllegalArgumentException why) {
    return Status.failure(400, "BadRequest", String.valueOf(why.getMessage()));
  }
}
