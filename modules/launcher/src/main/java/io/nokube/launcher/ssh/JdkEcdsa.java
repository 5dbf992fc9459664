package io.nokube.launcher.ssh;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import java.util.Map;

/// The JDK's factory of elliptic keys under BouncyCastle's name for it, by which sshj asks for it.
///
/// BouncyCastle itself would take over all of sshj's cryptography, which is slower, and takes a
/// moment to load.
final class JdkEcdsa extends Provider {
  private static final long serialVersionUID = 1;
  private static final String NAME = "nokube-ecdsa";

  private JdkEcdsa() {
    super(NAME, "1", "KeyFactory.ECDSA is the JDK's KeyFactory.EC");
    putService(
        new Service(this, "KeyFactory", "ECDSA", Keys.class.getName(), List.of(), Map.of()) {
          @Override
          public Object newInstance(Object none) {
            return new Keys();
          }
        });
  }

  static void register() {
    if (Security.getProvider(NAME) == null) {
      Security.addProvider(new JdkEcdsa());
    }
  }

  private static final class Keys extends KeyFactorySpi {
    private static KeyFactory jdk() throws InvalidKeySpecException {
      try {
        return KeyFactory.getInstance("EC");
      } catch (GeneralSecurityException e) {
        throw new InvalidKeySpecException("this Java has no elliptic curves", e);
      }
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
      return jdk().generatePublic(spec);
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
      return jdk().generatePrivate(spec);
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> type)
        throws InvalidKeySpecException {
      return jdk().getKeySpec(key, type);
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
      try {
        return jdk().translateKey(key);
      } catch (InvalidKeySpecException e) {
        throw new InvalidKeyException(e);
      }
    }
  }
}
