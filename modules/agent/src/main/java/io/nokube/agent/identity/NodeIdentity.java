package io.nokube.agent.identity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who this node is, as its files say it: a certificate that is renewed there is shown by the next
/// connection, without a restart.
///
/// Whether the files have changed is looked at when a connection is made, at most once every
/// [#LOOK_EVERY]. Files that are no identity (half of a renewal, damage) change nothing: the one
/// read before stays, and that is logged once for each change of the files.
public final class NodeIdentity {
  public static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(NodeIdentity.class);

  private final IdentityFiles files;
  private final Reading reading;
  private final Duration lookEvery;
  private final AtomicLong looked = new AtomicLong(System.nanoTime());
  private final X509ExtendedKeyManager key = new ReloadedKey(this);
  private final X509ExtendedTrustManager nodes = new ReloadedTrust(() -> now().nodes());
  private final X509ExtendedTrustManager callers = new ReloadedTrust(() -> now().callers());
  private volatile Known known;

  /// @param stamp of the files when they were last looked at
  /// @param before what `now` replaced: handshakes that began with it go on with it
  private record Known(List<String> stamp, int number, Identity now, Optional<Identity> before) {}

  private interface Reading {
    Identity read(String alias, IdentityFiles files);
  }

  private NodeIdentity(IdentityFiles files, Reading reading, Duration lookEvery) {
    this.files = files;
    this.reading = reading;
    this.lookEvery = lookEvery;
    var stamp = files.stamp();
    known = new Known(stamp, 1, reading.read("node-1", files), Optional.empty());
  }

  /// @throws UnfitIdentity if the files don't make one
  public static NodeIdentity of(IdentityFiles files) {
    return new NodeIdentity(files, Identity::read, LOOK_EVERY);
  }

  /// Who it is to an etcd that is somebody else's: whether that takes it, only etcd knows, for the
  /// authority of its clients needn't be that of its members.
  ///
  /// @param files the authority is that of etcd's members
  /// @throws UnfitIdentity if the files don't make one
  public static NodeIdentity toEtcd(IdentityFiles files) {
    return new NodeIdentity(files, Identity::toEtcd, LOOK_EVERY);
  }

  static NodeIdentity of(IdentityFiles files, Duration lookEvery) {
    return new NodeIdentity(files, Identity::read, lookEvery);
  }

  public IdentityFiles files() {
    return files;
  }

  /// Shows this node's certificate, as server and as client.
  public X509ExtendedKeyManager key() {
    return key;
  }

  /// Trusts certificates of the cluster's nodes.
  public X509ExtendedTrustManager nodes() {
    return nodes;
  }

  /// Trusts certificates of the cluster's nodes and of its users.
  public X509ExtendedTrustManager callers() {
    return callers;
  }

  Identity now() {
    var last = looked.get();
    var time = System.nanoTime();
    if (time - last >= lookEvery.toNanos() && looked.compareAndSet(last, time)) {
      look();
    }
    return known.now();
  }

  /// That of the handshake which was told this alias.
  Optional<Identity> under(String alias) {
    var seen = known;
    return Stream.concat(Stream.of(seen.now()), seen.before().stream())
        .filter(identity -> identity.alias().equals(alias))
        .findFirst();
  }

  private synchronized void look() {
    var seen = known;
    var stamp = files.stamp(); // before the files are read: what comes meanwhile is a new change
    if (stamp.equals(seen.stamp())) {
      return;
    }
    try {
      var number = seen.number() + 1;
      var fresh = reading.read("node-" + number, files);
      known = new Known(stamp, number, fresh, Optional.of(seen.now()));
      LOG.info("node identity renewed certificate={}", files.certificate());
    } catch (UnfitIdentity e) {
      known = new Known(stamp, seen.number(), seen.now(), seen.before());
      LOG.error("node identity not renewed, the one before stays why=\"{}\"", e.getMessage());
    }
  }
}
