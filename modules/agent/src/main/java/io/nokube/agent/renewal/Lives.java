package io.nokube.agent.renewal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.agent.identity.IdentityFiles;
import io.nokube.agent.identity.Pem;
import io.nokube.agent.identity.UnfitIdentity;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Span;
import io.nokube.model.EtcdKeys;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// From when to when the certificates are good that a head knows of: the nodes', as each has told
/// last, and those whose files it has.
///
/// @param own of a head whose cluster encrypts
/// @param toEtcd where etcd is somebody else's
public record Lives(
    EtcdSession session,
    EtcdKeys keys,
    Optional<IdentityFiles> own,
    Optional<IdentityFiles> toEtcd) {
  private static final String PRESENT = "/present";

  /// Adds `nodes`, each with its `node`, and `authorities` and `etcd`, each with its `file`; all of
  /// them with `from` and `until`, or why they are `unreadable`. Why all nodes' are, is
  /// `unreadable` itself. Of `authorities`, the one of the nodes `signs` them; of `etcd`, one may
  /// be its `authority`.
  public void tell(ObjectNode certificates) {
    ArrayNode nodes = certificates.putArray("nodes");
    switch (session.list(Span.prefix(keys.certificates()))) {
      case Reading.Answer<List<KeyValue>>(List<KeyValue> entries, long at) ->
          entries.stream()
              .filter(entry -> entry.key().endsWith(PRESENT))
              .forEach(entry ->
                  of(
                      nodes.addObject().put("node", node(entry)),
                      () -> Pem.certificate(entry.text())));
      case Reading.Compacted<List<KeyValue>>(String why) -> certificates.put("unreadable", why);
      case Reading.Unavailable<List<KeyValue>>(String why) -> certificates.put("unreadable", why);
    }
    ArrayNode authorities = certificates.putArray("authorities");
    own.ifPresent(files -> {
      authority(file(authorities, files.authority()).put("signs", "nodes"), files.authority());
      files.users().ifPresent(users -> authority(file(authorities, users), users));
    });
    ArrayNode etcd = certificates.putArray("etcd");
    toEtcd.ifPresent(files -> {
      authority(file(etcd, files.authority()).put("authority", true), files.authority());
      of(file(etcd, files.certificate()), () -> Pem.certificates(files.certificate()).getFirst());
    });
  }

  private String node(KeyValue present) {
    String key = present.key();
    return key.substring(keys.certificates().length(), key.length() - PRESENT.length());
  }

  private static ObjectNode file(ArrayNode list, Path file) {
    return list.addObject().put("file", file.toString());
  }

  /// A bundle is good for as long as one of it is.
  private static void authority(ObjectNode entry, Path bundle) {
    of(entry, () -> lastsLongest(Pem.certificates(bundle)));
  }

  static X509Certificate lastsLongest(List<X509Certificate> bundle) {
    return Collections.max(bundle, Comparator.comparing(X509Certificate::getNotAfter));
  }

  private static void of(ObjectNode entry, Supplier<X509Certificate> read) {
    try {
      Life life = Life.of(read.get());
      entry.put("from", life.from().toString()).put("until", life.until().toString());
    } catch (UnfitIdentity unfit) {
      entry.put("unreadable", unfit.getMessage());
    }
  }
}
