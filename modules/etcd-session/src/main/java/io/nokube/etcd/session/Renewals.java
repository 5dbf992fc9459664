package io.nokube.etcd.session;

import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Renews a lease again and again, on one stream, until a renewal fails or is late: one question
/// and its answer at a time, so that no answer is taken for another's.
///
/// All of it happens on the link's own event loop. So a session that is well wakes its process
/// twice for each renewal and no other thread.
final class Renewals extends ClientCall.Listener<LeaseKeepAliveResponse> {

  private final EtcdSettings settings;
  private final Duration pause;
  private final LeaseId held;
  private final OwnLease lease;
  private final EventLoop loop;
  private final Consumer<ResponseHeader> heard;
  private final Runnable ended;
  private final ClientCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> call;
  private OptionalLong asked = OptionalLong.empty();
  private Optional<Future<?>> next = Optional.empty();
  private Optional<Status> failure = Optional.empty();
  private boolean over;

  private Renewals(
      EtcdSettings settings,
      Duration pause,
      LeaseId held,
      OwnLease lease,
      Link link,
      EventLoop loop,
      Consumer<ResponseHeader> heard,
      Runnable ended) {
    this.settings = settings;
    this.pause = pause;
    this.held = held;
    this.lease = lease;
    this.loop = loop;
    this.heard = heard;
    this.ended = ended;
    this.call =
        link.channel()
            .newCall(
                LeaseGrpc.getLeaseKeepAliveMethod(),
                CallOptions.DEFAULT.withExecutor(Runnable::run));
  }

  /// @param pause before the first renewal, and after each
  /// @param loop the link's
  /// @param heard told of each answer, on the loop
  /// @param ended run once they have ended by themselves, on the loop
  static Renewals begin(
      EtcdSettings settings,
      Duration pause,
      LeaseId held,
      OwnLease lease,
      Link link,
      EventLoop loop,
      Consumer<ResponseHeader> heard,
      Runnable ended) {
    var renewals = new Renewals(settings, pause, held, lease, link, loop, heard, ended);
    renewals.open();
    return renewals;
  }

  private synchronized void open() {
    call.start(this, new Metadata());
    call.request(1);
    after(pause, this::ask);
  }

  private void after(Duration wait, Runnable then) {
    next = Optional.of(loop.schedule(then, wait.toNanos(), TimeUnit.NANOSECONDS));
  }

  private synchronized void ask() {
    if (!over) {
      asked = OptionalLong.of(System.nanoTime());
      after(settings.requestTimeout(), this::late);
      call.sendMessage(LeaseKeepAliveRequest.newBuilder().setID(held.number()).build());
    }
  }

  private synchronized void late() {
    end(Optional.of(Status.DEADLINE_EXCEEDED.withDescription("no renewal in time")));
  }

  @Override
  public synchronized void onMessage(LeaseKeepAliveResponse answer) {
    if (over || asked.isEmpty()) {
      return;
    }
    if (answer.getTTL() <= 0) {
      end(Optional.empty());
      return;
    }
    lease.renewed(held, asked.getAsLong() + settings.leaseTtl().toNanos());
    heard.accept(answer.getHeader());
    asked = OptionalLong.empty();
    next.ifPresent(late -> late.cancel(false));
    after(pause, this::ask);
    call.request(1);
  }

  /// The stream has ended: no failure while nothing is asked, for etcd may end streams as it likes.
  @Override
  public synchronized void onClose(Status status, Metadata trailers) {
    end(
        asked.isEmpty()
            ? Optional.empty()
            : Optional.of(
                status.isOk()
                    ? Status.UNAVAILABLE.withDescription("the renewal got no answer")
                    : status));
  }

  private void end(Optional<Status> why) {
    if (!over) {
      failure = why;
      stop();
      ended.run();
    }
  }

  synchronized boolean areOver() {
    return over;
  }

  /// Empty too if they ended because the lease is lost, or are to be begun anew.
  synchronized Optional<Status> failure() {
    return failure;
  }

  /// Afterwards nothing is renewed, and nobody is told of an answer.
  synchronized void stop() {
    if (!over) {
      over = true;
      next.ifPresent(task -> task.cancel(false));
      call.cancel("done", null);
    }
  }
}
