package io.nokube.certificates;

import java.util.List;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/// What a certificate is good for.
public enum Use {
  /// To be connected to, and to connect.
  NODE,
  /// Only to connect: nobody takes its holder for a server.
  USER;

  private List<KeyPurposeId> purposes() {
    return switch (this) {
      case NODE -> List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
      case USER -> List.of(KeyPurposeId.id_kp_clientAuth);
    };
  }

  ExtendedKeyUsage extension() {
    return new ExtendedKeyUsage(purposes().toArray(KeyPurposeId[]::new));
  }

  /// As the JDK reads them: dotted object identifiers.
  List<String> identifiers() {
    return purposes().stream().map(KeyPurposeId::getId).toList();
  }
}
