package io.nokube.etcd.session;

import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.CompactionResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session with etcd: one lease kept alive, reads and writes that fail fast, watches that go on.
///
/// All methods may be called from any thread; those that ask etcd block up to
/// [EtcdSettings#requestTimeout()] and are meant for virtual threads. None throws because etcd is
/// away: outcomes are values. While there is no contact, requests are refused at once.
public final class EtcdSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EtcdSession.class);
  private static final int PAGE = 1000;

  private final EtcdSettings settings;
  private final Links links;
  private final ContactCell contact;
  private final OwnLease lease = new OwnLease();
  private final Optional<History> history;
  private final Pulse pulse;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  private EtcdSession(EtcdSettings settings, Optional<Past> past) {
    this.settings = settings;
    this.history = past.map(History::new);
    this.links = new Links(settings);
    this.contact = new ContactCell(settings);
    this.pulse = new Pulse(settings, links, contact, lease, history);
  }

  /// Begins a session and returns at once, whether etcd answers or not; [#awaitContact] waits. If
  /// etcd is set back to an older backup meanwhile, watches read everything anew, as truth.
  public static EtcdSession open(EtcdSettings settings) {
    return open(settings, Optional.empty());
  }

  /// As [#open(EtcdSettings)], but with an etcd that was set back there is no contact, until its
  /// epoch is raised: see [Course].
  public static EtcdSession open(EtcdSettings settings, Past past) {
    return open(settings, Optional.of(past));
  }

  private static EtcdSession open(EtcdSettings settings, Optional<Past> past) {
    var session = new EtcdSession(settings, past);
    session.pulse.start();
    session.history.ifPresent(known -> session.watch(Span.key(known.epochKey()), session::epoch));
    return session;
  }

  /// Another epoch than the one that was judged: contact ends, and etcd is judged anew.
  private void epoch(Delivery delivery) {
    if (!history.map(known -> known.isOf(delivery)).orElse(true)) {
      suspect(links.requests(), "etcd's epoch has changed");
    }
  }

  public EtcdSettings settings() {
    return settings;
  }

  // --- contact -------------------------------------------------------------------------------

  public Contact contact() {
    return contact.now();
  }

  /// Whether contact has been unbroken for at least `duration` until now.
  public boolean contactFor(Duration duration) {
    return contact.lasted(duration);
  }

  /// Whether an absence read from now on is known to be one: contact has lasted for
  /// [EtcdSettings#absenceKnownAfter()]. Ask before reading.
  public boolean absenceIsKnown() {
    return contactFor(settings.absenceKnownAfter());
  }

  /// Waits for contact (and so for a lease), at most `patience`; whether there is contact. An
  /// interrupted thread stays interrupted and gets `false`.
  public boolean awaitContact(Duration patience) {
    try {
      return contactBegins(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean contactBegins(Duration patience) throws InterruptedException {
    return contact.await(patience);
  }

  // --- an etcd that was set back --------------------------------------------------------------

  /// How far etcd was seen to come; empty before the first contact, and in a session without a
  /// [Past].
  public Optional<Mark> mark() {
    return history.flatMap(History::mark);
  }

  /// Tells `listener` if etcd is found set back ([Course.SetBack]: there is no contact from then
  /// on), and if it was restored on purpose under this session ([Course.Anew]: the session is of no
  /// use any more, since what was read in it counts no longer: close it and open another). Also of
  /// what was found already. Each on a thread of its own.
  public void onCourse(Consumer<Course> listener) {
    history.ifPresent(known -> known.listen(listener));
  }

  // --- the lease -----------------------------------------------------------------------------

  /// The lease to hang keys on; none before the first contact, or between a loss and the next
  /// grant.
  public Optional<LeaseId> currentLease() {
    return lease.current();
  }

  /// For how long from now etcd keeps [#currentLease()] whatever happens to this process: counted
  /// from when the last successful renewal was asked for. Zero or less: it may be gone.
  public Optional<Duration> leaseSurelyLasts() {
    return lease.surelyLasts();
  }

  /// [#currentLease()] and its age, of one moment.
  public Optional<Renewed> renewed() {
    return lease.held(settings.leaseTtl());
  }

  /// Tells `listener` of the present lease, if there is one, and of every loss and grant from now
  /// on, in order, one at a time on a thread of the session. Closing the result ends it.
  public Registration onLease(Consumer<LeaseEvent> listener) {
    lease.listen(listener);
    return () -> lease.forget(listener);
  }

  /// What ends a listener's listening.
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /// Renews the lease so many times more than is needed, on a stream of its own but otherwise as it
  /// always is, for a JVM that is to compile what it does all its life. Blocks until all are
  /// answered, the lease is lost, or one had no answer in time.
  ///
  /// @param pause after each
  /// @return how many were answered
  public int rehearse(int renewals, Duration pause) throws InterruptedException {
    var held = lease.current();
    if (held.isEmpty() || renewals == 0) {
      return 0;
    }
    var left = new AtomicInteger(renewals);
    var over = new CountDownLatch(1);
    var besides =
        Renewals.begin(
            settings,
            pause,
            held.get(),
            lease,
            links.lease(),
            links.leaseLoop(),
            answer -> {
              if (left.decrementAndGet() == 0) {
                over.countDown();
              }
            },
            over::countDown);
    try {
      over.await();
      return renewals - Math.max(0, left.get());
    } finally {
      besides.stop();
    }
  }

  // --- reading -------------------------------------------------------------------------------

  /// One key, linearizable.
  public Reading<Optional<KeyValue>> get(String key) {
    return range(
        Wire.range(Span.key(key)).toBuilder(), page -> page.entries().stream().findFirst());
  }

  /// All keys of a span at one revision, in order of keys, read in pages.
  public Reading<List<KeyValue>> list(Span span) {
    var entries = new ArrayList<KeyValue>();
    var revision = OptionalLong.empty();
    var rest = span;
    while (true) {
      switch (page(rest, PAGE, revision)) {
        case Reading.Answer<Page>(var page, var at) -> {
          entries.addAll(page.entries());
          revision = revision.isPresent() ? revision : OptionalLong.of(at);
          if (!page.more()) {
            return new Reading.Answer<>(entries, revision.getAsLong());
          }
          rest = span.after(entries.getLast().key());
        }
        case Reading.Compacted<Page>(var why) -> {
          return new Reading.Compacted<>(why);
        }
        case Reading.Unavailable<Page>(var why) -> {
          return new Reading.Unavailable<>(why);
        }
      }
    }
  }

  /// At most `limit` keys of a span: at the current revision, which the answer names, or at an
  /// older one. Read on with [Span#after] at the answer's revision.
  public Reading<Page> page(Span span, int limit, OptionalLong revision) {
    var request = Wire.range(span).toBuilder().setLimit(limit).setRevision(revision.orElse(0));
    return switch (range(request, Function.identity())) {
      case Reading.Answer<Page>(var page, var now) ->
          new Reading.Answer<>(page, revision.orElse(now));
      case Reading.Compacted<Page> compacted -> compacted;
      case Reading.Unavailable<Page> unavailable -> unavailable;
    };
  }

  /// How many keys a span has.
  public Reading<Long> count(Span span) {
    return range(Wire.range(span).toBuilder().setCountOnly(true), Page::total);
  }

  private <T> Reading<T> range(RangeRequest.Builder request, Function<Page, T> result) {
    var least = history.map(History::revision).orElse(0L);
    var link = links.requests();
    var answer = ask(link, KVGrpc.getRangeMethod(), request.build(), RangeResponse::getHeader);
    if (answer instanceof Reading.Answer<RangeResponse>(var _, var revision) && revision < least) {
      var why = "etcd answers at revision %d, and was at %d".formatted(revision, least);
      suspect(link, why);
      return new Reading.Unavailable<>(why);
    }
    return answer.map(page -> result.apply(Wire.page(page)));
  }

  // --- writing -------------------------------------------------------------------------------

  /// Carries out a transaction, once, now or never: a write that can't be sent at once, or within
  /// the request timeout, is refused and never sent later.
  public Outcome commit(Txn txn) {
    var link = links.requests(); // first: contact is judged anew on each
    if (contact.now() instanceof Contact.Lost lost) {
      return new Outcome.Refused(Outcome.Reason.UNREACHABLE, "no contact with etcd: " + lost.why());
    }
    var witness = new SendWitness();
    try {
      var answer = call(link, KVGrpc.getTxnMethod(), Wire.txn(txn), witness);
      seen(answer.getHeader());
      return Wire.outcome(answer);
    } catch (StatusRuntimeException e) {
      return Failure.ofWrite(e.getStatus(), witness.sent());
    }
  }

  /// A queue that writes many independent keys in few transactions; close it after use.
  public Batcher batcher() {
    return new Batcher(this);
  }

  /// A lease that nobody renews: what hangs on it is gone after `ttl`, in whole seconds, 2 s or
  /// more.
  public Reading<LeaseId> grant(Duration ttl) {
    var request = LeaseGrantRequest.newBuilder().setTTL(ttl.plusMillis(999).toSeconds()).build();
    return ask(LeaseGrpc.getLeaseGrantMethod(), request, LeaseGrantResponse::getHeader)
        .map(answer -> new LeaseId(answer.getID()));
  }

  /// How long ago a lease was renewed, by etcd's count of whole seconds.
  public Reading<Duration> sinceRenewed(LeaseId lease) {
    var request = LeaseTimeToLiveRequest.newBuilder().setID(lease.number()).build();
    return ask(LeaseGrpc.getLeaseTimeToLiveMethod(), request, LeaseTimeToLiveResponse::getHeader)
        .map(answer -> Duration.ofSeconds(Math.max(0, answer.getGrantedTTL() - answer.getTTL())));
  }

  /// Ends some lease and what hangs on it, such as that of this process' predecessor.
  ///
  /// @return whether etcd says that the lease no longer exists
  public boolean revoke(LeaseId other) {
    try {
      pulse.revoke(other);
      return true;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.NOT_FOUND;
    }
  }

  // --- housekeeping --------------------------------------------------------------------------

  /// Lets etcd forget what keys were before `revision`; the keys' present state stays.
  ///
  /// @return the revision, also where it was compacted already
  public Reading<Long> compact(long revision) {
    var request = CompactionRequest.newBuilder().setRevision(revision).build();
    var answer = ask(KVGrpc.getCompactMethod(), request, CompactionResponse::getHeader);
    return answer instanceof Reading.Compacted<CompactionResponse>
        ? new Reading.Answer<>(revision, revision)
        : answer.map(_ -> revision);
  }

  /// What the member asked says about its database.
  public Reading<Storage> storage() {
    return ask(
            MaintenanceGrpc.getStatusMethod(),
            StatusRequest.getDefaultInstance(),
            StatusResponse::getHeader)
        .map(EtcdSession::storage);
  }

  /// What each endpoint's member says about its database, asked by a connection of its own, all at
  /// the same time. Takes a request's timeout at most.
  public Map<URI, Reading<Storage>> storages() {
    return links.each(link -> {
      try {
        var status =
            ClientCalls.blockingUnaryCall(
                link.channel(),
                MaintenanceGrpc.getStatusMethod(),
                Link.within(settings.requestTimeout()),
                StatusRequest.getDefaultInstance());
        return new Reading.Answer<>(storage(status), status.getHeader().getRevision());
      } catch (StatusRuntimeException e) {
        return Failure.<Storage>ofRead(e.getStatus());
      }
    });
  }

  private static Storage storage(StatusResponse status) {
    return new Storage(
        status.getDbSize(),
        status.getDbSizeInUse(),
        status.getVersion(),
        List.copyOf(status.getErrorsList()));
  }

  /// A question that may be asked again: its failure never leaves anything unknown.
  private <Q, A> Reading<A> ask(
      MethodDescriptor<Q, A> method, Q request, Function<A, ResponseHeader> header) {
    return ask(links.requests(), method, request, header);
  }

  private <Q, A> Reading<A> ask(
      Link link, MethodDescriptor<Q, A> method, Q request, Function<A, ResponseHeader> header) {
    if (contact.now() instanceof Contact.Lost lost) {
      return new Reading.Unavailable<>("no contact with etcd: " + lost.why());
    }
    try {
      var answer = call(link, method, request, new SendWitness());
      seen(header.apply(answer));
      return new Reading.Answer<>(answer, header.apply(answer).getRevision());
    } catch (StatusRuntimeException e) {
      return Failure.ofRead(e.getStatus());
    }
  }

  private <Q, A> A call(Link link, MethodDescriptor<Q, A> method, Q request, SendWitness witness) {
    try {
      return ClientCalls.blockingUnaryCall(
          link.channel(),
          method,
          Link.within(settings.requestTimeout()).withStreamTracerFactory(witness),
          request);
    } catch (StatusRuntimeException e) {
      if (Failure.breaksContact(e.getStatus())) {
        suspect(link, Failure.words(e.getStatus()));
      }
      throw e;
    }
  }

  void seen(ResponseHeader header) {
    history.ifPresent(known -> known.seen(header.getRevision()));
  }

  // --- watching ------------------------------------------------------------------------------

  /// Watches a span from now: the first delivery is a [Delivery.Resync] of all it holds.
  public Watch watch(Span span, Receiver receiver) {
    return begin(new Watch(this, span, OptionalLong.empty(), false, receiver));
  }

  /// Watches a span for the changes made at `from` and later.
  public Watch watch(Span span, long from, Receiver receiver) {
    return begin(new Watch(this, span, OptionalLong.of(from), false, receiver));
  }

  /// Like [#watch(Span, long, Receiver)], with what each changed key was before.
  public Watch watchWithPrevious(Span span, long from, Receiver receiver) {
    return begin(new Watch(this, span, OptionalLong.of(from), true, receiver));
  }

  private Watch begin(Watch watch) {
    watches.add(watch);
    watch.start();
    return watch;
  }

  void forget(Watch watch) {
    watches.remove(watch);
  }

  Link requests() {
    return links.requests();
  }

  void suspect(Link link, String why) {
    pulse.suspect(link, why);
  }

  // --- ending --------------------------------------------------------------------------------

  /// Ends the session in good order: the lease is revoked, and with it goes what hangs on it.
  @Override
  public void close() {
    end(true);
  }

  /// Ends the session as a crash would: the lease runs out by itself.
  public void abandon() {
    end(false);
  }

  private void end(boolean revoking) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    List.copyOf(watches).forEach(Watch::close);
    pulse.stop();
    currentLease()
        .filter(_ -> revoking && contact.now() instanceof Contact.Unbroken)
        .filter(held -> !revoke(held))
        .ifPresent(held -> LOG.warn("lease not revoked lease={}: it ends by itself", held));
    contact.end();
    lease.stop();
    links.close();
  }
}
