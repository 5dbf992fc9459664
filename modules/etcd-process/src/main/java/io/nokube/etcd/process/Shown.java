package io.nokube.etcd.process;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows the certificate it has at the moment to whoever asks, also to who says that he takes only
/// those of other authorities (Java's own managers would show none then).
public final class Shown extends X509ExtendedKeyManager {
  private static final String ALIAS = "it";

  private volatile Optional<TestAuthority.Issued> now;

  private Shown(Optional<TestAuthority.Issued> now) {
    this.now = now;
  }

  public static Shown nothing() {
    return new Shown(Optional.empty());
  }

  public static Shown of(TestAuthority.Issued issued) {
    return new Shown(Optional.of(issued));
  }

  /// From the next connection on.
  public void show(TestAuthority.Issued issued) {
    now = Optional.of(issued);
  }

  private @Nullable String alias() {
    return now.isPresent() ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
    return alias();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String type, Principal @Nullable [] issuers, SSLEngine engine) {
    return alias();
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, Socket socket) {
    return alias();
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, Socket socket) {
    return alias();
  }

  @Override
  public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {now.orElseThrow().certificate()};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return now.orElseThrow().key();
  }
}
