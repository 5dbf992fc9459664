package io.nokube.agent.renewal;

import io.nokube.agent.identity.IdentityFiles;
import io.nokube.agent.identity.NodeIdentity;
import io.nokube.agent.identity.Pem;
import io.nokube.agent.identity.UnfitIdentity;
import io.nokube.etcd.session.Change;
import io.nokube.etcd.session.Delivery;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Span;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Watch;
import io.nokube.etcd.session.Write;
import io.nokube.model.EtcdKeys;
import io.nokube.model.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after this node's certificate: asks for another when it gets old, and puts what comes in
/// its place, where the agent and etcd's member find it at their next connection.
public final class OwnCertificate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);

  /// In a certificate's life, at least.
  private static final int LOOKS = 12;

  /// How often it is looked at whether the files are others: `new-or-update` puts them there.
  private static final Duration CHANGED = NodeIdentity.LOOK_EVERY;

  /// When what couldn't be told is told again.
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final EtcdSession session;
  private final EtcdKeys keys;
  private final NodeName node;
  private final IdentityFiles files;
  private final Duration every;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("own-certificate").unstarted(this::run);
  private final Watch watch;

  /// What etcd has of it.
  private Optional<X509Certificate> told = Optional.empty();

  private OwnCertificate(
      EtcdSession session,
      EtcdKeys keys,
      NodeName node,
      IdentityFiles files,
      Duration every,
      InstantSource clock) {
    this.session = session;
    this.keys = keys;
    this.node = node;
    this.files = files;
    this.every = every;
    this.clock = clock;
    this.watch = session.watch(Span.key(keys.renewedCertificate(node)), this::receive);
  }

  /// @param every how often the certificate's age is looked at
  public static OwnCertificate lookAfter(
      EtcdSession session,
      EtcdKeys keys,
      NodeName node,
      IdentityFiles files,
      Duration every,
      InstantSource clock) {
    OwnCertificate own = new OwnCertificate(session, keys, node, files, every, clock);
    own.thread.start();
    return own;
  }

  private void run() {
    try {
      List<String> stamp;
      Duration pause;
      do {
        stamp = files.stamp(); // before they are read: what comes meanwhile is a change
        pause = look();
      } while (!closedWithin(pause, stamp));
    } catch (InterruptedException e) {
      LOG.error("this node's certificate is looked after no longer: interrupted");
    }
  }

  /// Waits until then or until the files are others.
  ///
  /// @return whether there is no more to look after
  private boolean closedWithin(Duration pause, List<String> stamp) throws InterruptedException {
    long end = System.nanoTime() + pause.toNanos();
    long left = pause.toNanos();
    while (left > 0 && files.stamp().equals(stamp)) {
      if (closed.await(Math.min(left, CHANGED.toNanos()), TimeUnit.NANOSECONDS)) {
        return true;
      }
      left = end - System.nanoTime();
    }
    return closed.getCount() == 0;
  }

  /// @return until the next look: short enough for a certificate that doesn't live long
  private Duration look() {
    try {
      X509Certificate own = own();
      Life life = Life.of(own);
      Duration most = tell(own) ? every : shorter(AGAIN, every);
      X509Certificate authority = Pem.certificates(files.authority()).getFirst();
      if (life.isToBeRenewed(clock.instant(), Life.of(authority))) {
        ask(own, life);
      }
      return shorter(life.length().dividedBy(LOOKS), most);
    } catch (UnfitIdentity e) {
      LOG.error("this node's certificate can't be looked after why=\"{}\"", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("this node's certificate can't be looked after", e);
    }
    return every;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /// For whoever wants to know of certificates that expire, also once this node is away.
  ///
  /// @return whether etcd has it
  private synchronized boolean tell(X509Certificate own) {
    if (told.equals(Optional.of(own))) {
      return true;
    }
    Write present = Write.put(keys.presentCertificate(node), Pem.text(own));
    switch (session.commit(Txn.of(present))) {
      case Outcome.Committed _ -> told = Optional.of(own);
      case Outcome.CompareFailed _ -> throw new IllegalStateException("nothing was compared");
      case Outcome.Refused(var _, String why) -> notTold(why);
      case Outcome.Unknown(String why) -> notTold(why);
    }
    return told.equals(Optional.of(own));
  }

  private static void notTold(String why) {
    LOG.warn(
        "until it is told again others don't know how long this node's certificate lasts: {}", why);
  }

  private void ask(X509Certificate own, Life life) {
    Write request = Write.put(keys.expiringCertificate(node), Pem.text(own));
    switch (session.commit(Txn.of(request))) {
      case Outcome.Committed _ ->
          LOG.info(
              "this node's certificate expires at {}: asked the leader for another", life.until());
      case Outcome.CompareFailed _ -> throw new IllegalStateException("nothing was compared");
      case Outcome.Refused(var _, String why) -> notAsked(life, why);
      case Outcome.Unknown(String why) -> notAsked(life, why);
    }
  }

  private static void notAsked(Life life, String why) {
    LOG.warn(
        "this node's certificate expires at {}, and the leader could not be asked for another: {}",
        life.until(),
        why);
  }

  private X509Certificate own() {
    return Pem.certificates(files.certificate()).getFirst();
  }

  private void receive(Delivery delivery) {
    Optional<String> offered =
        switch (delivery) {
          case Delivery.Resync(var entries, long _) ->
              entries.stream().findFirst().map(entry -> entry.text());
          case Delivery.Changes(var changes, long _) ->
              changes.getLast() instanceof Change.Put put
                  ? Optional.of(put.now().text())
                  : Optional.empty();
        };
    offered.ifPresent(this::take);
  }

  private void take(String pem) {
    try {
      X509Certificate renewed = Pem.certificate(pem);
      X509Certificate authority = Pem.certificates(files.authority()).getFirst();
      Optional<String> refusal = new Offer(renewed).refusal(own(), authority);
      if (refusal.isPresent()) {
        LOG.warn("a certificate for this node isn't taken why=\"{}\"", refusal.get());
      } else {
        replace(files.certificate(), Pem.text(renewed));
        LOG.info("this node's certificate is renewed until={}", Life.of(renewed).until());
      }
      tell(own());
      forget();
    } catch (UnfitIdentity | IOException e) {
      LOG.error("this node's certificate can't be renewed why=\"{}\"", e.getMessage());
    }
  }

  /// No reader sees half a file, and none who may not read the present one reads the new.
  private static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".renewed");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(file)));
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// If it fails, the keys stay and do no harm: an offer that is no longer than what is there is
  /// not taken.
  private void forget() {
    Txn txn =
        Txn.of(
            Write.delete(keys.expiringCertificate(node)),
            Write.delete(keys.renewedCertificate(node)));
    switch (session.commit(txn)) {
      case Outcome.Committed _ -> {}
      case Outcome.CompareFailed _ -> throw new IllegalStateException("nothing was compared");
      case Outcome.Refused(var _, String why) -> LOG.warn("a renewal's keys stay in etcd: {}", why);
      case Outcome.Unknown(String why) -> LOG.warn("a renewal's keys may stay in etcd: {}", why);
    }
  }

  @Override
  public void close() {
    watch.close();
    closed.countDown();
  }
}
