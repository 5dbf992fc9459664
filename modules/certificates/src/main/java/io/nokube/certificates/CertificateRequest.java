package io.nokube.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A new key that never leaves its machine, and the request (PKCS#10) for a certificate of it.
///
/// @param requestPem goes to [Authority#sign]
/// @param keyPem PKCS#8, not encrypted: never printed
public record CertificateRequest(String requestPem, String keyPem) {

  public static CertificateRequest create(Holder holder) {
    try {
      KeyPair keys = Keys.pair();
      return new CertificateRequest(
          Pem.of(
              new JcaPKCS10CertificationRequestBuilder(holder.subject(), keys.getPublic())
                  .build(Keys.signer(keys.getPrivate()))),
          Pem.of(keys.getPrivate()));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(
          "making a request for a certificate of " + holder.commonName(), e);
    }
  }

  /// Whose request was signed.
  public Identity with(String certificatePem) {
    return new Identity(certificatePem, keyPem);
  }

  @Override
  public String toString() {
    return "CertificateRequest[" + requestPem.length() + " characters of request, and its key]";
  }
}
