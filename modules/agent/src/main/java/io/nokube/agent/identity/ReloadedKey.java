package io.nokube.agent.identity;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows the identity of the moment. A handshake that was told an alias gets that one's certificate
/// and key, also if the identity is renewed in between.
final class ReloadedKey extends X509ExtendedKeyManager {
  private final NodeIdentity identity;

  ReloadedKey(NodeIdentity identity) {
    this.identity = identity;
  }

  private X509ExtendedKeyManager now() {
    return identity.now().key();
  }

  private <T> @Nullable T under(String alias, Function<X509ExtendedKeyManager, T> part) {
    return identity.under(alias).map(found -> part.apply(found.key())).orElse(null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return under(alias, key -> key.getCertificateChain(alias));
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return under(alias, key -> key.getPrivateKey(alias));
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
    return now().chooseEngineClientAlias(types, issuers, engine);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String type, Principal @Nullable [] issuers, SSLEngine engine) {
    return now().chooseEngineServerAlias(type, issuers, engine);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, Socket socket) {
    return now().chooseClientAlias(types, issuers, socket);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, Socket socket) {
    return now().chooseServerAlias(type, issuers, socket);
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    return now().getClientAliases(type, issuers);
  }

  @Override
  public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
    return now().getServerAliases(type, issuers);
  }
}
