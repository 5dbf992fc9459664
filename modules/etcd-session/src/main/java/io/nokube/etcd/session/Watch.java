package io.nokube.etcd.session;

import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running watch of a span. It outlives etcd's outages and the session's clients: it goes on
/// after the last revision delivered, and when that is compacted it reads the whole span again.
public final class Watch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final Duration A_WHILE = Duration.ofMillis(250);
  private static final Metadata REQUIRE_LEADER = new Metadata();

  static {
    REQUIRE_LEADER.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
  }

  private final EtcdSession session;
  private final Span span;
  private final boolean previous;
  private final Receiver receiver;
  private final Thread thread;
  private volatile Optional<BlockingClientCall<WatchRequest, WatchResponse>> stream =
      Optional.empty();
  private volatile boolean closed;

  /// The first revision not delivered yet; empty: everything has to be read anew.
  private OptionalLong next;

  Watch(EtcdSession session, Span span, OptionalLong from, boolean previous, Receiver receiver) {
    this.session = session;
    this.span = span;
    this.next = from;
    this.previous = previous;
    this.receiver = receiver;
    this.thread = Thread.ofVirtual().name("etcd-watch " + span).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Ends the watch; unless called by the receiver itself, waits for a delivery that runs (at most
  /// the session's request timeout). Nothing is delivered afterwards.
  @Override
  public void close() {
    closed = true;
    stream.ifPresent(call -> call.cancel("the watch was closed", null));
    if (Thread.currentThread() != thread) {
      try {
        thread.join(session.settings().requestTimeout());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    session.forget(this);
  }

  private void run() {
    try {
      while (!closed) {
        if (session.contactBegins(A_WHILE)) {
          if (next.isPresent()) {
            follow(next.getAsLong());
          } else {
            list();
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.error("the watch of span={} was interrupted and ends", span);
    }
  }

  private void list() throws InterruptedException {
    switch (session.list(span)) {
      case Reading.Answer<List<KeyValue>>(var entries, var revision) ->
          deliver(new Delivery.Resync(entries, revision));
      case Reading.Compacted<List<KeyValue>> _, Reading.Unavailable<List<KeyValue>> _ ->
          Thread.sleep(A_WHILE);
    }
  }

  private void follow(long from) throws InterruptedException {
    var link = session.requests();
    try {
      var call =
          ClientCalls.blockingBidiStreamingCall(
              requireLeader(link), WatchGrpc.getWatchMethod(), CallOptions.DEFAULT);
      stream = Optional.of(call);
      call.write(create(from));
      while (!closed && receive(Optional.ofNullable(call.read()))) {}
      call.cancel("the watch ends here", null);
    } catch (StatusException e) {
      if (!closed) {
        session.suspect(link, "watch of " + span + " broke: " + Failure.words(e.getStatus()));
        Thread.sleep(A_WHILE);
      }
    } finally {
      stream = Optional.empty();
    }
  }

  /// Whether to go on reading this stream.
  private boolean receive(Optional<WatchResponse> answer) throws InterruptedException {
    if (answer.isEmpty()) {
      return false;
    }
    var response = answer.get();
    if (response.getCanceled()) {
      LOG.info(
          "watch cancelled by etcd span={} next={} compacted={} why=\"{}\"",
          span,
          next,
          response.getCompactRevision(),
          response.getCancelReason());
      next = response.getCompactRevision() > 0 ? OptionalLong.empty() : next;
      Thread.sleep(A_WHILE);
      return false;
    }
    session.seen(response.getHeader());
    var expected = next.orElse(0);
    if (response.getCreated()) {
      return response.getHeader().getRevision() + 1 >= expected || !wentBack(expected);
    }
    if (response.getEventsCount() == 0) {
      next = OptionalLong.of(Math.max(expected, response.getHeader().getRevision() + 1));
      return true;
    }
    var changes =
        response.getEventsList().stream()
            .map(Wire::change)
            .filter(change -> change.revision() >= expected)
            .toList();
    return changes.isEmpty()
        || deliver(new Delivery.Changes(changes, changes.getLast().revision()));
  }

  /// The member asked is behind what was delivered already. It may only lag; but if a linearizable
  /// read is behind too, etcd was set back to a backup, and nothing delivered so far counts. (Where
  /// the session has a past, that read is no answer, and contact ends.)
  private boolean wentBack(long expected) {
    var back =
        switch (session.count(span)) {
          case Reading.Answer<Long>(var _, var revision) -> revision + 1 < expected;
          case Reading.Compacted<Long> _, Reading.Unavailable<Long> _ -> false;
        };
    if (back) {
      LOG.warn("etcd is at an older revision than span={} was watched to: reading anew", span);
      next = OptionalLong.empty();
    }
    return back;
  }

  private boolean deliver(Delivery delivery) throws InterruptedException {
    if (closed) {
      return false;
    }
    try {
      receiver.receive(delivery);
      next = OptionalLong.of(delivery.revision() + 1);
      return true;
    } catch (RuntimeException | Error e) { // if the watch ended by it, nobody would notice
      LOG.error("a receiver failed span={}: it gets a full snapshot next", span, e);
      next = OptionalLong.empty();
      Thread.sleep(A_WHILE);
      return false;
    }
  }

  private WatchRequest create(long from) {
    return WatchRequest.newBuilder()
        .setCreateRequest(
            WatchCreateRequest.newBuilder()
                .setKey(span.from())
                .setRangeEnd(span.end())
                .setStartRevision(from)
                .setPrevKv(previous)
                .setProgressNotify(true))
        .build();
  }

  /// A member that lost its leader ends the stream instead of going quiet.
  private static Channel requireLeader(Link link) {
    return ClientInterceptors.intercept(
        link.channel(), MetadataUtils.newAttachHeadersInterceptor(REQUIRE_LEADER));
  }
}
