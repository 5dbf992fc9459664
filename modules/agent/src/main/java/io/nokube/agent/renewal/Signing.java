package io.nokube.agent.renewal;

import io.nokube.actor.port.Fence;
import io.nokube.agent.identity.Pem;
import io.nokube.agent.identity.UnfitIdentity;
import io.nokube.etcd.Fences;
import io.nokube.etcd.session.Change;
import io.nokube.etcd.session.Delivery;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Span;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Watch;
import io.nokube.etcd.session.Write;
import io.nokube.model.EtcdKeys;
import io.nokube.model.NodeName;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs, while its head leads, what nodes ask for whose certificates are old.
public final class Signing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Signing.class);
  private static final int SERIAL_BITS = 128;

  private final EtcdSession session;
  private final EtcdKeys keys;
  private final Authority authority;
  private final Fence fence;
  private final InstantSource clock;
  private final SecureRandom chance = new SecureRandom();
  private final Watch watch;

  /// Where the nodes' authority lies. Read at each request, so that nothing of it is in memory.
  public record Authority(Path certificate, Path key) {}

  private Signing(
      EtcdSession session, EtcdKeys keys, Authority authority, Fence fence, InstantSource clock) {
    this.session = session;
    this.keys = keys;
    this.authority = authority;
    this.fence = fence;
    this.clock = clock;
    this.watch = session.watch(Span.prefix(keys.certificates()), this::receive);
  }

  /// @param fence of the kubecontroller beside it
  public static Signing begin(
      EtcdSession session, EtcdKeys keys, Authority authority, Fence fence, InstantSource clock) {
    return new Signing(session, keys, authority, fence, clock);
  }

  private void receive(Delivery delivery) {
    List<KeyValue> put =
        switch (delivery) {
          case Delivery.Resync(var entries, long _) -> entries;
          case Delivery.Changes(var changes, long _) ->
              changes.stream()
                  .filter(Change.Put.class::isInstance)
                  .map(change -> ((Change.Put) change).now())
                  .toList();
        };
    put.forEach(entry -> node(entry.key()).ifPresent(node -> answer(node, entry.text())));
  }

  /// Who asks; nothing if it isn't the key of a request.
  private Optional<NodeName> node(String key) {
    String[] rest = key.substring(keys.certificates().length()).split("/", -1);
    try {
      return Optional.of(new NodeName(rest[0]))
          .filter(node -> key.equals(keys.expiringCertificate(node)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void answer(NodeName node, String pem) {
    try {
      Instant now = clock.instant();
      X509Certificate signer = Pem.certificates(authority.certificate()).getFirst();
      Request request = new Request(node, Pem.certificate(pem));
      Optional<String> refusal = request.refusal(signer, now);
      if (refusal.isPresent()) {
        LOG.warn("certificate not renewed node={} why=\"{}\"", node, refusal.get());
        return;
      }
      PrivateKey key = Pem.key(authority.key(), signer.getPublicKey().getAlgorithm());
      Life life = Life.of(request.certificate()).anew(now, Life.of(signer));
      BigInteger serial = new BigInteger(SERIAL_BITS, chance).setBit(0);
      put(node, Resigned.of(request.certificate(), key, life, serial));
    } catch (UnfitIdentity | GeneralSecurityException e) {
      LOG.error("certificate not renewed node={} why=\"{}\"", node, e.getMessage());
    }
  }

  private void put(NodeName node, X509Certificate renewed) {
    Write answer = Write.put(keys.renewedCertificate(node), Pem.text(renewed));
    switch (session.commit(new Txn(new Fences(keys).compares(fence), List.of(answer)))) {
      case Outcome.Committed _ ->
          LOG.info("certificate renewed node={} until={}", node, Life.of(renewed).until());
      case Outcome.CompareFailed _ -> LOG.info("another head leads: it signs for node={}", node);
      case Outcome.Refused(var _, String why) ->
          LOG.warn("certificate not renewed node={} why=\"{}\"", node, why);
      case Outcome.Unknown(String why) ->
          LOG.warn("certificate perhaps not renewed node={} why=\"{}\"", node, why);
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
