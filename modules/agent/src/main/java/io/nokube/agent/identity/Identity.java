package io.nokube.agent.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The identity that a node's files said at one time, checked: key and certificate belong together,
/// and the nodes' authority's other nodes will take it now.
///
/// @param alias names it among those of other times
/// @param nodes trusts certificates of nodes
/// @param callers trusts those and, where there are users, theirs
record Identity(
    String alias,
    X509ExtendedKeyManager key,
    X509ExtendedTrustManager nodes,
    X509ExtendedTrustManager callers) {
  private static final char[] IN_MEMORY = {};

  /// @throws UnfitIdentity if the files don't make one
  static Identity read(String alias, IdentityFiles files) {
    var chain = Pem.certificates(files.certificate());
    var key = key(files, chain.getFirst());
    List<X509Certificate> anchors = new ArrayList<>(Pem.certificates(files.authority()));
    var nodes = trust(anchors);
    taken(files.certificate(), chain, nodes);
    files.users().map(Pem::certificates).ifPresent(anchors::addAll);
    return new Identity(alias, shown(alias, chain, key), nodes, trust(anchors));
  }

  /// @throws UnfitIdentity if the files don't make one that is valid now
  static Identity toEtcd(String alias, IdentityFiles files) {
    var chain = Pem.certificates(files.certificate());
    var key = key(files, chain.getFirst());
    try {
      chain.getFirst().checkValidity();
    } catch (CertificateException e) {
      throw new UnfitIdentity(
          "%s: etcd will not take it: %s (is this machine's clock right?)"
              .formatted(files.certificate(), e.getMessage()));
    }
    var etcd = trust(Pem.certificates(files.authority()));
    return new Identity(alias, shown(alias, chain, key), etcd, etcd);
  }

  private static PrivateKey key(IdentityFiles files, X509Certificate own) {
    var key = Pem.key(files.key(), own.getPublicKey().getAlgorithm());
    if (!belongs(key, own.getPublicKey())) {
      throw new UnfitIdentity(
          files.key() + ": is not the key of the certificate in " + files.certificate());
    }
    return key;
  }

  private static boolean belongs(PrivateKey key, PublicKey certified) {
    var name =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    try {
      var signature = Signature.getInstance(name);
      signature.initSign(key);
      var signed = signature.sign();
      signature.initVerify(certified);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static void taken(
      Path file, List<X509Certificate> chain, X509ExtendedTrustManager nodes) {
    try {
      nodes.checkClientTrusted(
          chain.toArray(X509Certificate[]::new), chain.getFirst().getPublicKey().getAlgorithm());
    } catch (CertificateException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw new UnfitIdentity(
          "%s: other nodes will not take it: %s (is it of the nodes' authority, and this machine's clock right?)"
              .formatted(file, root.getMessage()));
    }
  }

  private static X509ExtendedKeyManager shown(
      String alias, List<X509Certificate> chain, PrivateKey key) {
    try {
      var store = empty();
      store.setKeyEntry(alias, key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
      var factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, IN_MEMORY);
      return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java can't hold a certificate and its key", e);
    }
  }

  private static X509ExtendedTrustManager trust(List<X509Certificate> anchors) {
    try {
      var store = empty();
      for (var anchor : anchors) {
        store.setCertificateEntry("anchor-" + store.size(), anchor);
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java can't judge certificates", e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
