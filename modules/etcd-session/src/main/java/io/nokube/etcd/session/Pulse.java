package io.nokube.etcd.session;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// The session's heart: a thread that renews the lease, judges contact and replaces the clients.
///
/// jetcd's keepAlive stream never recovers from an outage; here every renewal has a deadline, and a
/// failure replaces both clients and is tried again a second later. Contact begins with a
/// linearizable read, which also shows whether etcd was set back. While all is well the thread
/// sleeps: [Renewals] go on without it.
final class Pulse implements Runnable {

  private static final Duration REPLACE_EVERY = Duration.ofSeconds(1);

  private final EtcdSettings settings;
  private final Links links;
  private final ContactCell contact;
  private final OwnLease lease;
  private final Optional<History> history;
  private final AtomicBoolean suspected = new AtomicBoolean();
  private final Thread thread = new Thread(this, "etcd-pulse");
  private volatile boolean closed;

  Pulse(
      EtcdSettings settings,
      Links links,
      ContactCell contact,
      OwnLease lease,
      Optional<History> history) {
    this.settings = settings;
    this.links = links;
    this.contact = contact;
    this.lease = lease;
    this.history = history;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /// A call on `link` failed in a way that puts contact in doubt. A link replaced since is old
  /// news.
  void suspect(Link link, String why) {
    if (link == links.requests() && !closed) {
      contact.broken(why);
      suspected.set(true);
      LockSupport.unpark(thread);
    }
  }

  /// Ends the beating; afterwards nobody renews the lease or replaces a client.
  void stop() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(settings.requestTimeout().multipliedBy(2).plusSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    var replaced = System.nanoTime();
    while (!closed) {
      if (suspected.getAndSet(false)) {
        contact.broken("a request failed");
        links.replaceRequests();
        replaced = System.nanoTime();
      }
      if (beat() && rest()) {
        if (suspected.get()) {
          pause(REPLACE_EVERY.minusNanos(System.nanoTime() - replaced));
        }
      } else {
        pause(REPLACE_EVERY.minusNanos(System.nanoTime() - replaced));
        links.replaceBoth();
        replaced = System.nanoTime();
      }
    }
  }

  /// Sleeps while the lease is renewed and no request is in doubt.
  ///
  /// @return whether the clients serve, as far as is known
  private boolean rest() {
    var held = lease.current();
    if (held.isEmpty()) {
      return true;
    }
    var renewals =
        Renewals.begin(
            settings,
            settings.renewEvery(),
            held.get(),
            lease,
            links.lease(),
            links.leaseLoop(),
            this::heard,
            () -> LockSupport.unpark(thread));
    while (!closed && !suspected.get() && !renewals.areOver() && surelyHeld()) {
      LockSupport.parkNanos(this, settings.leaseTtl().toNanos());
    }
    renewals.stop();
    return renewals.failure().map(this::failed).orElse(true);
  }

  /// Else the renewals hang, whatever keeps them: a thread that ran out of memory, perhaps.
  private boolean surelyHeld() {
    return lease.surelyLasts().filter(left -> left.compareTo(Duration.ZERO) > 0).isPresent();
  }

  private void heard(ResponseHeader header) {
    if (!suspected.get()) { // else the requests' client is replaced first, and proved
      contact.heard(header.getClusterId(), header.getRaftTerm());
    }
  }

  private boolean beat() {
    try {
      if (contact.now() instanceof Contact.Lost) { // before the lease: that would be a write
        var unfit = probe();
        if (unfit.isPresent()) {
          contact.broken(unfit.get());
          return false;
        }
      }
      var asked = System.nanoTime();
      var held = lease.current();
      heard(held.isPresent() ? renew(held.get(), asked) : grant(asked));
      return true;
    } catch (StatusException e) {
      return failed(e.getStatus());
    } catch (StatusRuntimeException e) {
      return failed(e.getStatus());
    } catch (TimeoutException e) {
      return failed(Status.DEADLINE_EXCEEDED.withDescription("no renewal in time"));
    } catch (InterruptedException e) {
      return failed(Status.CANCELLED.withDescription("interrupted"));
    }
  }

  private boolean failed(Status status) {
    contact.broken(Failure.words(status));
    return false;
  }

  private ResponseHeader renew(LeaseId held, long asked)
      throws StatusException, TimeoutException, InterruptedException {
    var timeout = settings.requestTimeout();
    var call =
        ClientCalls.blockingBidiStreamingCall(
            links.lease().channel(), LeaseGrpc.getLeaseKeepAliveMethod(), Link.within(timeout));
    try {
      call.write(
          LeaseKeepAliveRequest.newBuilder().setID(held.number()).build(),
          timeout.toNanos(),
          TimeUnit.NANOSECONDS);
      var answer = Optional.ofNullable(call.read(timeout.toNanos(), TimeUnit.NANOSECONDS));
      if (answer.isEmpty()) {
        throw Status.UNAVAILABLE.withDescription("the renewal got no answer").asException();
      }
      if (answer.get().getTTL() > 0) {
        lease.renewed(held, asked + settings.leaseTtl().toNanos());
        return answer.get().getHeader();
      }
    } finally {
      call.cancel("done", null);
    }
    lease.lost(held);
    return grant(asked);
  }

  private ResponseHeader grant(long asked) {
    var answer =
        ClientCalls.blockingUnaryCall(
            links.lease().channel(),
            LeaseGrpc.getLeaseGrantMethod(),
            Link.within(settings.requestTimeout()),
            LeaseGrantRequest.newBuilder().setTTL(settings.leaseTtl().toSeconds()).build());
    lease.granted(new LeaseId(answer.getID()), asked + settings.leaseTtl().toNanos());
    return answer.getHeader();
  }

  /// A linearizable read on the requests' client: contact begins when it works too.
  ///
  /// @return why etcd's answers are not to be believed; empty: they are
  private Optional<String> probe() {
    var asked = Span.key(history.map(History::epochKey).orElse("\0"));
    var answer =
        ClientCalls.blockingUnaryCall(
            links.requests().channel(),
            KVGrpc.getRangeMethod(),
            Link.within(settings.requestTimeout()),
            RangeRequest.newBuilder().setKey(asked.from()).build());
    return history.flatMap(known -> judge(known, answer));
  }

  private static Optional<String> judge(History history, RangeResponse answer) {
    var text = answer.getKvsList().stream().findFirst().map(Wire::keyValue).map(KeyValue::text);
    try {
      var epoch = History.epoch(text);
      var header = answer.getHeader();
      return history.judge(new Mark(header.getClusterId(), epoch, header.getRevision(), false));
    } catch (NumberFormatException e) {
      return Optional.of(
          "etcd's epoch is no number: delete the key %s, or write one"
              .formatted(history.epochKey()));
    }
  }

  /// Gives the lease back, so that what hangs on it ends now.
  void revoke(LeaseId held) {
    ClientCalls.blockingUnaryCall(
        links.lease().channel(),
        LeaseGrpc.getLeaseRevokeMethod(),
        Link.within(settings.requestTimeout()),
        LeaseRevokeRequest.newBuilder().setID(held.number()).build());
  }

  private void pause(Duration duration) {
    var deadline = System.nanoTime() + duration.toNanos();
    for (var left = duration.toNanos(); left > 0 && !closed; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
