package io.nokube.certificates;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Elliptic keys on P-256, the JDK's own.
final class Keys {
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 128;
  private static final SecureRandom CHANCE = new SecureRandom();

  private Keys() {}

  static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), CHANCE);
    return generator.generateKeyPair();
  }

  static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
    return new JcaContentSignerBuilder(SIGNATURE).build(key);
  }

  /// Positive, as RFC 5280 wants it.
  static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, CHANCE).setBit(0);
  }

  static boolean belongTogether(PublicKey open, PrivateKey secret) {
    byte[] words = "do these belong together?".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    try {
      Signature signing = Signature.getInstance(SIGNATURE);
      signing.initSign(secret);
      signing.update(words);
      Signature checking = Signature.getInstance(SIGNATURE);
      checking.initVerify(open);
      checking.update(words);
      return checking.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
